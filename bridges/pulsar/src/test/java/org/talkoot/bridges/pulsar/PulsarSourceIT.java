package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.pulsar.PulsarServer;

/** What a source of Pulsar does beside what every source owes. */
final class PulsarSourceIT {

    @TempDir
    static Path directory;

    private static PulsarServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = PulsarServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void showsHowFarItIsBehindWhileTheIntakeCompletesNothing() {
        MeterRegistry meters = new SimpleMeterRegistry();
        RecordingIntake intake = RecordingIntake.holding();
        try (PulsarSourceFixture fixture = new PulsarSourceFixture(server);
                EventSource source = fixture.source(meters)) {
            put(fixture, 0, 50);
            source.start(intake);

            PulsarSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(lag(meters)).isEqualTo(50));
            assertThat(meters.get(BacklogProbe.OLDEST).gauge().value()).isPositive();
            intake.release();
            PulsarSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(lag(meters)).isZero());
            assertThat(meters.get(BacklogProbe.OLDEST).gauge().value()).isZero();
        }
    }

    @Test
    void givesUpWhatItCanNoLongerAcknowledge() {
        RecordingIntake intake = RecordingIntake.holding();
        try (PulsarSourceFixture fixture = new PulsarSourceFixture(server)) {
            EventSource source = fixture.source();
            put(fixture, 0, 4);
            source.start(intake);
            PulsarSourceFixture.awaiting().until(() -> intake.open() == 4);

            source.close();

            PulsarSourceFixture.awaiting().until(() -> intake.givenUp() == 4);
        }
    }

    @Test
    void twoNodesShareTheKeysAndEachKeyKeepsItsOrder() {
        RecordingIntake one = RecordingIntake.completing();
        RecordingIntake other = RecordingIntake.completing();
        try (PulsarSourceFixture fixture = new PulsarSourceFixture(server);
                EventSource here = fixture.source();
                EventSource there = fixture.source()) {
            here.start(one);
            put(fixture, 0, 200);
            there.start(other);
            put(fixture, 200, 400);

            PulsarSourceFixture.awaiting()
                    .until(() -> one.taken().size() + other.taken().size() >= 400);
            assertThat(other.taken()).isNotEmpty();
            assertThat(Stream.concat(one.taken().stream(), other.taken().stream())
                            .toList())
                    .hasSize(400);
            assertThat(byKey(Stream.concat(one.taken().stream(), other.taken().stream()))
                            .values())
                    .allSatisfy(numbers -> assertThat(numbers).isSorted());
        }
    }

    /** If this fails, Pulsar counts what dies with its consumer, and docs/pulsar.md has good news to tell. */
    @Test
    void whatANodeLeavesBehindComesToAnotherAndTheBrokerDoesNotCountIt() {
        RecordingIntake one = RecordingIntake.holding();
        RecordingIntake other = RecordingIntake.completing();
        try (PulsarSourceFixture fixture = new PulsarSourceFixture(server);
                EventSource there = fixture.source()) {
            EventSource here = fixture.source();
            here.start(one);
            put(fixture, 0, 1);
            PulsarSourceFixture.awaiting().until(() -> one.open() == 1);
            there.start(other);
            put(fixture, 1, 20);
            PulsarSourceFixture.awaiting().until(() -> !other.taken().isEmpty());

            here.close();

            PulsarSourceFixture.awaiting().until(() -> other.taken().size() == 20);
            assertThat(one.taken().getFirst().deliveries()).isEqualTo(1);
            assertThat(other.taken())
                    .filteredOn(delivery -> new String(delivery.body(), UTF_8).equals("0"))
                    .singleElement()
                    .satisfies(again -> assertThat(again.deliveries()).isEqualTo(1));
        }
    }

    @Test
    void aLaneWhoseMessagesAreRefusedWaitsAndTheOthersGoOn() {
        MeterRegistry meters = new SimpleMeterRegistry();
        RecordingIntake others = RecordingIntake.completing();
        AtomicBoolean refuses = new AtomicBoolean(true);
        Intake intake = delivery -> refuses.get() && "key-0".equals(delivery.key())
                ? CompletableFuture.failedFuture(new IllegalStateException("not this one"))
                : others.take(delivery);
        try (PulsarSourceFixture fixture = new PulsarSourceFixture(server);
                EventSource source = fixture.source(meters)) {
            source.start(intake);
            fixture.put("key-0", "0".getBytes(UTF_8), Map.of());
            PulsarSourceFixture.awaiting().until(() -> refused(meters) == 1);

            put(fixture, 20, 40);

            // twenty keys are shared by three lanes, one of which waits
            PulsarSourceFixture.awaiting().until(() -> others.taken().size() >= 5);
            assertThat(source.health().problem().orElse("")).contains("not this one");
            assertThat(PulsarSourceFixture.bodies(others)).doesNotContain("20");
            refuses.set(false);

            PulsarSourceFixture.awaiting().until(() -> others.taken().size() == 21);
            assertThat(byKey(others.taken().stream()).get("key-0")).containsExactly(0, 20);
            PulsarSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(source.health()).isEqualTo(new BridgeHealth.Flowing()));
            assertThat(refused(meters)).isZero();
        }
    }

    private static void put(PulsarSourceFixture fixture, int from, int to) {
        IntStream.range(from, to)
                .forEach(i -> fixture.put("key-" + i % 20, Integer.toString(i).getBytes(UTF_8), Map.of()));
    }

    private static Map<String, List<Integer>> byKey(Stream<Delivery> taken) {
        return taken.collect(groupingBy(
                delivery -> String.valueOf(delivery.key()),
                mapping(delivery -> Integer.parseInt(new String(delivery.body(), UTF_8)), toList())));
    }

    private static double refused(MeterRegistry meters) {
        return meters.get(BacklogProbe.REFUSED).gauge().value();
    }

    private static double lag(MeterRegistry meters) {
        return meters.find(BacklogProbe.LAG).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }
}
