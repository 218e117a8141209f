package org.talkoot.cluster;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.jspecify.annotations.Nullable;
import org.talkoot.cluster.Membership.Start;

/**
 * Writes into the register who has gone from the cluster, whatever the reason, until it is written. Every member does
 * so; the first one counts.
 */
final class Removals extends AbstractBehavior<Removals.Command> {

    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** What it can be told. */
    sealed interface Command {}

    private record Happened(MemberEvent event) implements Command {}

    private record Written(Set<Start> lost, @Nullable Throwable failure) implements Command {}

    private record Again() implements Command {}

    private final Membership membership;
    private final TimerScheduler<Command> timers;
    private final Start self;
    private final Set<Start> lost = new HashSet<>(); // bound: the members of a cluster
    private boolean writing;

    private Removals(ActorContext<Command> context, TimerScheduler<Command> timers, Membership membership) {
        super(context);
        this.membership = membership;
        this.timers = timers;
        Cluster cluster = Cluster.get(context.getSystem());
        this.self = Members.start(cluster.selfMember().uniqueAddress());
        ActorRef<MemberEvent> events = context.messageAdapter(MemberEvent.class, Happened::new);
        cluster.subscriptions().tell(Subscribe.create(events, MemberEvent.class));
    }

    static Behavior<Command> create(Membership membership) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Removals(context, timers, membership)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Happened.class, this::happened)
                .onMessage(Written.class, this::written)
                .onMessage(Again.class, again -> write())
                .build();
    }

    private Behavior<Command> happened(Happened happened) {
        Start start = Members.start(happened.event().member().uniqueAddress());
        if (start.equals(self) || !isGone(happened.event())) {
            return this;
        }
        lost.add(start);
        return write();
    }

    /** A node that leaves is told that all others were removed, too: from what it sees. Those have not left before. */
    private static boolean isGone(MemberEvent event) {
        return event instanceof MemberDowned
                || (event instanceof MemberRemoved removed
                        && (removed.previousStatus().equals(MemberStatus.down())
                                || removed.previousStatus().equals(MemberStatus.exiting())));
    }

    private Behavior<Command> write() {
        if (!writing && !lost.isEmpty()) {
            writing = true;
            Set<Start> now = Set.copyOf(lost);
            getContext()
                    .pipeToSelf(
                            CompletableFuture.supplyAsync(
                                    () -> membership.remove(() -> now), Thread::startVirtualThread),
                            (done, failure) -> new Written(now, failure));
        }
        return this;
    }

    private Behavior<Command> written(Written written) {
        writing = false;
        if (written.failure() == null) {
            lost.removeAll(written.lost());
            return write();
        }
        getContext().getLog().atWarn().setCause(written.failure()).log("cannot write down yet who is gone");
        timers.startSingleTimer(new Again(), AGAIN);
        return this;
    }
}
