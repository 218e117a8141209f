package org.talkoot.gateway.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.ConfigFactory;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

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
import org.talkoot.core.bus.EventSource;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.EventSourceConformance;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.bus.SourceFixture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

final class KafkaSourceIT extends EventSourceConformance {

    private static final int IN_FLIGHT = 16;

    @TempDir static Path directory;

    private static KafkaBroker broker;
    private static ActorSystem<Void> system;

    @BeforeAll
    static void startTheBroker() throws IOException {
        broker = KafkaBroker.start(directory);
        system =
                ActorSystem.create(
                        Behaviors.empty(),
                        "kafka-source",
                        ConfigFactory.parseString("pekko.actor.provider = local")
                                .withFallback(ConfigFactory.load()));
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
                EventSource source = new KafkaSource(system, fixture.sandbox.settings(), meters)) {
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

    private static double lag(MeterRegistry meters) {
        return meters.find(LagProbe.LAG).gauges().stream().mapToDouble(Gauge::value).sum();
    }

    private static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private static final class Fixture implements SourceFixture {

        private final KafkaSandbox sandbox = new KafkaSandbox(broker, IN_FLIGHT);
        private final KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());

        @Override
        public EventSource source() {
            return new KafkaSource(system, sandbox.settings(), new SimpleMeterRegistry());
        }

        @Override
        public void put(@Nullable String key, byte[] body, Map<String, String> headers) {
            byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
            var record = new ProducerRecord<>(sandbox.inTopic(), keyBytes, body);
            headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
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
