package org.talkoot.bridges.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.redis.RedisServer;

final class TrimmingIT {

    @TempDir
    static Path directory;

    private static RedisServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = RedisServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void takesAwayTheOldestBeyondItsNumberAndNothingThatAGroupWaitsFor() {
        try (Connections connections = RedisSandbox.connections(server.url())) {
            filled("bounded", 10);
            StreamSpec spec = new StreamSpec("bounded", List.of(), OptionalLong.of(4), Optional.empty(), false);
            Trimming trimming = new Trimming(connections, List.of(spec));
            Trimming ruthless = new Trimming(
                    connections,
                    List.of(new StreamSpec("bounded", List.of(), OptionalLong.of(4), Optional.empty(), true)));
            assertThat(server.ask("XGROUP", "CREATE", "bounded", "g", "0")).isEqualTo("+OK");

            trim(trimming);
            assertThat(firstOf("bounded", connections)).isEqualTo("1-0"); // nothing is read

            read("bounded", 5);
            trim(trimming);
            assertThat(firstOf("bounded", connections)).isEqualTo("1-0"); // nothing is acknowledged

            assertThat(server.ask("XACK", "bounded", "g", "1-0", "2-0", "4-0")).isEqualTo(":3");
            trim(trimming);
            assertThat(firstOf("bounded", connections)).isEqualTo("3-0");

            trim(ruthless);
            assertThat(firstOf("bounded", connections)).isEqualTo("7-0");

            assertThat(server.ask("XACK", "bounded", "g", "3-0", "5-0")).isEqualTo(":2");
            read("bounded", 10);
            for (int i = 7; i <= 10; i++) {
                assertThat(server.ask("XACK", "bounded", "g", i + "-0")).isEqualTo(":1");
            }
            trim(trimming);
            assertThat(firstOf("bounded", connections)).isEqualTo("7-0"); // as many as may stay
        }
    }

    @Test
    void takesAwayWhatIsOlderThanDeclared() {
        try (Connections connections = RedisSandbox.connections(server.url())) {
            assertThat(server.ask("XADD", "aged", "1000-0", "body", "{}")).startsWith("$");
            assertThat(server.ask("XADD", "aged", "5000-18446744073709551615", "body", "{}"))
                    .startsWith("$");
            StreamSpec spec =
                    new StreamSpec("aged", List.of(), OptionalLong.empty(), Optional.of(Duration.ofSeconds(3)), false);

            new Trimming(connections, List.of(spec)).trim(Instant.ofEpochMilli(6_000));

            assertThat(firstOf("aged", connections)).isEqualTo("5000-18446744073709551615");
        }
    }

    private static void filled(String stream, int entries) {
        for (int i = 1; i <= entries; i++) {
            assertThat(server.ask("XADD", stream, i + "-0", "body", "{}")).startsWith("$");
        }
    }

    private static void read(String stream, int entries) {
        assertThat(server.ask(
                        "XREADGROUP", "GROUP", "g", "me", "COUNT", Integer.toString(entries), "STREAMS", stream, ">"))
                .startsWith("*");
    }

    private static void trim(Trimming trimming) {
        trimming.trim(Instant.now());
    }

    private static String firstOf(String stream, Connections connections) {
        Link link = connections.shared();
        return link.get(link.redis().xrange(stream, Range.unbounded()))
                .getFirst()
                .getId();
    }
}
