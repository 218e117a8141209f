package org.talkoot.bridges.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.rabbitmq.server.Connector;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;

/** What {@code docs/rabbitmq.md} says to foreign clients works as it stands there, with what is declared by default. */
final class RabbitmqPageIT {

    private static final Path PAGE = Path.of("../../docs/rabbitmq.md");
    private static final RabbitmqServer SERVER = SharedServer.server();

    private static RabbitmqSettings settings;
    private static Connector connector;
    private static Topology topology;

    @BeforeAll
    static void declareWhatThereIsByDefault() {
        settings =
                RabbitmqSettings.from(ConfigFactory.parseString("talkoot.rabbitmq.url = \"%s\"".formatted(SERVER.url()))
                        .withFallback(ConfigFactory.defaultReferenceUnresolved())
                        .resolve());
        connector = new Connector(settings.server());
        topology = new Topology(connector, settings.specification());
        assertThat(topology.prepare()).isEmpty();
    }

    @Test
    void aTaskFromTheShellAndOneFromPythonAreTaken() throws Exception {
        RecordingIntake intake = RecordingIntake.completing();
        try (EventSource source =
                new AllLanes(new Link(connector, "in"), topology, settings.source(), new SimpleMeterRegistry())) {
            source.start(intake);

            assertThat(run("bash", block("bash", "amqp-publish"))).isEmpty();
            assertThat(run("python3", block("python", "routing_key"))).isEmpty();

            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() == 2);
            Delivery fromShell = one(intake, "t-1");
            assertThat(fromShell.key()).isEqualTo("tides");
            assertThat(fromShell.headers()).containsEntry("content-type", "application/json");
            Delivery fromPython = one(intake, "t-2");
            assertThat(fromPython.key()).isEqualTo("order.7");
            assertThat(fromPython.place()).hasToString("rabbitmq:agent-tasks.lane-1@t-2");
        }
    }

    @Test
    void anAnswerIsReadFromTheShell() throws Exception {
        try (RabbitmqSink sink = new RabbitmqSink(
                new Link(connector, "out"), topology, settings.sink(), new OutgoingWriter(WireFormat.JSON, 900_000))) {
            sink.open();
            sink.write(List.of(answer()), new JournalMark(1, "entry"));

            assertThat(run("bash", block("bash", "amqp-consume"))).contains("\"event_id\":\"ev-9\"", "\"tides\"");
        }
    }

    @Test
    void aQuestionFromPythonIsAnswered() throws Exception {
        try (EventSource source = new RabbitmqQuestions(
                new Link(connector, "out"),
                topology,
                settings.questions(),
                (question, patience) -> CompletableFuture.completedFuture(
                        "{\"answer\":{\"text\":\"It is too small.\"}}".getBytes(UTF_8)))) {
            source.start(RecordingIntake.completing());

            assertThat(run("python3", block("python", "agent-questions")))
                    .isEqualTo("q-1 {\"answer\":{\"text\":\"It is too small.\"}}\n");
        }
    }

    private static Outgoing answer() {
        return new Outgoing(
                "agent-results",
                1,
                new AgentEvent(
                        "ev-9",
                        EventType.of("conversation.answer-posted"),
                        Instant.EPOCH,
                        AgentEvent.Address.from("triage"),
                        ConversationId.of("tides"),
                        new Trace("t-1", "t-1", 0),
                        "{}",
                        Map.of()));
    }

    private static Delivery one(RecordingIntake intake, String eventId) {
        return intake.taken().stream()
                .filter(delivery -> new String(delivery.body(), UTF_8).contains("\"" + eventId + "\""))
                .findFirst()
                .orElseThrow();
    }

    /** The block of this language that has this in it. */
    private static String block(String language, String with) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(text -> text.contains(with))
                .findFirst()
                .orElseThrow();
    }

    /** What a program says; Debian's own before others of its name, for those have its packages. */
    private static String run(String program, String text) throws IOException, InterruptedException {
        Path said = Files.createTempFile("said", ".txt");
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/" + program, "-c", text)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("RABBITMQ_URL", SERVER.url());
        builder.environment().put("PATH", "/usr/bin:/bin");
        int code = builder.start().waitFor();
        String output = Files.readString(said);
        Files.delete(said);
        assertThat(code)
                .as("%s (needs apt install amqp-tools python3-pika)", output)
                .isZero();
        return output;
    }
}
