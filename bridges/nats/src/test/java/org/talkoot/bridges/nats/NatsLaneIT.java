package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.bridges.nats.NatsSourceFixture.awaiting;
import static org.talkoot.bridges.nats.NatsSourceFixture.bodies;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.RetentionPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;
import org.talkoot.testkit.bus.CutLine;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.nats.NatsServer;

/** What a lane of NATS does beside what every source owes. */
final class NatsLaneIT {

    @TempDir
    static Path directory;

    private static NatsServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = NatsServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void showsHowFarItIsBehindWhileTheIntakeCompletesNothing() {
        MeterRegistry meters = new SimpleMeterRegistry();
        RecordingIntake intake = RecordingIntake.holding();
        try (NatsSourceFixture fixture = new NatsSourceFixture(server);
                EventSource source = fixture.source(meters)) {
            put(fixture, 0, 40);
            source.start(intake);

            awaiting().untilAsserted(() -> assertThat(lag(meters)).isEqualTo(40));
            awaiting().until(() -> intake.open() > 0);
            assertThat(meters.get(NatsMeters.OLDEST).gauge().value()).isPositive();
            intake.release();
            awaiting().untilAsserted(() -> assertThat(lag(meters)).isZero());
            assertThat(meters.get(NatsMeters.OLDEST).gauge().value()).isZero();
        }
    }

    @Test
    void beginsWithWhatAFormerOwnerHasTakenAndNotAcknowledged() throws Exception {
        RecordingIntake intake = RecordingIntake.completing();
        try (NatsSourceFixture fixture = new NatsSourceFixture(server)) {
            fixture.taken("before", 1);
            put(fixture, 0, 10);
            JetStreamSubscription killed = fixture.sandbox
                    .connection()
                    .jetStream()
                    .subscribe(null, PullSubscribeOptions.bind(fixture.sandbox.inStream(), fixture.consumer()));
            assertThat(killed.fetch(5, Duration.ofSeconds(10))).hasSize(5);

            try (EventSource source = fixture.source()) {
                source.start(intake);

                awaiting().until(() -> intake.taken().size() >= 10);
            }
            assertThat(bodies(intake)).isEqualTo(numbers(0, 10));
            assertThat(intake.taken().subList(0, 5)).allMatch(again -> again.deliveries() >= 2);
        }
    }

    @Test
    void keepsTheOrderWhileItsConnectionIsCutAgainAndAgain() throws Exception {
        RecordingIntake intake = RecordingIntake.completing();
        try (NatsSourceFixture fixture = new NatsSourceFixture(server);
                CutLine proxy = new CutLine(server.port());
                EventSource source = fixture.source(through(proxy), new SimpleMeterRegistry())) {
            source.start(intake);
            for (int i = 0; i < 3; i++) {
                int part = i;
                put(fixture, 50 * i, 50 * i + 50);
                awaiting().until(() -> bodies(intake).contains(Integer.toString(50 * part + 10)));
                proxy.cut();
            }

            awaiting().until(() -> bodies(intake).containsAll(numbers(0, 150)));
            assertThat(bodies(intake).stream().distinct().toList()).isEqualTo(numbers(0, 150));
            awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
        }
    }

    @Test
    void losesNothingWhileTwoTakeTheSameLane() {
        RecordingIntake one = RecordingIntake.completing();
        RecordingIntake other = RecordingIntake.completing();
        try (NatsSourceFixture fixture = new NatsSourceFixture(server);
                EventSource living = fixture.source()) {
            EventSource former = fixture.source();
            former.start(one);
            living.start(other);
            put(fixture, 0, 200);
            awaiting().until(() -> bodies(one).size() + bodies(other).size() >= 100);
            former.close();

            awaiting()
                    .until(() -> numbers(0, 200).stream()
                            .allMatch(n ->
                                    bodies(one).contains(n) || bodies(other).contains(n)));
            assertThat(bodies(one).stream().distinct().map(Integer::parseInt)).isSorted();
            assertThat(bodies(other).stream().distinct().map(Integer::parseInt)).isSorted();
        }
    }

    @Test
    void tellsTheServerThatSomebodyIsAtItWhileTheIntakeHoldsARecord() throws Exception {
        RecordingIntake intake = RecordingIntake.holding();
        try (NatsSourceFixture fixture = new NatsSourceFixture(server, RetentionPolicy.WorkQueue, "1 second");
                EventSource source = fixture.source()) {
            put(fixture, 0, 3);
            source.start(intake);
            awaiting().until(() -> intake.open() == 3);

            awaiting().during(Duration.ofSeconds(3)).untilAsserted(() -> {
                ConsumerInfo consumer =
                        fixture.sandbox.management().getConsumerInfo(fixture.sandbox.inStream(), fixture.consumer());
                assertThat(consumer.getRedelivered()).isZero();
                assertThat(consumer.getNumAckPending()).isEqualTo(3);
            });
            intake.release();
            awaiting()
                    .untilAsserted(() -> assertThat(fixture.sandbox
                                    .management()
                                    .getStreamInfo(fixture.sandbox.inStream())
                                    .getStreamState()
                                    .getMsgCount())
                            .isZero());
        }
    }

