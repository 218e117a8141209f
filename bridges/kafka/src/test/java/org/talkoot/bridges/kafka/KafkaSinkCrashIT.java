package org.talkoot.bridges.kafka;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.bus.EventSink;
import org.talkoot.testkit.bus.SinkFixture.Written;
import org.talkoot.testkit.kafka.KafkaBroker;
import org.talkoot.testkit.process.ChildJvm;

/** A process that writes is killed again and again, with a transaction open most of the time. */
final class KafkaSinkCrashIT {

    private static final int KILLS = 5;

    @TempDir
    static Path directory;

    private static KafkaBroker broker;

    @BeforeAll
    static void startTheBroker() throws IOException {
        broker = KafkaBroker.start(directory);
    }

    @AfterAll
    static void stopTheBroker() {
        broker.close();
    }

    @Test
    void showsEachEventOnceToAReaderOfWhatIsCommitted() throws IOException {
        KafkaSandbox sandbox = new KafkaSandbox(broker, 16);
        String topic = sandbox.newTopic();
        String progress = sandbox.settings().sink().progressTopic();

        for (int kill = 0; kill < KILLS; kill++) {
            ChildJvm writer = launch(progress, topic);
            long before = sandbox.end(topic);
            writer.awaitThat(Duration.ofSeconds(60), () -> sandbox.end(topic) > before + 200);
            writer.kill();
        }
        long last = finish(progress, topic);

        List<Written> read = sandbox.read(topic);
        assertThat(read)
                .extracting(written -> Long.parseLong(written.eventId()))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
        assertThat(byKey(read).values())
                .allSatisfy(ids -> assertThat(ids).isSortedAccordingTo(Comparator.naturalOrder()));
    }

    private static long finish(String progress, String topic) {
        KafkaSettings settings = SinkProcess.settings(broker.bootstrapServers(), progress);
        try (EventSink sink = SinkProcess.sink(settings)) {
            long position = sink.open().orElseThrow().position();
            sink.write(SinkProcess.events(topic, position + 1, position + 10), SinkProcess.at(position + 10));
            return position + 10;
        }
    }

    private static Map<String, List<Long>> byKey(List<Written> written) {
        return written.stream()
                .collect(groupingBy(Written::key, mapping(one -> Long.parseLong(one.eventId()), toList())));
    }

    private static ChildJvm launch(String progress, String topic) throws IOException {
        return ChildJvm.of(SinkProcess.class, broker.bootstrapServers(), progress, topic)
                .with("-Xmx128m")
                .start(directory.resolve("writer.log"));
    }
}
