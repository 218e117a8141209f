package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.wire.EventReader;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.pulsar.PulsarServer;

/**
 * The commands of {@code docs/pulsar.md} do what the page says, as they stand there, with the settings that we ship.
 */
final class PulsarPageIT {

    private static final Path PAGE = Path.of("../../docs/pulsar.md");

    @TempDir
    static Path directory;

    private static PulsarServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = PulsarServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void aTaskGoesInAndAnAnswerComesOutByCurl() throws Exception {
        List<String> commands = commands();
        PulsarSettings settings = PulsarSettings.from(
                ConfigFactory.parseString("talkoot.pulsar { service-url = \"%s\", admin-url = \"%s\" }"
                                .formatted(server.serviceUrl(), server.adminUrl()))
                        .withFallback(ConfigFactory.defaultReference())
                        .resolve());
        RecordingIntake intake = RecordingIntake.completing();
        PulsarTopology topology = new PulsarTopology(settings);
        assertThat(topology.prepare()).isEmpty();
        await().untilAsserted(() -> assertThat(topology.prepare()).isEmpty());

        try (PulsarSource source = new PulsarSource(settings, new SimpleMeterRegistry());
                PulsarSink sink = new PulsarSink(
                        "journal",
                        settings,
                        new OutgoingWriter(
                                settings.sink().wireFormat(), settings.sink().maxEventBytes()))) {
            source.start(intake);
            run(commands.get(0));
            assertThat(run(commands.get(1))).contains("\"errorCode\":0");
            await().until(() -> intake.taken().size() == 1);
            sink.open();
            sink.write(SinkEvents.of("agent-results", 1, 1), SinkEvents.at(1));
            String answer = run(commands.get(2));
            run(commands.get(3));

            AgentEvent task = read(intake.taken().getFirst());
            assertThat(task.id()).isEqualTo("t-1");
            assertThat(task.subject().key()).isEqualTo("tides");
            assertThat(answer).contains("\"event_id\":\"1\"").contains("\"event_type\":\"test.happened\"");
            assertThat(status(commands.get(2))).isNotZero(); // it is read, and there is no other
        }
    }

    private static AgentEvent read(Delivery delivery) {
        return new EventReader()
                .read(
                        new WireMessage(delivery.body(), delivery.headers()),
                        new EventReader.Defaults("pulsar", delivery.key(), delivery.at(Instant.EPOCH)));
    }

    /** Those of the page's first block. */
    private static List<String> commands() throws IOException {
        String block = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        String without = block.lines().filter(line -> !line.startsWith("#")).collect(joining("\n"));
        return Pattern.compile("(?m)^(?=curl )")
                .splitAsStream(without)
                .filter(command -> !command.isBlank())
                .map(command -> command.replace("http://localhost:8080", server.adminUrl()))
                .toList();
    }

    private static String run(String command) throws Exception {
        Process process = start(command);
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(command).isZero();
        return said;
    }

    private static int status(String command) throws Exception {
        return start(command).waitFor();
    }

    private static Process start(String command) throws IOException {
        return new ProcessBuilder("bash", "-c", command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
