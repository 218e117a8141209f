package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.kafka.KafkaBroker;

/** What a source of Kafka does beside what every source owes. */
final class KafkaSourceIT {

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

    @Test
    void showsHowFarItIsBehindWhileTheIntakeCompletesNothing() {
        MeterRegistry meters = new SimpleMeterRegistry();
        RecordingIntake intake = RecordingIntake.holding();
        try (KafkaSourceFixture fixture = new KafkaSourceFixture(system, broker);
                EventSource source = new KafkaSource(system, fixture.sandbox.settings(), fixture.watermarks, meters)) {
            for (int i = 0; i < 100; i++) {
                fixture.put("one", "body".getBytes(UTF_8), Map.of());
            }
            source.start(intake);

            KafkaSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(lag(meters)).isEqualTo(100));
            assertThat(meters.get(LagProbe.OLDEST).gauge().value()).isPositive();
            intake.release();
            KafkaSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(lag(meters)).isZero());
            assertThat(meters.get(LagProbe.OLDEST).gauge().value()).isZero();
        }
    }

    @Test
    void givesUpWhatItCanNoLongerAcknowledge() {
        RecordingIntake intake = RecordingIntake.holding();
        try (KafkaSourceFixture fixture = new KafkaSourceFixture(system, broker)) {
            EventSource source = fixture.source();
            for (int i = 0; i < 4; i++) {
                fixture.put("one", "body".getBytes(UTF_8), Map.of());
            }
            source.start(intake);
            KafkaSourceFixture.awaiting().until(() -> intake.open() == 4);

            source.close();

            KafkaSourceFixture.awaiting().until(() -> intake.givenUp() == 4);
        }
    }

    @Test
    void aGroupThatLostItsOffsetsGoesOnWhereTheJournalStands() {
        try (KafkaSourceFixture fixture = new KafkaSourceFixture(system, broker)) {
            fixture.taken("a", 10);
            fixture.sandbox.forgetTheGroup();

            assertThat(fixture.takenNext("b")).containsExactly("b");
        }
    }

    @Test
    void aRestoredJournalTakesAgainWhatItHasLost() {
        try (KafkaSourceFixture fixture = new KafkaSourceFixture(system, broker)) {
            fixture.taken("a", 10);
            Map<String, Long> backup = fixture.watermarks.all();
            fixture.taken("b", 3);
            fixture.watermarks.restore(backup);

            assertThat(fixture.takenNext("c")).containsExactly("b", "b", "b", "c");
        }
    }

    @Test
    void aTopicThatIsMadeAnewIsTakenFromItsBeginning() {
        try (KafkaSourceFixture fixture = new KafkaSourceFixture(system, broker)) {
            fixture.taken("a", 10);
            fixture.sandbox.makeTheTopicAnew();

            assertThat(fixture.takenNext("b")).containsExactly("b");
        }
    }

    @Test
    void aTopicThatEndsBeforeWhatWasTakenIsRefusedAndSaysSo() {
        try (KafkaSourceFixture fixture = new KafkaSourceFixture(system, broker)) {
            fixture.taken("a", 10);
            fixture.watermarks
                    .all()
                    .forEach((log, next) ->
                            fixture.watermarks.advance(log, next + 1_000).join());

            try (EventSource source = fixture.source()) {
                source.start(RecordingIntake.completing());

                KafkaSourceFixture.awaiting()
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
        try (KafkaSourceFixture fixture = new KafkaSourceFixture(system, broker);
                EventSource source = new KafkaSource(system, fixture.sandbox.settings(), fixture.watermarks, meters)) {
            fixture.putEverywhere("first");
            source.start(intake);
            KafkaSourceFixture.awaiting().until(() -> refused(meters) == 1);
            fixture.putEverywhere("second");

            KafkaSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(KafkaSourceFixture.bodies(others))
                            .containsExactlyInAnyOrder("first/1", "second/1", "first/2", "second/2"));
            assertThat(source.health().problem().orElse("")).contains("-0: not this one");
            refuses.set(false);

            KafkaSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(KafkaSourceFixture.bodies(others))
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
}
