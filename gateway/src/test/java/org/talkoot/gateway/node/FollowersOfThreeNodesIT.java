package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;

/** Three nodes on one Postgres with thirty agents that subscribe: each follower runs once, somewhere. */
final class FollowersOfThreeNodesIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int SUBSCRIBERS = 30;

    /** The views, the recorder of dead letters, and what follows removals. */
    private static final int FOLLOWERS = SUBSCRIBERS + 11;

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Node> nodes = new ArrayList<>();
    private EmbeddedPostgres database;

    @BeforeEach
    void start() throws IOException {
        database = EmbeddedPostgres.start();
        List<Integer> ports = freePorts();
        List<CompletableFuture<Node>> starting = ports.stream()
                .map(port -> CompletableFuture.supplyAsync(() -> start(port, ports), threads))
                .toList();
        starting.forEach(node -> nodes.add(node.join()));
    }

    private Node start(int port, List<Integer> ports) {
        return Node.start(Talkoot.agents(agents()), NodeConfig.load(ConfigFactory.parseMap(settings(port, ports))));
    }

    private Map<String, Object> settings(int port, List<Integer> all) {
        return Map.of(
                "talkoot.data",
                directory.resolve("" + port).toString(),
                "talkoot.http.port",
                0,
                "talkoot.cluster.port",
                port,
                "talkoot.cluster.seed-nodes",
                all.stream().map(one -> "127.0.0.1:" + one).toList(),
                "talkoot.persistence.database.url",
                database.getJdbcUrl("postgres", "postgres"));
    }

    private static List<AgentDefinition> agents() {
        return IntStream.range(0, SUBSCRIBERS)
                .mapToObj(i -> AgentDefinition.of("agent_" + i, "", new CodeBrain(view -> new Next.Answer("As ever.")))
                        .withSubscriptions(Subscription.to("order.*")))
                .toList();
    }

    private static List<Integer> freePorts() throws IOException {
        try (ServerSocket first = new ServerSocket(0);
                ServerSocket second = new ServerSocket(0);
                ServerSocket third = new ServerSocket(0)) {
            return List.of(first.getLocalPort(), second.getLocalPort(), third.getLocalPort());
        }
    }

    @AfterEach
    void stop() throws IOException {
        // all at once: none of them has anything to hand over to
        nodes.stream()
                .map(node -> CompletableFuture.runAsync(node::close, threads))
                .toList()
                .forEach(CompletableFuture::join);
        threads.shutdown();
        database.close();
    }

    /**
     * That nothing of the removed one moves a position any more is proven by the database: it is not told to end
     * anything.
     */
    @Test
    void eachRunsOnceWithFewConnectionsAndTheOthersTakeOverFromOneThatTheClusterHasRemoved() {
        awaitOwners(3, 9);
        assertThat(count("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"))
                .isLessThan(60);
        long removed = epochOf(nodes.getLast());

        Cluster cluster = Cluster.get(nodes.getFirst().system().classicSystem());
        cluster.down(Cluster.get(nodes.getLast().system().classicSystem()).selfAddress());

        await().atMost(LONG).untilAsserted(() -> assertThat(owners()).hasSize(2).doesNotContainKey(removed));
    }

    private void awaitOwners(int nodes, int each) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(owners())
                        .hasSize(nodes)
                        .allSatisfy((epoch, followers) -> assertThat(followers).isGreaterThanOrEqualTo(each)));
        assertThat(owners().values().stream().mapToLong(followers -> followers).sum())
                .isEqualTo(FOLLOWERS);
    }

    private static long epochOf(Node node) {
        return node.storage().lease().outliving(Duration.ZERO).orElseThrow().value();
    }

    /** How many followers each incarnation runs. */
    private Map<Long, Long> owners() {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT owner, count(*) FROM projection_offset GROUP BY 1")) {
            Map<Long, Long> owners = new HashMap<>();
            while (rows.next()) {
                owners.put(rows.getLong(1), rows.getLong(2));
            }
            return owners;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long count(String sql) {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
