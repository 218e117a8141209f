package org.talkoot.bridges.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.BusException;
import org.talkoot.testkit.bus.SinkFixture.Written;
import org.talkoot.testkit.pulsar.PulsarServer;

/** Topics and a subscription of their own on a broker that several tests share, and a client that is not ours. */
final class PulsarSandbox implements AutoCloseable {

    static final int LANES = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PulsarSettings settings;
    private final PulsarTopology topology;
    private final PulsarClient client;

    PulsarSandbox(PulsarServer server, int maxInFlight) {
        this(server, maxInFlight, LANES);
    }

    PulsarSandbox(PulsarServer server, int maxInFlight, int lanes) {
        String unique = UUID.randomUUID().toString();
        this.settings = new PulsarSettings(
                broker(server),
                "public/default",
                new PulsarSettings.In(Set.of("in-" + unique), "group-" + unique, lanes, maxInFlight),
                new PulsarSettings.Out("sink", "progress-" + unique, WireFormat.JSON, 900_000),
                List.of());
        this.topology = new PulsarTopology(settings);
        this.client = client(server);
        makeIfMissing(spec(inTopic()));
    }

    static PulsarSettings.Broker broker(PulsarServer server) {
        return new PulsarSettings.Broker(
                server.serviceUrl(), server.adminUrl(), new Token.None(), Optional.empty(), Map.of());
    }

    private static PulsarClient client(PulsarServer server) {
        try {
            return PulsarClient.builder().serviceUrl(server.serviceUrl()).build();
        } catch (PulsarClientException e) {
            throw new IllegalStateException(e);
        }
    }

    static TopicSpec spec(String name) {
        return new TopicSpec(name, 0, -1, -1, true);
    }

    /** A broker that has just come back loses sight of its storage now and then: whoever makes a topic tries again. */
    private void makeIfMissing(TopicSpec topic) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(BusException.class).until(() -> {
            topology.makeIfMissing(topic);
            return true;
        });
    }

    PulsarSettings settings() {
        return settings;
    }

    /** The same with another name for the sink. */
    PulsarSettings settings(String sink) {
        PulsarSettings.Out out = settings.sink();
        return new PulsarSettings(
                settings.broker(),
                settings.namespace(),
                settings.source(),
                new PulsarSettings.Out(sink, out.progressTopic(), out.wireFormat(), out.maxEventBytes()),
                List.of());
    }

    PulsarClient client() {
        return client;
    }

    String inTopic() {
        return settings.source().topics().iterator().next();
    }

    String newTopic() {
        return newTopic(0);
    }

    String newTopic(int partitions) {
        String name = "out-" + UUID.randomUUID();
        makeIfMissing(new TopicSpec(name, partitions, -1, -1, true));
        return name;
    }

    /** What a foreign reader sees. */
    List<Written> read(String topic) {
        List<Written> all = new ArrayList<>();
        try (Reader<byte[]> reader = client.newReader()
                .topic(settings.topic(topic).toString())
                .startMessageId(MessageId.earliest)
                .create()) {
            while (reader.hasMessageAvailable()) {
                Message<byte[]> message = reader.readNext(30, TimeUnit.SECONDS);
                all.add(new Written(message.getKey(), new String(message.getData(), UTF_8)));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the broker is not readable", e);
        }
        return all;
    }

    @Override
    public void close() {
        var unused = client.closeAsync();
    }
}
