package org.talkoot.gateway.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.talkoot.cluster.ClusterFormation;
import org.talkoot.cluster.ClusterSettings;
import org.talkoot.cluster.MembershipSetup;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;
import org.talkoot.persistence.lease.JdbcMembership;
import org.talkoot.persistence.lease.JdbcNodeLease;
import org.talkoot.persistence.lease.LeaseSettings;
import org.talkoot.persistence.lease.Vocabulary;

/** What of a node is in a cluster, and nothing else: database, lease, actor system. Several in one JVM. */
final class ClusterMember implements AutoCloseable {

    private static final String FOR_TESTS = """
            pekko.remote.artery.advanced.test-mode = on
            pekko.coordinated-shutdown.run-by-actor-system-terminate = off
            pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
            """;

    private static final String THROTTLER = "org.apache.pekko.remote.transport.ThrottlerTransportAdapter$";

    final Database database;
    final JdbcNodeLease lease;
    final ActorSystem<Void> system;
    final JdbcMembership.Start start;
    private final Config config;

    ClusterMember(String url, String settings) {
        this.config = NodeConfig.load(ConfigFactory.parseString(settings + "\n" + FOR_TESTS));
        this.database = Database.open(DatabaseSettings.of(url));
        this.lease = JdbcNodeLease.open(database, "test", LeaseSettings.DEFAULT);
        this.system = ActorSystem.create(
                Behaviors.empty(),
                NodeConfig.SYSTEM_NAME,
                ActorSystemSetup.create(
                        BootstrapSetup.create(config), new MembershipSetup(new ClusterRegister(membership()))));
        this.start = new JdbcMembership.Start(
                "127.0.0.1:" + cluster().selfAddress().getPort().orElseThrow(),
                cluster().selfUniqueAddress().longUid());
    }

    private JdbcMembership membership() {
        return new JdbcMembership(
                database, lease, Vocabulary.of(EventCodec.standard().kinds()));
    }

    Cluster cluster() {
        return Cluster.get(system.classicSystem());
    }

    CompletionStage<Done> join() {
        return ClusterFormation.form(system, ClusterSettings.from(config), Duration.ofSeconds(60));
    }

    /** The addresses of those who are up, as this one sees it. */
    Set<String> up() {
        Set<String> up = new TreeSet<>();
        for (Member member : cluster().state().getMembers()) {
            if (member.status().equals(MemberStatus.up())) {
                up.add(member.address().getHost().orElseThrow() + ":"
                        + member.address().getPort().orElseThrow());
            }
        }
        return up;
    }

    boolean seesNobodyUnreachable() {
        return cluster().state().getUnreachable().isEmpty();
    }

    /** The epoch of the cluster that may write. */
    long epoch() {
        return membership().look(start).cluster();
    }

    /** Whether the database takes what this one writes. */
    boolean mayWrite() {
        return membership().remove(() -> Set.of());
    }

    boolean isDown() {
        return system.getWhenTerminated().toCompletableFuture().isDone();
    }

    /** Nothing gets through between the two, in either direction. */
    void cutOff(ClusterMember other) {
        throttle(other, "Blackhole");
    }

    void reach(ClusterMember other) {
        throttle(other, "Unthrottled");
    }

    /** What Pekko tests itself with; by name, because the package around it is deprecated. */
    private void throttle(ClusterMember other, String mode) {
        try {
            Object command = Class.forName(THROTTLER + "SetThrottle")
                    .getConstructors()[0]
                    .newInstance(other.cluster().selfAddress(), module("Direction$Both"), module(mode));
            ExtendedActorSystem extended = (ExtendedActorSystem) system.classicSystem();
            ((RemoteActorRefProvider) extended.provider()).transport().managementCommand(command);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object module(String name) throws ReflectiveOperationException {
        return Class.forName(THROTTLER + name + "$").getField("MODULE$").get(null);
    }

    /** As a process that is killed: nobody is told, and nothing is given back. */
    void kill() {
        system.classicSystem().terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        database.close();
    }

    @Override
    public void close() {
        CoordinatedShutdown.get(system.classicSystem())
                .runAll(CoordinatedShutdown.unknownReason())
                .toCompletableFuture()
                .join();
        lease.close();
        database.close();
    }
}
