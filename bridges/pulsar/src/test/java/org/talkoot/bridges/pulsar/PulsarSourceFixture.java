package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.TypedMessageBuilder;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.bus.EventSource;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.RecordingIntake;
import org.talkoot.testkit.bus.SourceFixture;
import org.talkoot.testkit.pulsar.PulsarServer;

/**
 * What sources of Pulsar are tried with: a topic and a subscription of their own on a broker that several tests share.
 */
final class PulsarSourceFixture implements SourceFixture {

    static final int IN_FLIGHT = 8;

    private final PulsarServer server;
    final PulsarSandbox sandbox;
    private @Nullable Producer<byte[]> producer;

    PulsarSourceFixture(PulsarServer server) {
        this.server = server;
        this.sandbox = new PulsarSandbox(server, IN_FLIGHT);
    }

    @Override
    public EventSource source() {
        return source(new SimpleMeterRegistry());
    }

    PulsarSource source(MeterRegistry meters) {
        return new PulsarSource(sandbox.settings(), meters);
    }

    @Override
    public void put(@Nullable String key, byte[] body, Map<String, String> headers) {
        try {
            TypedMessageBuilder<byte[]> message =
                    producer().newMessage().value(body).properties(headers);
            if (key != null) {
                message.key(key);
            }
            message.send();
        } catch (PulsarClientException e) {
            throw new IllegalStateException("the broker did not take a message", e);
        }
    }

    private Producer<byte[]> producer() throws PulsarClientException {
        Producer<byte[]> open = producer;
        if (open == null) {
            open = sandbox.client().newProducer().topic(sandbox.inTopic()).create();
            producer = open;
        }
        return open;
    }

    static List<String> bodies(RecordingIntake intake) {
        return intake.taken().stream()
                .map(taken -> new String(taken.body(), UTF_8))
                .toList();
    }

    static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(30));
    }

    @Override
    public int bound() {
        return PulsarSandbox.LANES * IN_FLIGHT;
    }

    /** The broker counts what a consumer gives back, which ours never do, and not what is left by one that goes. */
    @Override
    public boolean countsDeliveries() {
        return false;
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