    @Test
    void aRestoredJournalTakesAgainWhatItHasLost() {
        try (NatsSourceFixture fixture = new NatsSourceFixture(server)) {
            fixture.taken("a", 10);
            Map<String, Long> backup = fixture.watermarks.all();
            fixture.taken("b", 3);
            fixture.watermarks.restore(backup);

            assertThat(fixture.takenNext("c")).containsExactly("b", "b", "b", "c");
        }
    }

    @Test
    void aConsumerThatIsGoneIsMadeAgainWhereTheJournalStands() throws Exception {
        try (NatsSourceFixture fixture = new NatsSourceFixture(server)) {
            fixture.taken("a", 10);
            boolean unused =
                    fixture.sandbox.management().deleteConsumer(fixture.sandbox.inStream(), fixture.consumer());

            assertThat(fixture.takenNext("b")).containsExactly("b");
        }
    }

    @Test
    void aStreamThatIsMadeAnewIsTakenFromItsBeginning() {
        try (NatsSourceFixture fixture = new NatsSourceFixture(server)) {
            fixture.taken("a", 10);
            fixture.sandbox.deleteInStream();
            fixture.sandbox.createInStream(RetentionPolicy.Limits);

            assertThat(fixture.takenNext("b")).containsExactly("b");
        }
    }

    @Test
    void aStreamThatEndsBeforeWhatWasTakenIsRefusedAndSaysSo() {
        try (NatsSourceFixture fixture = new NatsSourceFixture(server)) {
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
    void aLaneWhoseRecordIsRefusedWaitsBehindItAndSaysSo() {
        MeterRegistry meters = new SimpleMeterRegistry();
        RecordingIntake taken = RecordingIntake.completing();
        AtomicBoolean refuses = new AtomicBoolean(true);
        Intake intake = delivery -> refuses.get()
                ? CompletableFuture.failedFuture(new IllegalStateException("not this one"))
                : taken.take(delivery);
        try (NatsSourceFixture fixture = new NatsSourceFixture(server);
                EventSource source = fixture.source(meters)) {
            put(fixture, 0, 3);
            source.start(intake);

            awaiting().until(() -> meters.get(NatsMeters.REFUSED).gauge().value() == 1);
            assertThat(source.health().problem().orElse("")).contains("tasks: not this one");
            refuses.set(false);
            awaiting().until(() -> bodies(taken).containsAll(numbers(0, 3)));
            awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
        }
    }

    @Test
    void takesFromTheSubjectWhatTheEventDoesNotSay() {
        RecordingIntake intake = RecordingIntake.completing();
        try (NatsSourceFixture fixture = new NatsSourceFixture(server);
                EventSource source = fixture.source()) {
            String stream = fixture.sandbox.inStream();
            fixture.sandbox.raw().put(stream + ".order=3A7.messages", "a".getBytes(UTF_8), Map.of());
            fixture.sandbox.raw().put(stream + ".triage.events", "b".getBytes(UTF_8), Map.of());
            fixture.sandbox.raw().put(stream + ".triage.events", "c".getBytes(UTF_8), Map.of("Target-Agent", "other"));
            source.start(intake);

            awaiting().until(() -> intake.taken().size() == 3);
            assertThat(intake.taken()).extracting(Delivery::key).containsExactly("order:7", null, null);
            assertThat(intake.taken().get(1).headers()).containsEntry("target-agent", "triage");
            assertThat(intake.taken().get(2).headers()).containsOnlyKeys("Target-Agent");
            assertThat(intake.taken().getFirst().place()).hasToString("nats:%s@1".formatted(stream));
            assertThat(intake.taken().getFirst().at()).isNotNull();
        }
    }

    @Test
    void headersThatTheClientCannotReadStopNobody() {
        RecordingIntake intake = RecordingIntake.completing();
        try (NatsSourceFixture fixture = new NatsSourceFixture(server);
                EventSource source = fixture.source()) {
            RawClient raw = fixture.sandbox.raw();
            String subject = fixture.sandbox.inStream() + ".order.messages";
            raw.put(subject, "a".getBytes(UTF_8), Map.of("City", "Z\u00fcrich", "Stra\u00dfe", "x"));
            raw.put(subject, "b".getBytes(UTF_8), Map.of("City", "x\r\nnonsense\r\n: y\u0001"));
            raw.put(subject, "c".getBytes(UTF_8), Map.of("", "x"));
            put(fixture, 0, 2);
            source.start(intake);

            awaiting().until(() -> bodies(intake).size() == 5);
            assertThat(bodies(intake)).containsExactly("a", "b", "c", "0", "1");
            assertThat(intake.taken().getFirst().headers()).containsEntry("City", "Z\u00fcrich");
            assertThat(source.health()).isInstanceOf(BridgeHealth.Flowing.class);
        }
    }

    private static Link through(CutLine proxy) {
        return new Link(NatsSandbox.access("nats://127.0.0.1:" + proxy.port()));
    }

    private static void put(NatsSourceFixture fixture, int from, int to) {
        for (int i = from; i < to; i++) {
            fixture.put("key-" + i % 3, Integer.toString(i).getBytes(UTF_8), Map.of());
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static double lag(MeterRegistry meters) {
        return meters.find(NatsMeters.LAG).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }
}
