package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.EventSourceConformance;
import org.talkoot.testkit.bus.InMemoryWatermarks;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.kafka.KafkaBroker;

final class KafkaSourceIT extends EventSourceConformance {

    private static final int IN_FLIGHT = 16;

    @TempDir
    static Path directory;

    private static KafkaBroker broker;
    private static ActorSystem<Void> system;

    @BeforeAll
    static void startTheBroker() throws IOException {
        broker = KafkaBroker.start(directory);
        system = ActorSystem.create(
                Behaviors.empty(),
                "kafka-source",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stopTheBroker() {
        system.terminate();
        broker.close();
    }

    @Override
    protected SourceFixture createFixture() {
        return new Fixture();
    }

    @Test
    void showsHowFarItIsBehindWhileTheIntakeCompletesNothing() {
        MeterRegistry meters = new SimpleMeterRegistry();
        RecordingIntake intake = RecordingIntake.holding();
        try (Fixture fixture = new Fixture();
                EventSource source = new KafkaSource(system, fixture.sandbox.settings(), fixture.watermarks, meters)) {
            for (int i = 0; i < 100; i++) {
                fixture.put("one", "body".getBytes(UTF_8), Map.of());
            }
            source.start(intake);

            awaiting().untilAsserted(() -> assertThat(lag(meters)).isEqualTo(100));
            assertThat(meters.get(LagProbe.OLDEST).gauge().value()).isPositive();
            intake.release();
            awaiting().untilAsserted(() -> assertThat(lag(meters)).isZero());
            assertThat(meters.get(LagProbe.OLDEST).gauge().value()).isZero();
        }
    }

    @Test
    void givesUpWhatItCanNoLongerAcknowledge() {
        RecordingIntake intake = RecordingIntake.holding();
        try (Fixture fixture = new Fixture()) {
            EventSource source = fixture.source();
            for (int i = 0; i < 4; i++) {
                fixture.put("one", "body".getBytes(UTF_8), Map.of());
            }
            source.start(intake);
            awaiting().until(() -> intake.open() == 4);

            source.close();

            awaiting().until(() -> intake.givenUp() == 4);
        }
    }

    @Test
    void aGroupThatLostItsOffsetsGoesOnWhereTheJournalStands() {
        try (Fixture fixture = new Fixture()) {
            fixture.taken("a", 10);
            fixture.sandbox.forgetTheGroup();

            assertThat(fixture.takenNext("b")).containsExactly("b");
        }
    }

    @Test
    void aRestoredJournalTakesAgainWhatItHasLost() {
        try (Fixture fixture = new Fixture()) {
            fixture.taken("a", 10);
            Map<String, Long> backup = fixture.watermarks.all();
            fixture.taken("b", 3);
            fixture.watermarks.restore(backup);

            assertThat(fixture.takenNext("c")).containsExactly("b", "b", "b", "c");
        }
    }

    @Test
    void aTopicThatIsMadeAnewIsTakenFromItsBeginning() {
        try (Fixture fixture = new Fixture()) {
            fixture.taken("a", 10);
            fixture.sandbox.makeTheTopicAnew();

            assertThat(fixture.takenNext("b")).containsExactly("b");
        }
    }

    @Test
    void aTopicThatEndsBeforeWhatWasTakenIsRefusedAndSaysSo() {
        try (Fixture fixture = new Fixture()) {
            fixture.taken("a", 10);
            fixture.watermarks
                    .all()
                    .forEach((log, next) ->
                            fixture.watermarks.advance(log, next + 1_000).join());

            try (EventSource source = fixture.source()) {
                source.start(RecordingIntake.completing());

                awaiting()
                        .untilAsserted(
                                () -> assertThat(source.health().problem().orElse(""))
                                        .contains("lost records or was set back"));
            }
        }
    }

    @Test
    void aPartitionWhoseRecordsAreRefusedWaitsAndTheOthersGoOn() {
        MeterRegistry meters = new SimpleMeterRegistry();
        RecordingIntake others = RecordingIntake.completing();
        AtomicBoolean refuses = new AtomicBoolean(true);
        Intake intake = delivery -> refuses.get() && delivery.place().log().endsWith("/0")
                ? CompletableFuture.failedFuture(new IllegalStateException("not this one"))
                : others.take(delivery);
        try (Fixture fixture = new Fixture();
                EventSource source = new KafkaSource(system, fixture.sandbox.settings(), fixture.watermarks, meters)) {
            fixture.putEverywhere("first");
            source.start(intake);
            awaiting().until(() -> refused(meters) == 1);
            fixture.putEverywhere("second");

            awaiting()
                    .untilAsserted(() -> assertThat(Fixture.bodies(others))
                            .containsExactlyInAnyOrder("first/1", "second/1", "first/2", "second/2"));
            assertThat(source.health().problem().orElse("")).contains("-0: not this one");
            refuses.set(false);

            awaiting()
                    .untilAsserted(() -> assertThat(Fixture.bodies(others))
                            .containsExactlyInAnyOrder(
                                    "first/0", "second/0", "first/1", "second/1", "first/2", "second/2"));
            assertThat(source.health()).isEqualTo(new BridgeHealth.Flowing());
            assertThat(refused(meters)).isZero();
        }
    }

    private static double refused(MeterRegistry meters) {
        return meters.get(LagProbe.REFUSED).gauge().value();
    }

    private static double lag(MeterRegistry meters) {
        return meters.find(LagProbe.LAG).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private static final class Fixture implements SourceFixture {

        private final KafkaSandbox sandbox = new KafkaSandbox(broker, IN_FLIGHT);
        private final InMemoryWatermarks watermarks = new InMemoryWatermarks();
        private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());

        /** So many records of one key, taken and committed. */
        void taken(String body, int records) {
            RecordingIntake intake = RecordingIntake.completing();
            try (EventSource source = source()) {
                for (int i = 0; i < records; i++) {
                    put("one", body.getBytes(UTF_8), Map.of());
                }
                long before = all();
                source.start(intake);
                awaiting().until(() -> count(intake, body) == records);
                awaiting().until(() -> all() >= before + records);
            }
        }

        private static long count(RecordingIntake intake, String body) {
            return bodies(intake).stream().filter(body::equals).count();
        }

        private long all() {
            return watermarks.all().values().stream().mapToLong(Long::longValue).sum();
        }

        /** What a new start takes up to one more record. */
        List<String> takenNext(String body) {
            RecordingIntake intake = RecordingIntake.completing();
            try (EventSource source = source()) {
                put("one", body.getBytes(UTF_8), Map.of());
                source.start(intake);
                awaiting().until(() -> bodies(intake).contains(body));
                return bodies(intake);
            }
        }

        private static List<String> bodies(RecordingIntake intake) {
            return intake.taken().stream()
                    .map(taken -> new String(taken.body(), UTF_8))
                    .toList();
        }

        @Override
        public EventSource source() {
            return new KafkaSource(system, sandbox.settings(), watermarks, new SimpleMeterRegistry());
        }

        @Override
        public void put(@Nullable String key, byte[] body, Map<String, String> headers) {
            byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
            var record = new ProducerRecord<>(sandbox.inTopic(), keyBytes, body);
            headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
            send(record);
        }

        /** One record in each partition, whose body says which. */
        void putEverywhere(String body) {
            for (int partition = 0; partition < sandbox.partitions(); partition++) {
                byte[] bytes = (body + "/" + partition).getBytes(UTF_8);
                send(new ProducerRecord<>(sandbox.inTopic(), partition, null, bytes));
            }
        }

        private void send(ProducerRecord<byte[], byte[]> record) {
            try {
                producer.send(record).get();
            } catch (Exception e) {
                throw new IllegalStateException("the broker did not take a record", e);
            }
        }

        @Override
        public int bound() {
            return sandbox.partitions() * IN_FLIGHT / 2;
        }

        @Override
        public BrokerSwitch broker() {
            return broker;
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
