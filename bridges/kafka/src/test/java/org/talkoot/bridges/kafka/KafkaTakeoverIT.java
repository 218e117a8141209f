package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.kafka.KafkaBroker;
import org.talkoot.testkit.process.ChildJvm;

/**
 * A process that takes records is killed while they keep coming. How long it takes until all partitions flow again is
 * printed; that they do is asserted.
 */
final class KafkaTakeoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path directory;

    private static KafkaBroker broker;

    private final KafkaSandbox sandbox = new KafkaSandbox(broker, 16);
    private final List<Taker> takers = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    @BeforeAll
    static void startTheBroker() throws IOException {
        broker = KafkaBroker.start(directory);
    }

    @AfterAll
    static void stopTheBroker() {
        broker.close();
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
        producer.close(Duration.ZERO);
        takers.forEach(Taker::kill);
    }

    /** A record for each partition, again and again. */
    private void keepProducing() {
        var unused = clock.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < sandbox.partitions(); i++) {
                        producer.send(new ProducerRecord<>(sandbox.inTopic(), i, null, "x".getBytes(UTF_8)));
                    }
                },
                0,
                50,
                TimeUnit.MILLISECONDS);
    }

    @Test
    void takesAgainWhenTheKilledProcessComesBack(TestReporter reporter) throws IOException {
        Taker first = taker();
        keepProducing();
        first.awaitAllPartitions(Set.of());

        first.kill();
        long killed = System.nanoTime();
        Taker again = taker();
        again.awaitAllPartitions(Set.of());

        report(reporter, "the killed process comes back", killed);
    }

    @Test
    void takesAgainWhenAnotherProcessTakesOver(TestReporter reporter) throws IOException {
        Taker first = taker();
        keepProducing();
        first.awaitAllPartitions(Set.of());
        Taker other = taker();
        await().atMost(PATIENCE).until(() -> !other.partitions().isEmpty());
        Set<String> has = other.partitions();

        first.kill();
        long killed = System.nanoTime();
        other.awaitAllPartitions(has);

        assertThat(other.partitions()).hasSize(sandbox.partitions());
        report(reporter, "another process takes over", killed);
    }

    private static void report(TestReporter reporter, String what, long since) {
        String seconds = "%.1f s".formatted((System.nanoTime() - since) / 1e9);
        reporter.publishEntry("intake resumes when " + what, seconds);
        System.out.println("intake resumes when " + what + ": " + seconds);
    }

    private Taker taker() throws IOException {
        Path log = directory.resolve("taker-" + System.nanoTime() + ".log");
        ChildJvm jvm = ChildJvm.of(
                        SourceProcess.class,
                        broker.bootstrapServers(),
                        sandbox.inTopic(),
                        sandbox.settings().source().groupId())
                .with("-Xmx192m")
                .start(log);
        Taker taker = new Taker(jvm, log, sandbox.partitions());
        takers.add(taker);
        return taker;
    }

    private record Taker(ChildJvm jvm, Path log, int all) {

        void kill() {
            jvm.kill();
        }

        /** Of which it has taken anything. */
        Set<String> partitions() {
            try (var lines = Files.lines(log)) {
                return lines.filter(line -> line.startsWith("TAKEN "))
                        .map(line -> line.substring(0, line.lastIndexOf('@')))
                        .collect(Collectors.toSet());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void awaitAllPartitions(Set<String> besides) {
            jvm.awaitThat(
                    PATIENCE, () -> partitions().size() == all && partitions().containsAll(besides));
        }
    }
}
