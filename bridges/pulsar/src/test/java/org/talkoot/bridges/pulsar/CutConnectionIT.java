package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Producer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.testkit.bus.CutLine;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.bus.SinkFixture.Written;
import org.talkoot.testkit.pulsar.PulsarServer;

/** The broker is there all the time; the line to it is cut again and again, in the middle of something. */
final class CutConnectionIT {

    private static final int CUTS = 4;

    @TempDir
    static Path directory;

    private static CutLine line;
    private static PulsarServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        line = new CutLine();
        // The broker names itself by the line's address, so every client comes by it.
        server = PulsarServer.start(
                directory, line::leadTo, Map.of("advertisedListeners", "line:pulsar://127.0.0.1:" + line.port()));
    }

    @AfterAll
    static void stopTheServer() throws IOException {
        server.close();
        line.close();
    }

    @Test
    void whatComesInIsCompleteAndFirstSeenInOrder() throws Exception {
        RecordingIntake intake = RecordingIntake.completing();
        Intake slow = delivery -> CompletableFuture.supplyAsync(
                        () -> delivery, CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS))
                .thenCompose(later -> intake.take(later));
        try (PulsarSandbox sandbox = new PulsarSandbox(server, 16);
                PulsarSource source = new PulsarSource(sandbox.settings(), new SimpleMeterRegistry());
                Producer<byte[]> producer =
                        sandbox.client().newProducer().topic(sandbox.inTopic()).create()) {
            source.start(slow);
            for (int cut = 0; cut < CUTS; cut++) {
                put(producer, cut * 100, cut * 100 + 100);
                int taken = cut * 100 + 20;
                awaiting().until(() -> distinct(intake).size() > taken);
                line.cut();
            }

            awaiting().until(() -> distinct(intake).size() == CUTS * 100);
            awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
            assertThat(firstByKey(intake).values())
                    .allSatisfy(numbers -> assertThat(numbers).isSorted());
        }
    }

    @Test
    void whatGoesOutIsSeenOnce() throws Exception {
        try (PulsarSandbox sandbox = new PulsarSandbox(server, 16);
                PulsarSink sink = new PulsarSink(
                        "journal",
                        sandbox.settings(),
                        event -> new WireMessage(event.event().id().getBytes(UTF_8), Map.of()))) {
            String channel = sandbox.newTopic(2);
            long position = 0;
            sink.open();
            for (int write = 1; position < 2_000; write++) {
                try {
                    List<Outgoing> events = SinkEvents.of(channel, position + 1, position + 100);
                    if (write % 4 == 0) {
                        Thread unused = Thread.ofVirtual().start(line::cut);
                    }
                    sink.write(events, SinkEvents.at(position + 100));
                    position += 100;
                } catch (BusException e) {
                    position = awaiting()
                            .ignoreExceptionsInstanceOf(BusException.class)
                            .until(sink::open, mark -> true)
                            .map(JournalMark::position)
                            .orElse(0L);
                }
            }

            assertThat(sandbox.read(channel))
                    .extracting(Written::eventId)
                    .containsExactlyInAnyOrderElementsOf(SinkEvents.ids(1, 2_000));
            assertThat(sandbox.read(channel).stream()
                            .collect(groupingBy(Written::key, mapping(w -> Long.parseLong(w.eventId()), toList())))
                            .values())
                    .allSatisfy(ids -> assertThat(ids).isSorted());
        }
    }

    private static void put(Producer<byte[]> producer, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            producer.newMessage()
                    .key("key-" + i % 7)
                    .value(Integer.toString(i).getBytes(UTF_8))
                    .send();
        }
    }

    private static List<Integer> distinct(RecordingIntake intake) {
        return intake.taken().stream().map(CutConnectionIT::number).distinct().toList();
    }

    private static int number(Delivery delivery) {
        return Integer.parseInt(new String(delivery.body(), UTF_8));
    }

    private static Map<String, List<Integer>> firstByKey(RecordingIntake intake) {
        return distinct(intake).stream().collect(groupingBy(number -> "key-" + number % 7));
    }

    private static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
