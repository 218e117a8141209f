package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.bridges.nats.NatsSourceFixture.awaiting;

import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.RetentionPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.nats.NatsServer;

/** What the server counts of a record, so that one that ends nodes is buried and no other. */
final class DeliveryCountsIT {

    /** More than {@code max_deliver} would usually be. */
    private static final int DEATHS = 12;

    @TempDir
    Path directory;

    private NatsServer server;

    @BeforeEach
    void start() throws IOException {
        server = NatsServer.start(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theConsumerCountsWithoutEndAndWaitsAsDeclared() throws Exception {
        try (NatsSourceFixture fixture = new NatsSourceFixture(server, RetentionPolicy.Limits, "7 seconds")) {
            fixture.taken("before", 1);

            ConsumerConfiguration consumer = consumer(fixture).getConsumerConfiguration();
            assertThat(consumer.getMaxDeliver()).isEqualTo(-1);
            assertThat(consumer.getBackoff()).isEmpty();
            assertThat(consumer.getAckWait()).isEqualTo(Duration.ofSeconds(7));
            assertThat(consumer.getMaxAckPending()).isEqualTo(NatsSourceFixture.IN_FLIGHT);
        }
    }

    @Test
    void eachNodeThatDiesOfARecordIsCountedAndTheRecordStillComes() throws Exception {
        try (NatsSourceFixture fixture = new NatsSourceFixture(server)) {
            fixture.taken("before", 1);
            fixture.put("one", "deadly".getBytes(UTF_8), Map.of());

            assertThat(dieOfIt(fixture, DEATHS)).isEqualTo(DEATHS);

            assertThat(next(fixture).deliveries()).isEqualTo(DEATHS + 1);
        }
    }

    @Test
    void aServerThatIsKilledKnowsWhatItHadWrittenDown() throws Exception {
        try (NatsSourceFixture fixture = new NatsSourceFixture(server)) {
            fixture.taken("before", 1);
            fixture.put("one", "deadly".getBytes(UTF_8), Map.of());
            dieOfIt(fixture, 5);
            Instant counted = Instant.now();
            awaiting().until(() -> writtenDown().isAfter(counted));

            server.off();
            server.on();

            // the last delivery of all may be counted after the state was written
            assertThat(next(fixture).deliveries()).isBetween(5, 6);
        }
    }

    /** A refusal says nothing about the record: the node has it all the time, and the server knows. */
    @Test
    void whatTheIntakeRefusesIsHandedOverAgainAndNotCounted() throws Exception {
        AtomicInteger handed = new AtomicInteger();
        Intake refusing = delivery -> {
            handed.incrementAndGet();
            return CompletableFuture.failedFuture(new IllegalStateException("not now"));
        };
        try (NatsSourceFixture fixture = new NatsSourceFixture(server, RetentionPolicy.Limits, "1 second")) {
            fixture.taken("before", 1);
            fixture.put("one", "refused".getBytes(UTF_8), Map.of());
            try (EventSource source = fixture.source()) {
                source.start(refusing);
                // beyond the time after which the server gives to others what nobody speaks of
                awaiting().until(() -> handed.get() >= 4);
            }

            assertThat(consumer(fixture).getRedelivered()).isZero();
        }
    }

    /** As whoever takes the record and is gone; the server gives it to the next at once. */
    private static int dieOfIt(NatsSourceFixture fixture, int times) throws Exception {
        JetStreamSubscription node = fixture.sandbox
                .connection()
                .jetStream()
                .subscribe(null, PullSubscribeOptions.bind(fixture.sandbox.inStream(), fixture.consumer()));
        int count = 0;
        for (int i = 0; i < times; i++) {
            List<Message> taken = node.fetch(1, Duration.ofSeconds(10));
            assertThat(taken).hasSize(1);
            count = (int) taken.getFirst().metaData().deliveredCount();
            taken.getFirst().nakWithDelay(Duration.ofMillis(10));
        }
        fixture.sandbox.connection().flush(Duration.ofSeconds(5));
        return count;
    }

    private static Delivery next(NatsSourceFixture fixture) {
        RecordingIntake intake = RecordingIntake.completing();
        try (EventSource source = fixture.source()) {
            source.start(intake);
            awaiting().until(() -> !intake.taken().isEmpty());
            return intake.taken().getFirst();
        }
    }

    private static ConsumerInfo consumer(NatsSourceFixture fixture) throws Exception {
        return fixture.sandbox.management().getConsumerInfo(fixture.sandbox.inStream(), fixture.consumer());
    }

    /** When the server wrote the state of its consumers last. */
    private Instant writtenDown() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith("o.dat"))
                    .map(DeliveryCountsIT::lastModified)
                    .map(FileTime::toInstant)
                    .max(Instant::compareTo)
                    .orElse(Instant.MIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
