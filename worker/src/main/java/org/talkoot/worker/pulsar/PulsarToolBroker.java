package org.talkoot.worker.pulsar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.worker.ToolBroker;
import org.talkoot.worker.broker.Channels;
import org.talkoot.worker.broker.ReadingThread;

/**
 * A worker's way to Pulsar: the topics {@code tools.execute.TOOL} are its queues, by one shared subscription of all
 * workers; its reports go to the topic that the nodes read. It waits for topics that are not there, since one that it
 * made would lack what nodes make it with.
 *
 * <p>A call that may not be repeated is begun when the broker has confirmed its acknowledgement and the connection has
 * not been lost since it came. A broker that is killed may forget the acknowledgements of its last second; what it then
 * gives to another worker is begun there again ({@code docs/remote-tools.md}).
 */
public final class PulsarToolBroker implements ToolBroker {

    private static final long PATIENCE_SECONDS = 30;

    private static final Logger LOGGER = LoggerFactory.getLogger(PulsarToolBroker.class);

    private final Settings settings;
    private final PulsarClient client;
    private final List<ReadingThread> threads = new ArrayList<>();
    private final Lock making = new ReentrantLock();
    private volatile @Nullable Producer<byte[]> producer;

    /**
     * Where and how.
     *
     * @param subscription shared by all workers that do the same
     * @param channels topics
     * @param client properties of Pulsar's client, such as credentials
     */
    public record Settings(String serviceUrl, String subscription, Channels channels, Map<String, String> client) {

        public Settings {
            client = Map.copyOf(client);
        }

        /** Handles the topics that nodes have by default. */
        public static Settings of(String serviceUrl, String subscription) {
            return new Settings(serviceUrl, subscription, Channels.reportingTo("agent-tasks"), Map.of());
        }

        /** Hears of runs that have ended. */
        public Settings withCancellations() {
            return new Settings(serviceUrl, subscription, channels.withCancellations(), client);
        }

        /** With these properties for the client. */
        public Settings withClient(Map<String, String> changed) {
            return new Settings(serviceUrl, subscription, channels, changed);
        }
    }

    /**
     * Connects to nothing yet.
     *
     * @throws IllegalArgumentException when no client can be made with these settings
     */
    public PulsarToolBroker(Settings settings) {
        this.settings = settings;
        try {
            this.client = PulsarClient.builder()
                    .loadConf(Map.copyOf(settings.client()))
                    .serviceUrl(settings.serviceUrl())
                    .build();
        } catch (PulsarClientException e) {
            throw new IllegalArgumentException("there is no client for " + settings.serviceUrl(), e);
        }
    }

    /** The broker there, as one of the workers of this subscription. */
    public static PulsarToolBroker at(String serviceUrl, String subscription) {
        return new PulsarToolBroker(Settings.of(serviceUrl, subscription));
    }

    @Override
    public void start(Set<String> tools, Incoming incoming) {
        Channels channels = settings.channels();
        for (String topic : channels.of(tools)) {
            CallTopic calls = new CallTopic(client, topic, incoming);
            threads.add(ReadingThread.start(topic, by -> calls.take(settings.subscription(), by)));
        }
        if (channels.hearCancellations()) {
            CallTopic events = new CallTopic(client, channels.cancel(), incoming);
            threads.add(ReadingThread.start(channels.cancel(), events::hear));
        }
    }

    @Override
    public void publish(String conversation, byte[] event) throws IOException, InterruptedException {
        try {
            var unused = producer()
                    .newMessage()
                    .key(conversation)
                    .value(event)
                    .sendAsync()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Pulsar does not have the report", e);
        }
    }

    /** One for all reports; made when the first one is there, for a broker that is away lets nobody make one. */
    private Producer<byte[]> producer() throws IOException {
        making.lock();
        try {
            Producer<byte[]> made = producer;
            if (made == null) {
                made = client.newProducer()
                        .topic(settings.channels().reports())
                        .enableBatching(false)
                        .create();
                producer = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }

    @Override
    public void close() {
        threads.forEach(ReadingThread::close);
        try {
            client.close();
        } catch (PulsarClientException e) {
            LOGGER.atWarn().setCause(e).log("Pulsar's client did not end well");
        }
    }
}
