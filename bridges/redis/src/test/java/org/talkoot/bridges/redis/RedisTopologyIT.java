package org.talkoot.bridges.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.bus.BusException;
import org.talkoot.testkit.redis.RedisServer;

final class RedisTopologyIT {

    @TempDir
    static Path directory;

    private static RedisServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = RedisServer.start(directory.resolve("kept"));
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void makesWhatIsMissingAndFindsItAsDeclared() {
        try (Connections connections = RedisSandbox.connections(server.url())) {
            RedisTopology topology = new RedisTopology(
                    List.of(stream("made", List.of("one", "two")), stream("left-alone", List.of())), connections);

            assertThat(topology.prepare()).isEmpty();

            assertThat(GroupState.of(connections.shared(), "made"))
                    .extracting(GroupState::name)
                    .containsExactlyInAnyOrder("one", "two");
            assertThat(server.ask("EXISTS", "left-alone")).isEqualTo(":0");
            assertThat(topology.prepare()).isEmpty();
        }
    }

    @Test
    void refusesAServerOfACluster() throws IOException {
        try (RedisServer cluster = RedisServer.start(directory.resolve("cluster"), "--cluster-enabled", "yes");
                Connections connections = RedisSandbox.connections(cluster.url())) {
            assertThatThrownBy(() -> new RedisTopology(List.of(), connections).prepare())
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("Redis in cluster mode, which is not spoken");
        }
    }

    @Test
    void aGroupThatIsMadeBeginsWithTheFirstEntry() {
        try (Connections connections = RedisSandbox.connections(server.url())) {
            assertThat(server.ask("XADD", "filled", "5-0", "body", "{}")).startsWith("$");

            assertThat(new RedisTopology(List.of(stream("filled", List.of("late"))), connections).prepare())
                    .isEmpty();

            assertThat(GroupState.of(connections.shared(), "filled"))
                    .containsExactly(new GroupState("late", 0, OptionalLong.of(1)));
        }
    }

    @Test
    void reportsWhatDiffersAndLeavesItAlone() {
        assertThat(server.ask("RPUSH", "other", "text")).isEqualTo(":1");
        assertThat(server.ask("XGROUP", "CREATE", "shared", "strangers", "0", "MKSTREAM"))
                .isEqualTo("+OK");
        try (Connections connections = RedisSandbox.connections(server.url())) {
            RedisTopology topology = new RedisTopology(
                    List.of(stream("other", List.of("g")), stream("shared", List.of("ours"))), connections);

            List<String> found = topology.prepare();

            assertThat(found)
                    .containsExactly(
                            "other is a list, but a stream is declared",
                            "stream shared has the group strangers, which is not declared; what it has not acknowledged"
                                    + " is never trimmed");
            assertThat(topology.prepare()).isEqualTo(found);
            assertThat(server.ask("LLEN", "other")).isEqualTo(":1");
        }
    }

    @Test
    void saysSoWhenNothingIsKeptOnDiskOrAnythingMayGo() throws IOException {
        try (RedisServer forgetful = RedisServer.start(
                        directory.resolve("forgetful"), "--appendonly", "no", "--maxmemory-policy", "allkeys-lru");
                Connections connections = RedisSandbox.connections(forgetful.url())) {
            assertThat(new RedisTopology(List.of(), connections).prepare())
                    .satisfiesExactly(
                            disk -> assertThat(disk).contains("no append-only file"),
                            memory -> assertThat(memory).contains("maxmemory-policy"));
        }
    }

    @Test
    void saysSoWhenThereIsNoServer() throws IOException {
        try (Connections connections = RedisSandbox.connections("redis://127.0.0.1:" + RedisServer.freePort())) {
            RedisTopology topology = new RedisTopology(List.of(), connections);

            assertThatThrownBy(topology::prepare)
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("cannot connect to Redis: Connection refused");
        }
    }

    private static StreamSpec stream(String name, List<String> groups) {
        return new StreamSpec(name, groups, OptionalLong.empty(), Optional.of(Duration.ofDays(1)), false);
    }
}
