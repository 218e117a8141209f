package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.bridges.nats.NatsSourceFixture.awaiting;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.nats.settings.LaneSpec;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.outgoing.OutgoingWriter;
import org.talkoot.bridges.wire.EventReader;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.bus.Receipt;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;
import org.talkoot.testkit.bus.InMemoryWatermarks;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.nats.NatsServer;

/** The client that stands in docs/nats.md is run as it stands there, against all that the bridge has. */
final class ForeignClientIT {

    private static final Path PAGE = Path.of("../../docs/nats.md");
    private static final Pattern SCRIPT = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void isServedAsThePageSays() throws Exception {
        try (NatsServer server = NatsServer.start(directory.resolve("server"))) {
            NatsSettings settings =
                    NatsSettings.from(ConfigFactory.parseString("talkoot.nats.url = \"%s\"".formatted(server.url()))
                            .withFallback(ConfigFactory.defaultReference())
                            .resolve());
            Link link = new Link(settings.access());
            assertThat(new NatsTopology(link, settings.streams()).prepare()).isEmpty();
            try (EventSink sink = new NatsSink("out", link, new OutgoingWriter(WireFormat.JSON, 900_000));
                    EventSource lane = agents(link, settings);
                    NatsQuestions questions = new NatsQuestions(
                            link,
                            settings.questions(),
                            (question, patience) -> CompletableFuture.completedFuture(reply(question)))) {
                sink.open();
                lane.start(delivery -> CompletableFuture.supplyAsync(() -> answered(sink, delivery)));
                questions.start(RecordingIntake.completing());
                awaiting().until(questions::isAnswering);

                assertThat(run(server.port()))
                        .containsExactly(
                                "stored agents",
                                "result agent-results.tides {'answer': 'triage: t-1'}",
                                "answer triage: t-2");
            }
        }
    }

    private static EventSource agents(Link link, NatsSettings settings) {
        LaneSpec agents = settings.source().lanes().getFirst();
        return new NatsLane(
                link,
                settings.source(),
                agents,
                new InMemoryWatermarks(),
                new NatsMeters(link, settings.source(), new SimpleMeterRegistry()));
    }

    private List<String> run(int port) throws Exception {
        Matcher script = SCRIPT.matcher(Files.readString(PAGE));
        assertThat(script.find()).isTrue();
        Path file = Files.writeString(
                directory.resolve("client.py"), script.group(1).replace("4222", Integer.toString(port)));
        Path out = directory.resolve("client.out");
        Process client = new ProcessBuilder("python3", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(client.waitFor(30, TimeUnit.SECONDS)).as("ends").isTrue();
        } finally {
            client.destroyForcibly();
        }
        return Files.readAllLines(out);
    }

    private static byte[] reply(Delivery question) {
        return "{\"answer\":{\"text\":\"%s\"}}".formatted(text(read(question))).getBytes(UTF_8);
    }

    private static Receipt answered(EventSink sink, Delivery delivery) {
        AgentEvent task = read(delivery);
        AgentEvent answer = new AgentEvent(
                "answer-1",
                EventType.of("conversation.answer-posted"),
                Instant.EPOCH,
                AgentEvent.Address.from("triage"),
                task.subject(),
                Trace.causedBy(task),
                "{\"answer\":\"%s\"}".formatted(text(task)),
                Map.of());
        sink.write(List.of(new Outgoing("agent-results", 1, answer)), new JournalMark(1, "entry"));
        return new Receipt.Stored(task.id());
    }

    private static String text(AgentEvent task) {
        return "%s: %s".formatted(task.address().target(), task.id());
    }

    private static AgentEvent read(Delivery delivery) {
        return new EventReader()
                .read(
                        new WireMessage(delivery.body(), delivery.headers()),
                        new EventReader.Defaults("nats", delivery.key(), delivery.at(Instant.EPOCH)));
    }
}
