package org.talkoot.cluster;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.DowningProvider;
import org.apache.pekko.cluster.sbr.SplitBrainResolverProvider;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * Pekko's split-brain resolver, which decides nothing while the register of the cluster is away, and looks at the
 * cluster anew when it is back. A node without a register is alone, and has nobody to lose.
 */
public final class FencedDowning extends DowningProvider {

    private final ActorSystem system;
    private final SplitBrainResolverProvider pekkos;

    /** Called by Pekko. */
    public FencedDowning(ActorSystem system) {
        this.system = system;
        this.pekkos = new SplitBrainResolverProvider(system);
    }

    /**
     * None: where there is a register, it refuses what a node still writes from the moment in which it is removed, so
     * what it did is done elsewhere at once.
     */
    @Override
    public FiniteDuration downRemovalMargin() {
        return FiniteDuration.Zero();
    }

    @Override
    public Option<Props> downingActorProps() {
        Optional<Membership> membership = MembershipSetup.of(system);
        return membership.isEmpty()
                ? Option.empty()
                : Option.apply(Props.create(Resolver.class, () -> new Resolver(pekkos, membership.get())));
    }

    /** The parent of one resolver after the other. */
    private static final class Resolver extends AbstractActorWithTimers {

        private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

        private record Ask() {}

        private record Answered(boolean there) {}

        private final SplitBrainResolverProvider pekkos;
        private final Membership membership;
        private final Membership.Start self =
                Members.start(Cluster.get(getContext().getSystem()).selfUniqueAddress());

        Resolver(SplitBrainResolverProvider pekkos, Membership membership) {
            this.pekkos = pekkos;
            this.membership = membership;
        }

        @Override
        public void preStart() {
            getContext().getSystem().eventStream().subscribe(getSelf(), DatabaseLease.RegisterAway.class);
            begin();
        }

        /** With a strategy of its own, which knows nothing of before. */
        private void begin() {
            getContext().watch(getContext().actorOf(pekkos.downingActorProps().get()));
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(
                            DatabaseLease.RegisterAway.class,
                            away -> getContext()
                                    .getChildren()
                                    .forEach(child -> getContext().stop(child)))
                    .match(Terminated.class, gone -> ask())
                    .match(Ask.class, ask -> ask())
                    .match(Answered.class, this::answered)
                    .build();
        }

        private void ask() {
            ActorRef resolver = getSelf();
            Thread unused = Thread.startVirtualThread(() -> resolver.tell(new Answered(isThere()), resolver));
        }

        private boolean isThere() {
            try {
                return membership.look(self).cluster() > 0;
            } catch (RuntimeException e) {
                return false;
            }
        }

        private void answered(Answered answered) {
            if (answered.there()) {
                begin();
            } else {
                getTimers().startSingleTimer(Ask.class, new Ask(), ASK_AGAIN);
            }
        }
    }
}
