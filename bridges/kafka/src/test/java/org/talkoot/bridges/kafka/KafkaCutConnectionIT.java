package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.bridges.kafka.KafkaSourceFixture.awaiting;
import static org.talkoot.bridges.kafka.KafkaSourceFixture.bodies;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.testkit.bus.CutLine;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.bus.SinkFixture.Written;
import org.talkoot.testkit.kafka.KafkaBroker;

/** Connections that end in the middle of what goes over them, while the broker is there all the time. */
final class KafkaCutConnectionIT {

    @TempDir
    static Path directory;

    private static CutLine line;
    private static KafkaBroker broker;
    private static ActorSystem<Void> system;

    @BeforeAll
    static void startTheBroker() throws IOException {
        line = new CutLine();
        broker = KafkaBroker.startBehind(line, directory);
        system = ActorSystem.create(
                Behaviors.empty(),
                "kafka-cut",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stopTheBroker() throws IOException {
        system.terminate();
        broker.close();
        line.close();
    }

    @Test
    void theOrderIsKeptWhileConnectionsAreCutAgainAndAgain() {
        RecordingIntake intake = RecordingIntake.completing();
        try (KafkaSourceFixture fixture = new KafkaSourceFixture(system, broker);
                EventSource source = fixture.source()) {
            source.start(intake);
            for (int part = 0; part < 3; part++) {
                numbers(50 * part, 50 * part + 50)
                        .forEach(number -> fixture.put("one", number.getBytes(UTF_8), Map.of()));
                String enough = Integer.toString(50 * part + 10);
                awaiting().until(() -> bodies(intake).contains(enough));
                line.cut();
            }

            awaiting().until(() -> bodies(intake).containsAll(numbers(0, 150)));
            assertThat(bodies(intake).stream().distinct().toList()).isEqualTo(numbers(0, 150));
            awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
        }
    }

    @Test
    void aSinkGoesOnAfterItsMarkAndAReaderSeesEachOnce() {
        KafkaSandbox sandbox = new KafkaSandbox(broker, 16);
        String topic = sandbox.newTopic();
        try (KafkaSink sink = new KafkaSink(
                "out",
                "journal",
                sandbox.settings(),
                out -> new WireMessage(out.event().id().getBytes(UTF_8), Map.of()))) {
            for (int position = 1; position <= 20; position++) {
                int next = position;
                if (position % 5 == 0) {
                    line.cut();
                }
                awaiting().ignoreExceptionsInstanceOf(BusException.class).until(() -> isWritten(sink, topic, next));
            }

            assertThat(sandbox.read(topic))
                    .extracting(Written::eventId)
                    .containsExactlyElementsOf(
                            numbers(1, 21).stream().map(number -> "e-" + number).toList());
        }
    }

    /** As whoever runs a sink does it: opened anew, it says how far it is. */
    private static boolean isWritten(KafkaSink sink, String topic, int position) {
        long mark = sink.open().map(JournalMark::position).orElse(0L);
        if (mark < position) {
            sink.write(List.of(TestEvents.event(topic, position)), new JournalMark(position, "m" + position));
        }
        return true;
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
