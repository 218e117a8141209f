package org.talkoot.cluster;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.cluster.Membership.Start;

/**
 * What Pekko's split-brain resolver asks for before it decides: the right to go on without those that this node does
 * not reach. It is given by removing them from the register, to one side of any partition: the side that was removed is
 * refused, and what it still writes is refused by the database itself.
 *
 * <p>Nothing is held, so nothing has to expire or be given back: a node that wins and dies a moment later leaves no
 * lease behind for which the others would have to wait, or to die.
 */
/* While the register is away there is no answer, and an answer that comes late would be carried out upon
 * a picture of the cluster that is as old as the question. So none is given: FencedDowning throws the
 * resolver with its question away, waits for the register, and lets a new one look at what is then. */
public final class DatabaseLease extends Lease {

    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseLease.class);

    private static final Duration OUTDATED_AFTER = Duration.ofSeconds(2);

    /** Said on the event stream: the register did not answer. */
    record RegisterAway() {}

    private final LeaseSettings settings;
    private final ExtendedActorSystem system;

    /** Called by Pekko. */
    public DatabaseLease(LeaseSettings settings, ExtendedActorSystem system) {
        this.settings = settings;
        this.system = system;
    }

    @Override
    public LeaseSettings getSettings() {
        return settings;
    }

    @Override
    public CompletionStage<Boolean> acquire() {
        Optional<Membership> membership = MembershipSetup.of(system);
        if (membership.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        long asked = System.nanoTime();
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread unused = Thread.startVirtualThread(() -> ask(membership.get(), asked, answer));
        return answer;
    }

    private Set<Start> unreachable() {
        Set<Start> lost = new HashSet<>();
        for (Member member : Cluster.get(system).state().getUnreachable()) {
            lost.add(Members.start(member.uniqueAddress()));
        }
        return lost;
    }

    private void ask(Membership membership, long asked, CompletableFuture<Boolean> answer) {
        try {
            boolean survives = membership.remove(() -> lost(asked));
            LOGGER.atWarn().addKeyValue("survives", survives).log("the cluster is divided");
            answer.complete(survives);
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("the cluster is divided, and its register away: nobody decides");
            system.eventStream().publish(new RegisterAway());
        }
    }

    private Set<Start> lost(long asked) {
        if (System.nanoTime() - asked > OUTDATED_AFTER.toNanos()) {
            throw new IllegalStateException("the question is too old");
        }
        return unreachable();
    }

    @Override
    public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> lost) {
        return acquire();
    }

    @Override
    public CompletionStage<Boolean> release() {
        return CompletableFuture.completedFuture(true);
    }

    /** Never held: each decision asks. */
    @Override
    public boolean checkLease() {
        return false;
    }
}
