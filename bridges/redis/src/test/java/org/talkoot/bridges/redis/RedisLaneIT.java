package org.talkoot.bridges.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.models.stream.PendingMessage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Intake;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.redis.RedisServer;

/** What a lane of Redis does beside what every source owes. */
final class RedisLaneIT {

    @TempDir
    static Path directory;

    private static RedisServer server;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = RedisServer.start(directory);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void aLaneIsTakenOverWithWhatItsFormerOwnerHadInOrderAndBeforeWhatIsNew() {
        RecordingIntake former = RecordingIntake.holding();
        RecordingIntake latter = RecordingIntake.completing();
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisLane frozen = sandbox.lane("former", meters);
                RedisLane lane = sandbox.lane("latter", meters)) {
            put(sandbox, 0, 10);
            frozen.start(former);
            awaiting().until(() -> former.open() == 10);
            stopped(frozen); // it still holds what it had
            put(sandbox, 10, 13);

            lane.start(latter);

            awaiting().until(() -> latter.taken().size() >= 13);
            assertThat(bodies(latter)).containsExactlyElementsOf(numbers(0, 13));
            assertThat(latter.taken())
                    .extracting(Delivery::deliveries)
                    .startsWith(2, 2)
                    .endsWith(1, 1, 1);
            awaiting().until(() -> sandbox.pending() == 0);
        }
    }

    @Test
    void whatAFormerOwnerStillTakesComesBeforeWhatStandsBehindIt() {
        RecordingIntake intake = RecordingIntake.holding();
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisLane lane = sandbox.lane("latter", meters)) {
            put(sandbox, 0, 16);
            lane.start(intake);
            awaiting().until(() -> intake.open() == 16); // it is full, and reads nothing
            put(sandbox, 16, 19);
            assertThat(server.ask(
                            "XREADGROUP", "GROUP", "talkoot", "former", "COUNT", "2", "STREAMS", sandbox.stream, ">"))
                    .startsWith("*");
            put(sandbox, 19, 20);

            intake.release();

            awaiting().until(() -> intake.taken().size() >= 20);
            assertThat(bodies(intake)).containsExactlyElementsOf(numbers(0, 20));
            assertThat(intake.taken()).extracting(Delivery::deliveries).endsWith(1, 2, 2, 1, 1);
            awaiting().until(() -> sandbox.pending() == 0);
        }
    }

    @Test
    void goesOnInOrderWhenItsConnectionsAreCutInTheMiddle() {
        RecordingIntake intake = RecordingIntake.completing();
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisLane lane = sandbox.lane("node", meters)) {
            lane.start(intake);
            for (int i = 0; i < 10; i++) {
                put(sandbox, 20 * i, 20 * i + 20);
                server.cut();
            }

            awaiting().until(() -> bodies(intake).containsAll(numbers(0, 200)));

            assertThat(bodies(intake).stream().distinct()).containsExactlyElementsOf(numbers(0, 200));
            awaiting().until(() -> sandbox.pending() == 0);
            awaiting().until(() -> lane.health() instanceof BridgeHealth.Flowing);
        }
    }

    @Test
    void keepsWhatIsOpenWhenItsConnectionIsCut() {
        RecordingIntake intake = RecordingIntake.holding();
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisLane lane = sandbox.lane("node", meters)) {
            lane.start(intake);
            put(sandbox, 0, 3);
            awaiting().until(() -> intake.open() == 3);

            server.cut();
            put(sandbox, 3, 4);

            awaiting().until(() -> intake.open() == 4);
            intake.release();
            awaiting().until(() -> sandbox.pending() == 0);
            assertThat(bodies(intake)).containsExactlyElementsOf(numbers(0, 4));
            assertThat(intake.givenUp()).isZero();
        }
    }

    @Test
    void anEntryThatTheIntakeFailsHoldsItsLaneAndNothingBehindItIsAcknowledged() {
        AtomicBoolean refuses = new AtomicBoolean(true);
        RecordingIntake others = RecordingIntake.completing();
        Intake intake = delivery -> refuses.get() && body(delivery).equals("1")
                ? CompletableFuture.failedFuture(new IllegalStateException("not this one"))
                : others.take(delivery);
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisLane lane = sandbox.lane("node", meters)) {
            put(sandbox, 0, 3);
            lane.start(intake);

            awaiting().until(() -> lane.health() instanceof BridgeHealth.Stuck);
            assertThat(lane.health().problem().orElse("")).contains("not this one");
            assertThat(meters.get(LagProbe.REFUSED).gauge().value()).isEqualTo(1);
            awaiting().until(() -> sandbox.pending() == 2);
            refuses.set(false);

            awaiting().until(() -> sandbox.pending() == 0);
            awaiting().until(() -> lane.health() instanceof BridgeHealth.Flowing);
            assertThat(meters.get(LagProbe.REFUSED).gauge().value()).isZero();
        }
    }

    @Test
    void givesUpWhatItCanNoLongerAcknowledge() {
        RecordingIntake intake = RecordingIntake.holding();
        try (RedisSandbox sandbox = new RedisSandbox(server)) {
            RedisLane lane = sandbox.lane("node", meters);
            put(sandbox, 0, 4);
            lane.start(intake);
            awaiting().until(() -> intake.open() == 4);

            lane.close();

            awaiting().until(() -> intake.givenUp() == 4);
            assertThat(sandbox.pending()).isEqualTo(4);
        }
    }

    @Test
    void renewsTheIdleTimeOfWhatWaitsWithoutCountingItAsDelivered() {
        RecordingIntake intake = RecordingIntake.holding();
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisLane lane = sandbox.lane(
                        "node",
                        new RedisSettings.In(
                                List.of(sandbox.stream), "talkoot", 16, Duration.ofSeconds(2), Duration.ofMillis(50)),
                        new LagProbe(sandbox.connections, "talkoot", meters))) {
            put(sandbox, 0, 1);
            lane.start(intake);
            awaiting().until(() -> intake.open() == 1);

            awaiting().untilAsserted(() -> {
                PendingMessage first = pendingOne(sandbox);
                PendingMessage second = pendingOne(sandbox);
                assertThat(second.getMsSinceLastDelivery()).isLessThan(first.getMsSinceLastDelivery());
            });

            assertThat(pendingOne(sandbox).getRedeliveryCount()).isEqualTo(1);
            assertThat(intake.taken()).hasSize(1);
        }
    }

    @Test
    void aGroupThatIsGoneIsMadeAnewAndTakesWhatIsThere() {
        RecordingIntake intake = RecordingIntake.completing();
        try (RedisSandbox sandbox = new RedisSandbox(server);
                RedisLane lane = sandbox.lane("node", meters)) {
            put(sandbox, 0, 2);
            lane.start(intake);
            awaiting().until(() -> intake.taken().size() == 2 && sandbox.pending() == 0);

            assertThat(server.ask("XGROUP", "DESTROY", sandbox.stream, "talkoot"))
                    .isEqualTo(":1");

            awaiting().until(() -> intake.taken().size() == 4);
            put(sandbox, 2, 3);
            awaiting().until(() -> intake.taken().size() == 5);
            assertThat(bodies(intake)).containsExactly("0", "1", "0", "1", "2");
        }
    }

    @Test
    void showsHowFarItIsBehindWhileTheIntakeCompletesNothing() {
        RecordingIntake intake = RecordingIntake.holding();
        try (RedisSandbox sandbox = new RedisSandbox(server)) {
            LagProbe probe = new LagProbe(sandbox.connections, "talkoot", meters);
            try (RedisLane lane = sandbox.lane("node", sandbox.settings, probe)) {
                put(sandbox, 0, 40);
                lane.start(intake);
                awaiting().until(() -> intake.open() == 16);

                assertThat(lag(probe)).isEqualTo(40);
                assertThat(meters.get(LagProbe.OLDEST).gauge().value()).isPositive();
                intake.release();
                awaiting().until(() -> lag(probe) == 0);
                awaiting().until(() -> meters.get(LagProbe.OLDEST).gauge().value() == 0);
            }
        }
    }

    private double lag(LagProbe probe) {
        probe.probe();
        return meters.find(LagProbe.LAG).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    private static PendingMessage pendingOne(RedisSandbox sandbox) {
        Link link = sandbox.connections.shared();
        return link.get(link.redis().xpending(sandbox.stream, "talkoot", Range.unbounded(), Limit.from(1)))
                .getFirst();
    }

    private static void stopped(RedisLane lane) {
        lane.close();
    }

    private static void put(RedisSandbox sandbox, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(server.ask("XADD", sandbox.stream, "*", "key", "one", "body", Integer.toString(i)))
                    .startsWith("$");
        }
    }

    private static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    private static String body(Delivery delivery) {
        return new String(delivery.body(), UTF_8);
    }

    private static List<String> bodies(RecordingIntake intake) {
        return intake.taken().stream().map(RedisLaneIT::body).toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
