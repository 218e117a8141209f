package org.talkoot.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way into a cluster, of a node that Pekko has brought together with others already. */
final class JoiningTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long NOW = 7;

    private final Config config = TwoSystems.ENDS_AT_ONCE;
    private final ActorSystem<Void> system = system();
    private final Cluster cluster = Cluster.get(system.classicSystem());

    private ActorSystem<Void> system() {
        return ActorSystem.create(Behaviors.empty(), NodeConfig.SYSTEM_NAME, config);
    }

    @AfterEach
    void stop() {
        TwoSystems.end(system);
    }

    /** A register with one member, which is this node's to enter. */
    private record OneMember(Start member) implements Membership {

        @Override
        public void announce(Start self) {}

        @Override
        public Seen look(Start self) {
            return new Seen(NOW, List.of(new Seat(1, member, 30_000)));
        }

        @Override
        public boolean form(Start self, long after, Set<Long> dead) {
            return false;
        }

        @Override
        public boolean enter(long cluster) {
            return cluster == NOW;
        }

        @Override
        public boolean remove(Supplier<? extends Collection<Start>> lost) {
            return true;
        }
    }

    private Joining joining(Membership.Start member) {
        cluster.join(cluster.selfAddress());
        await().atMost(LONG).until(() -> ClusterFormation.isUp(system));
        return new Joining(system, ClusterSettings.from(config), new OneMember(member));
    }

    @Test
    void aMemberThatPekkoShowsAMomentLaterIsNoOtherCluster() {
        ActorSystem<Void> late = system();
        try {
            Cluster other = Cluster.get(late.classicSystem());
            Joining joining = joining(Members.start(other.selfUniqueAddress()));
            for (int look = 0; look < 10; look++) {
                assertThat(joining.step()).isFalse();
            }

            other.join(cluster.selfAddress());

            await().atMost(LONG).until(() -> ClusterFormation.isUp(late));
            await().atMost(LONG).until(joining::step);
        } finally {
            TwoSystems.end(late);
        }
    }

    @Test
    void aMemberThatIsNeverShownIsAnotherCluster() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket stranger = new ServerSocket(0, 1, here)) {
            String address = here.getHostAddress() + ":" + stranger.getLocalPort();
            Joining joining = joining(new Membership.Start(address, 1));

            assertThatExceptionOfType(FormationException.class)
                    .isThrownBy(() -> await().atMost(LONG).until(joining::step))
                    .withMessageContaining("another cluster works on this database (" + address + ")");
        }
    }
}
