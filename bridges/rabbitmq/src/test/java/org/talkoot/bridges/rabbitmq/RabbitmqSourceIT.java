package org.talkoot.bridges.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.talkoot.bridges.rabbitmq.server.Connector;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;
import org.talkoot.testkit.bus.CutLine;
import org.talkoot.testkit.bus.RecordingIntake;

/** What a source of RabbitMQ does beside what every source owes. */
final class RabbitmqSourceIT {

    @Test
    void showsHowFarItIsBehindWhileTheIntakeCompletesNothing() {
        MeterRegistry meters = new SimpleMeterRegistry();
        RecordingIntake intake = RecordingIntake.holding();
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server());
                EventSource source = fixture.source(fixture.sandbox.link("in"), meters)) {
            putOfOneKey(fixture, 0, 50);
            source.start(intake);

            RabbitmqSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(lag(meters)).isEqualTo(50));
            intake.release();
            RabbitmqSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(lag(meters)).isZero());
            assertThat(meters.get(LagProbe.OLDEST).gauge().value()).isZero();
        }
    }

    @Test
    void aLaneWhoseMessagesAreRefusedWaitsAndTheOthersGoOn() {
        MeterRegistry meters = new SimpleMeterRegistry();
        RecordingIntake others = RecordingIntake.completing();
        AtomicBoolean refuses = new AtomicBoolean(true);
        Intake intake = delivery -> refuses.get() && delivery.place().log().endsWith("lane-0")
                ? CompletableFuture.failedFuture(new IllegalStateException("not this one"))
                : others.take(delivery);
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server());
                EventSource source = fixture.source(fixture.sandbox.link("in"), meters)) {
            putEverywhere(fixture, "first");
            source.start(intake);
            RabbitmqSourceFixture.awaiting().until(() -> refused(meters) == 1);
            putEverywhere(fixture, "second");

            RabbitmqSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(RabbitmqSourceFixture.bodies(others))
                            .containsExactlyInAnyOrder("first/1", "second/1", "first/2", "second/2"));
            assertThat(source.health().problem().orElse("")).contains("lane-0: not this one");
            refuses.set(false);

            RabbitmqSourceFixture.awaiting()
                    .untilAsserted(() ->
                            assertThat(RabbitmqSourceFixture.bodies(others)).contains("first/0", "second/0"));
            RabbitmqSourceFixture.awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
            assertThat(refused(meters)).isZero();
        }
    }

    @Test
    void theServerGivesEachLaneToOneNodeAndToAnotherWhenThatOneHasGone() {
        RecordingIntake first =
                RecordingIntake.completing(delivery -> !body(delivery).equals("3"));
        RecordingIntake second = RecordingIntake.completing();
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server());
                EventSource other = fixture.source()) {
            EventSource one = fixture.source();
            one.start(first);
            putOfOneKey(fixture, 0, 3);
            RabbitmqSourceFixture.awaiting().until(() -> first.taken().size() == 3);
            other.start(second);
            putOfOneKey(fixture, 3, 8);
            RabbitmqSourceFixture.awaiting().until(() -> first.taken().size() == 8);
            assertThat(second.taken()).isEmpty();

            one.close();

            RabbitmqSourceFixture.awaiting().until(() -> second.taken().size() == 5);
            assertThat(RabbitmqSourceFixture.bodies(second)).containsExactly("3", "4", "5", "6", "7");
        }
    }

    @Test
    void goesOnInOrderAfterItsConnectionWasCut() throws IOException {
        RecordingIntake intake = RecordingIntake.completing();
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server());
                CutLine line = new CutLine(SharedServer.server().port());
                EventSource source = fixture.source(over(line), new SimpleMeterRegistry())) {
            source.start(intake);
            for (int cut = 0; cut < 3; cut++) {
                putOfOneKey(fixture, cut * 100, cut * 100 + 100);
                int enough = cut * 100 + 50;
                RabbitmqSourceFixture.awaiting()
                        .until(() -> RabbitmqSourceFixture.bodies(intake).contains(Integer.toString(enough)));
                line.cut();
            }

            RabbitmqSourceFixture.awaiting()
                    .until(() -> RabbitmqSourceFixture.bodies(intake).contains("299"));
            assertThat(RabbitmqSourceFixture.bodies(intake).stream().distinct().toList())
                    .containsExactlyElementsOf(numbers(0, 300));
            RabbitmqSourceFixture.awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
        }
    }

    @Test
    void makesAgainWhatHasGoneAndGoesOn() throws Exception {
        RecordingIntake intake = RecordingIntake.completing();
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server());
                EventSource source = fixture.source();
                Channel channel = fixture.sandbox.channel()) {
            source.start(intake);
            putEverywhere(fixture, "first");
            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() == RabbitmqSandbox.LANES);

            channel.queueDelete(fixture.sandbox.lane(1));

            RabbitmqSourceFixture.awaiting().until(() -> {
                fixture.publish(
                        fixture.sandbox.exchange(), "lane-1.some", RabbitmqSourceFixture.PERSISTENT, bytes("second"));
                String lane = "rabbitmq:" + fixture.sandbox.lane(1);
                return intake.taken().stream()
                        .anyMatch(delivery -> body(delivery).equals("second")
                                && delivery.place().log().equals(lane));
            });
            RabbitmqSourceFixture.awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
        }
    }

    @Test
    void whatThisNodeGaveBackAndLivedIsNotCounted() throws IOException {
        RecordingIntake intake = RecordingIntake.holding();
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server());
                CutLine line = new CutLine(SharedServer.server().port());
                EventSource source = fixture.source(over(line), new SimpleMeterRegistry())) {
            putOfOneKey(fixture, 0, 1);
            source.start(intake);
            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() == 1);
            line.cut();
            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() == 2);
            line.cut();
            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() == 3);

            assertThat(intake.taken()).extracting(Delivery::deliveries).containsOnly(1);
            assertThat(intake.givenUp()).isEqualTo(2);
            intake.release();
        }
    }

    @Test
    void saysWhenTheServerWouldWaitNoLongerAndGoesOn() {
        RecordingIntake intake = RecordingIntake.holding();
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server());
                EventSource source = fixture.source()) {
            putOfOneKey(fixture, 0, 2);
            source.start(intake);

            RabbitmqSourceFixture.awaiting()
                    .untilAsserted(() -> assertThat(source.health().problem().orElse(""))
                            .contains("consumer_timeout", "Timeout value used: 5000 ms"));
            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() >= 4);
            assertThat(source.health()).isInstanceOf(BridgeHealth.Stuck.class);
            intake.release();

            RabbitmqSourceFixture.awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
            assertThat(intake.taken()).extracting(Delivery::deliveries).containsOnly(1);
        }
    }

    @Test
    void readsAKeyWithoutALaneAndTakesItInTheFirst() {
        RecordingIntake intake = RecordingIntake.completing();
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server());
                EventSource source = fixture.source()) {
            String exchange = fixture.sandbox.exchange();
            fixture.publish(exchange, "order-7", RabbitmqSourceFixture.PERSISTENT, bytes("plain"));
            fixture.publish(exchange, "order.7", RabbitmqSourceFixture.PERSISTENT, bytes("dotted"));
            fixture.publish(exchange, "k=C3=A4se", RabbitmqSourceFixture.PERSISTENT, bytes("token"));
            fixture.publish("", fixture.sandbox.lane(1), RabbitmqSourceFixture.PERSISTENT, bytes("direct"));
            source.start(intake);

            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() == 4);
            assertThat(one(intake, "plain").key()).isEqualTo("order-7");
            assertThat(one(intake, "plain").place().log()).isEqualTo("rabbitmq:" + fixture.sandbox.lane(0));
            assertThat(one(intake, "dotted").key()).isEqualTo("order.7");
            assertThat(one(intake, "token").key()).isEqualTo("käse");
            assertThat(one(intake, "direct").key()).isNull();
        }
    }

    @Test
    void knowsAMessageByTheIdOfItsSenderOrByWhatItIs() {
        RecordingIntake intake = RecordingIntake.completing();
        BasicProperties named = RabbitmqSourceFixture.PERSISTENT
                .builder()
                .messageId("m-1")
                .contentType("application/cloudevents+json")
                .timestamp(new Date(7_000))
                .build();
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server());
                EventSource source = fixture.source()) {
            fixture.publish(fixture.sandbox.exchange(), "order-7", named, bytes("named"));
            fixture.publish(fixture.sandbox.exchange(), "order-7", RabbitmqSourceFixture.PERSISTENT, bytes("same"));
            fixture.publish(fixture.sandbox.exchange(), "order-7", RabbitmqSourceFixture.PERSISTENT, bytes("same"));
            fixture.publish(fixture.sandbox.exchange(), "order-8", RabbitmqSourceFixture.PERSISTENT, bytes("same"));
            source.start(intake);

            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() == 4);
            Delivery first = one(intake, "named");
            assertThat(first.place().position()).isEqualTo("m-1");
            assertThat(first.headers()).containsEntry("content-type", "application/cloudevents+json");
            assertThat(first.at()).isEqualTo(Instant.ofEpochSecond(7));
            List<String> others = intake.taken().stream()
                    .filter(delivery -> body(delivery).equals("same"))
                    .map(delivery -> delivery.place().position())
                    .toList();
            assertThat(others.get(0)).startsWith("sha256-").isEqualTo(others.get(1));
            assertThat(others.get(2)).isNotEqualTo(others.get(0));
        }
    }

    @Test
    void countsRejectionsBeforeADeadLetterCameHereAndNotWhatExpired() throws Exception {
        String waiting = "waiting-" + UUID.randomUUID();
        RecordingIntake intake = RecordingIntake.completing();
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server());
                EventSource source = fixture.source();
                Channel channel = fixture.sandbox.channel()) {
            channel.queueDeclare(
                    waiting,
                    true,
                    false,
                    false,
                    Map.of("x-queue-type", "quorum", "x-dead-letter-exchange", fixture.sandbox.exchange()));
            channel.exchangeDeclare(waiting, "fanout", true);
            channel.queueBind(waiting, waiting, "");
            fixture.publish(waiting, "order-7", RabbitmqSourceFixture.PERSISTENT, bytes("rejected"));
            RabbitmqSourceFixture.awaiting().until(() -> rejected(channel, waiting));
            BasicProperties soon =
                    RabbitmqSourceFixture.PERSISTENT.builder().expiration("1").build();
            fixture.publish(waiting, "order-7", soon, bytes("expired"));
            source.start(intake);

            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() == 2);
            assertThat(one(intake, "rejected").deliveries()).isEqualTo(2);
            assertThat(one(intake, "rejected").headers()).containsEntry("x-first-death-queue", waiting);
            assertThat(one(intake, "expired").deliveries()).isEqualTo(1);
            assertThat(one(intake, "expired").headers()).containsEntry("x-first-death-reason", "expired");
            assertThat(one(intake, "expired").key()).isEqualTo("order-7");
        }
    }

    private static boolean rejected(Channel channel, String queue) throws IOException {
        GetResponse message = channel.basicGet(queue, false);
        if (message != null) {
            channel.basicReject(message.getEnvelope().getDeliveryTag(), false);
        }
        return message != null;
    }

    @Test
    void whatExpiredInALaneGoesWhereItsSpecificationSays() {
        RecordingIntake intake = RecordingIntake.completing();
        String dead = "dead-" + UUID.randomUUID();
        String more = """
                talkoot.rabbitmq {
                  exchanges { "%1$s" {} }
                  queues { "%1$s" { bindings = [{ exchange = "%1$s", key = "#" }] } }
                  source.lane { message-ttl = 1 ms, dead-letter-exchange = "%1$s", dead-letter-key = expired }
                }
                """.formatted(dead);
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server(), more);
                EventSource source = fixture.source()) {
            putOfOneKey(fixture, 0, 3);

            RabbitmqSourceFixture.awaiting().until(() -> waiting(fixture, dead) == 3);
            source.start(intake);
            RabbitmqSourceFixture.awaiting().until(() -> source.health() instanceof BridgeHealth.Flowing);
            assertThat(intake.taken()).isEmpty();
            assertThat(fixture.sandbox.drain(dead))
                    .extracting(message -> message.getEnvelope().getRoutingKey())
                    .containsOnly("expired");
        }
    }

    private static int waiting(RabbitmqSourceFixture fixture, String queue) throws Exception {
        try (Channel channel = fixture.sandbox.channel()) {
            return (int) channel.messageCount(queue);
        }
    }

    @Test
    void whatIsUrgentComesFirstOfAClassicQueueWithPriorities() {
        RecordingIntake intake = RecordingIntake.completing();
        String more = "talkoot.rabbitmq.source.lane { type = classic, max-priority = 5 }";
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server(), more);
                EventSource source = fixture.source()) {
            for (int priority : List.of(1, 5, 3)) {
                BasicProperties urgent = RabbitmqSourceFixture.PERSISTENT
                        .builder()
                        .priority(priority)
                        .build();
                fixture.publish(fixture.sandbox.exchange(), "order-7", urgent, bytes("p" + priority));
            }
            source.start(intake);

            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() == 3);
            assertThat(RabbitmqSourceFixture.bodies(intake)).containsExactly("p5", "p3", "p1");
        }
    }

    @Test
    void aServerThatHashesKeysItselfSpreadsThemAndKeepsTheirOrder() {
        RecordingIntake intake = RecordingIntake.completing();
        String more = "talkoot.rabbitmq.exchanges.EXCHANGE.type = x-consistent-hash";
        try (RabbitmqSourceFixture fixture = new RabbitmqSourceFixture(SharedServer.server(), more);
                EventSource source = fixture.source()) {
            for (int i = 0; i < 60; i++) {
                fixture.publish(
                        fixture.sandbox.exchange(),
                        "order-" + i % 20,
                        RabbitmqSourceFixture.PERSISTENT,
                        bytes(Integer.toString(i)));
            }
            source.start(intake);

            RabbitmqSourceFixture.awaiting().until(() -> intake.taken().size() == 60);
            assertThat(intake.taken())
                    .extracting(delivery -> delivery.place().log())
                    .contains(
                            "rabbitmq:" + fixture.sandbox.lane(0),
                            "rabbitmq:" + fixture.sandbox.lane(1),
                            "rabbitmq:" + fixture.sandbox.lane(2));
            assertThat(intake.taken().stream()
                            .filter(delivery -> "order-7".equals(delivery.key()))
                            .map(RabbitmqSourceIT::body))
                    .containsExactly("7", "27", "47");
        }
    }

    private static Link over(CutLine line) {
        return new Link(
                new Connector(RabbitmqSandbox.settings(
                                "talkoot.rabbitmq.url = \"amqp://127.0.0.1:%d\"".formatted(line.port()))
                        .server()),
                "test in");
    }

    private static void putOfOneKey(RabbitmqSourceFixture fixture, int from, int to) {
        numbers(from, to).forEach(number -> fixture.put("one", bytes(number), Map.of()));
    }

    /** One message in each lane, whose body says which. */
    private static void putEverywhere(RabbitmqSourceFixture fixture, String body) {
        for (int lane = 0; lane < RabbitmqSandbox.LANES; lane++) {
            fixture.publish(
                    fixture.sandbox.exchange(),
                    "lane-%d.some".formatted(lane),
                    RabbitmqSourceFixture.PERSISTENT,
                    bytes(body + "/" + lane));
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static Delivery one(RecordingIntake intake, String body) {
        return intake.taken().stream()
                .filter(delivery -> body(delivery).equals(body))
                .findFirst()
                .orElseThrow();
    }

    private static String body(Delivery delivery) {
        return new String(delivery.body(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
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
