package org.talkoot.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a node into its cluster. Nodes that share a database find each other there ({@link MembershipSetup}); a node
 * that is alone joins itself.
 */
public final class ClusterFormation {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterFormation.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private ClusterFormation() {}

    /**
     * Joins; nodes with seed nodes do so by themselves.
     *
     * @return completes when this node is a member; fails when it is not within {@code patience}, or may not become
     *     one, with a {@link FormationException}
     */
    public static CompletionStage<Done> form(ActorSystem<?> system, ClusterSettings settings, Duration patience) {
        Optional<Membership> membership = MembershipSetup.of(system.classicSystem());
        if (membership.isEmpty()) {
            return formAlone(system, settings, patience);
        }
        system.systemActorOf(Removals.create(membership.get()), "talkoot-removals", Props.empty());
        CompletableFuture<Done> member = new CompletableFuture<>();
        Joining joining = new Joining(system, settings, membership.get());
        Thread.ofPlatform().daemon().name("talkoot-joining").start(() -> join(joining, patience, member));
        system.getWhenTerminated().whenComplete((done, failure) -> member.completeExceptionally(ended(system)));
        return member;
    }

    /** Why this node ended before it was a member. */
    private static FormationException ended(ActorSystem<?> system) {
        boolean differs = CoordinatedShutdown.get(system.classicSystem())
                .getShutdownReason()
                .filter(CoordinatedShutdown.incompatibleConfigurationDetectedReason()::equals)
                .isPresent();
        return differs ? FormationException.differs() : FormationException.stopped();
    }

    private static CompletionStage<Done> formAlone(ActorSystem<?> system, ClusterSettings settings, Duration patience) {
        Cluster cluster = Cluster.get(system.classicSystem());
        CompletableFuture<Done> up = new CompletableFuture<>();
        cluster.registerOnMemberUp(() -> completeWhenSeen(system, up));
        if (settings.isAlone()) {
            cluster.join(cluster.selfAddress());
        }
        return up.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What {@link #isUp} reads follows the callback by a moment; whoever waits sees both agree. */
    private static void completeWhenSeen(ActorSystem<?> system, CompletableFuture<Done> up) {
        if (isUp(system)) {
            up.complete(Done.getInstance());
        } else if (!up.isDone()) {
            var unused = system.scheduler()
                    .scheduleOnce(LOOK_AGAIN, () -> completeWhenSeen(system, up), system.executionContext());
        }
    }

    private static void join(Joining joining, Duration patience, CompletableFuture<Done> member) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!member.isDone() && !stepped(joining)) {
                if (System.nanoTime() - deadline > 0) {
                    throw FormationException.late(joining.asked(), patience);
                }
                TimeUnit.MILLISECONDS.sleep(Joining.lookEvery().toMillis());
            }
            member.complete(Done.getInstance());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            member.completeExceptionally(e);
        } catch (RuntimeException e) {
            member.completeExceptionally(e);
        }
    }

    /** A register that is away for a moment is asked again. */
    private static boolean stepped(Joining joining) {
        try {
            return joining.step();
        } catch (FormationException e) {
            throw e;
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("the register of the cluster does not answer");
            return false;
        }
    }

    /** Roles that no member has that is up; what they are for does not happen. */
    public static List<String> missingRoles(ActorSystem<?> system) {
        List<String> missing = new ArrayList<>(Roles.ALL);
        for (Member member : Cluster.get(system.classicSystem()).state().getMembers()) {
            if (member.status().equals(MemberStatus.up())) {
                missing.removeAll(member.getRoles());
            }
        }
        return missing;
    }

    /** Whether this node takes part in its cluster. */
    public static boolean isUp(ActorSystem<?> system) {
        return Cluster.get(system.classicSystem()).selfMember().status().equals(MemberStatus.up());
    }
}
