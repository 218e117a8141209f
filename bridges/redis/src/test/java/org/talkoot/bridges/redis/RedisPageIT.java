package org.talkoot.bridges.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.wire.EventReader;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.redis.RedisServer;

/** The commands of docs/redis.md, as they stand there. */
final class RedisPageIT {

    private static final Path PAGE = Path.of("../../docs/redis.md");

    /** A block that says of itself what it is. */
    private static final Pattern BLOCK = Pattern.compile("<!-- (\\w+) -->\n```sh\n(.*?)\n```", Pattern.DOTALL);

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
    void aTaskOfRedisCliComesInAndItsResultIsReadByIt() throws Exception {
        RecordingIntake intake = RecordingIntake.completing();
        try (Connections connections = RedisSandbox.connections(server.url());
                RedisLane lane = lane(connections);
                RedisSink sink = new RedisSink("redis", connections, new OutgoingWriter(WireFormat.JSON, 900_000))) {
            lane.start(intake);

            assertThat(run("task")).matches("\\d+-\\d+");
            await().atMost(Duration.ofSeconds(20)).until(() -> !intake.taken().isEmpty());
            AgentEvent task = read(intake.taken().getFirst());
            sink.open();
            sink.write(List.of(result(task)), new JournalMark(1, "entry"));

            assertThat(task.type()).isEqualTo(EventType.of("task.requested"));
            assertThat(task.subject().key()).isEqualTo("tides");
            assertThat(run("result"))
                    .contains("\"conversation.answer-posted\"", "tides", "Because it is nearly closed.");
            assertThat(run("group")).contains("Because it is nearly closed.");
        }
    }

    private static RedisLane lane(Connections connections) {
        RedisSettings.In in = new RedisSettings.In(
                List.of("agent-tasks"), "talkoot", 16, Duration.ofSeconds(1), Duration.ofSeconds(30));
        return new RedisLane(
                connections,
                in,
                "agent-tasks",
                "node",
                new LagProbe(connections, "talkoot", new SimpleMeterRegistry()));
    }

    private static AgentEvent read(Delivery delivery) {
        return new EventReader()
                .read(
                        new WireMessage(delivery.body(), delivery.headers()),
                        new EventReader.Defaults(delivery.place().log(), delivery.key(), delivery.at(Instant.EPOCH)));
    }

    private static Outgoing result(AgentEvent task) {
        return new Outgoing(
                "agent-results",
                1,
                new AgentEvent(
                        "e-1",
                        EventType.of("conversation.answer-posted"),
                        Instant.EPOCH,
                        AgentEvent.Address.from("triage"),
                        task.subject(),
                        task.trace(),
                        "{\"text\":\"Because it is nearly closed.\"}",
                        Map.of()));
    }

    /** What the block of this name prints; what it says on standard error fails the test. */
    private static String run(String block) throws Exception {
        String commands = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .filter(found -> found.group(1).equals(block))
                .map(found -> found.group(2))
                .findFirst()
                .orElseThrow();
        Path said = directory.resolve(block + ".txt");
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", commands)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        shell.environment().put("REDIS_URL", server.url());
        int exit = shell.start().waitFor();
        String text = Files.readString(said, UTF_8);
        assertThat(exit).as(text).isZero();
        return text.strip();
    }
}
