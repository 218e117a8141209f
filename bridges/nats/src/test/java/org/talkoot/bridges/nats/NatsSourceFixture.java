package org.talkoot.bridges.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.api.RetentionPolicy;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.wire.json.Percent;
import org.talkoot.core.bus.EventSource;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.InMemoryWatermarks;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.nats.NatsServer;

/** What lanes of NATS are tried with: a stream of their own on a server that several tests share. */
final class NatsSourceFixture implements SourceFixture {

    static final int IN_FLIGHT = 16;

    private final NatsServer server;

    final NatsSandbox sandbox;
    final InMemoryWatermarks watermarks = new InMemoryWatermarks();

    NatsSourceFixture(NatsServer server) {
        this(server, RetentionPolicy.Limits, "5 seconds");
    }

    NatsSourceFixture(NatsServer server, RetentionPolicy retention, String ackWait) {
        this(server, retention, ackWait, IN_FLIGHT);
    }

    NatsSourceFixture(NatsServer server, RetentionPolicy retention, String ackWait, int maxInFlight) {
        this.server = server;
        this.sandbox = new NatsSandbox(server, maxInFlight, ackWait);
        sandbox.createInStream(retention);
    }

    /** So many records, taken and acknowledged. */
    void taken(String body, int records) {
        RecordingIntake intake = RecordingIntake.completing();
        try (EventSource source = source()) {
            for (int i = 0; i < records; i++) {
                put("one", body.getBytes(UTF_8), Map.of());
            }
            source.start(intake);
            awaiting().until(() -> bodies(intake).stream().filter(body::equals).count() == records);
        }
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

    static List<String> bodies(RecordingIntake intake) {
        return intake.taken().stream()
                .map(taken -> new String(taken.body(), UTF_8))
                .toList();
    }

    static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    /** The durable one of the lane. */
    String consumer() {
        return sandbox.settings().source().name() + "-tasks";
    }

    @Override
    public EventSource source() {
        return source(new SimpleMeterRegistry());
    }

    /** Over a connection of its own, as another node has one. */
    NatsLane source(MeterRegistry meters) {
        return source(new Link(sandbox.settings().access()), meters);
    }

    NatsLane source(Link link, MeterRegistry meters) {
        NatsSettings.In settings = sandbox.settings().source();
        return new NatsLane(link, settings, sandbox.lane(), watermarks, new NatsMeters(link, settings, meters));
    }

    @Override
    public void put(@Nullable String key, byte[] body, Map<String, String> headers) {
        Map<String, String> encoded = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> Percent.encode(header.getValue())));
        String subject = key == null ? sandbox.inStream() + ".nobody" : sandbox.subject(key);
        awaiting().ignoreExceptionsInstanceOf(UncheckedIOException.class).until(() -> {
            sandbox.raw().put(subject, body, encoded);
            return true;
        });
    }

    @Override
    public int bound() {
        return IN_FLIGHT;
    }

    @Override
    public boolean countsDeliveries() {
        return true;
    }

    @Override
    public BrokerSwitch broker() {
        return server;
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
