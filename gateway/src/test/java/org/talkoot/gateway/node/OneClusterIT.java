package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;

/** Nodes that share nothing but a database find each other there, and are one cluster. */
final class OneClusterIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ROUNDS = Integer.getInteger("cluster.cold-starts", 3);

    private static EmbeddedPostgres server;
    private static int databases;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "100")
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    private static String newDatabase() throws SQLException {
        String name = "cluster" + ++databases;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        String url = server.getJdbcUrl("postgres", name);
        Database.open(DatabaseSettings.of(url)).close();
        return url;
    }

    @Test
    void coldStartsOfThreeNodesAtOnceAreAlwaysOneCluster() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            String url = newDatabase();
            List<CompletableFuture<ClusterMember>> starts = IntStream.range(0, 3)
                    .mapToObj(i -> startAfter(random.nextInt(1_000), url))
                    .toList();
            List<ClusterMember> members =
                    starts.stream().map(CompletableFuture::join).toList();
            try {
                await("seed " + seed)
                        .atMost(LONG)
                        .until(() ->
                                members.stream().allMatch(member -> member.up().equals(addresses(members))));
                assertThat(members).as("seed %d", seed).allMatch(ClusterMember::mayWrite);
                assertThat(members.getFirst().epoch()).as("seed %d", seed).isEqualTo(1);
            } finally {
                members.forEach(ClusterMember::close);
            }
        }
    }

    private static CompletableFuture<ClusterMember> startAfter(int millis, String url) {
        Executor later = CompletableFuture.delayedExecutor(
                millis, TimeUnit.MILLISECONDS, Executors.newVirtualThreadPerTaskExecutor());
        return CompletableFuture.supplyAsync(() -> new ClusterMember(url, ""), later)
                .thenCompose(member -> member.join().thenApply(done -> member));
    }

    private static Set<String> addresses(List<ClusterMember> members) {
        return members.stream().map(member -> member.start.address()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static ClusterMember joined(String url, String settings) {
        ClusterMember member = new ClusterMember(url, settings);
        member.join().toCompletableFuture().join();
        return member;
    }

    @Test
    void aClusterThatWasKilledIsFollowedByAnotherAtOnceAlthoughItsLeasesStillRun() throws Exception {
        String url = newDatabase();
        ClusterMember killed = joined(url, "");
        killed.kill();

        try (ClusterMember next = joined(url, "")) {
            assertThat(next.epoch()).isEqualTo(2);
            assertThat(next.mayWrite()).isTrue();
        }
    }

    @Test
    void aNodeThatStartsWhenTheDatabaseComesBackJoinsThoseWhoseLeasesHaveEndedMeanwhile() throws Exception {
        String url = newDatabase();
        try (ClusterMember first = joined(url, "")) {
            first.database.callWrite(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.executeUpdate("UPDATE node_incarnation SET until = until - 40000");
                }
            });
            try (ClusterMember second = joined(url, "")) {
                assertThat(second.epoch()).isEqualTo(1);
                await().atMost(LONG).until(() -> first.up().equals(addresses(List.of(first, second))));
                assertThat(first.mayWrite()).isTrue();
            }
        }
    }

    @Test
    void ofTwoClustersWithSeedNodesOfTheirOwnTheSecondRefuses() throws Exception {
        String url = newDatabase();
        try (ClusterMember first = joined(url, seeded(freePort()));
                ClusterMember second = new ClusterMember(url, seeded(freePort()))) {
            assertThatThrownBy(() -> second.join().toCompletableFuture().join())
                    .hasMessageContaining("another cluster works on this database (" + first.start.address() + ")");
            assertThat(first.mayWrite()).isTrue();
            assertThat(second.mayWrite()).isFalse();
        }
    }

    @Test
    void aClusterWithSeedNodesTakesItsEpochLikeAnyOther() throws Exception {
        String url = newDatabase();
        int port = freePort();
        try (ClusterMember first = joined(url, seeded(port));
                ClusterMember second = joined(url, seeded(port, freePort()));
                ClusterMember third = joined(url, "")) {
            assertThat(List.of(first, second, third)).allMatch(ClusterMember::mayWrite);
            assertThat(third.epoch()).isEqualTo(1);
        }
    }

    /** The seed node itself, or another node that has it for a seed. */
    private static String seeded(int seed, int... own) {
        return "talkoot.cluster { port = %d, seed-nodes = [\"127.0.0.1:%d\"] }"
                .formatted(own.length == 0 ? seed : own[0], seed);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whoLeavesIsRemovedAndTheOthersGoOn() throws Exception {
        String url = newDatabase();
        try (ClusterMember first = joined(url, "")) {
            ClusterMember second = joined(url, "");
            second.close();

            await().atMost(LONG).until(() -> first.up().equals(addresses(List.of(first))));
            await().atMost(LONG).until(() -> isRemoved(first, second));
            assertThat(first.mayWrite()).isTrue();
        }
    }

    private static boolean isRemoved(ClusterMember asked, ClusterMember other) {
        return asked.database.call(connection -> {
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "SELECT bool_and(removed) FROM node_incarnation WHERE uid = " + other.start.uid())) {
                return row.next() && row.getBoolean(1);
            }
        });
    }
}
