package org.talkoot.worker.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.talkoot.worker.ToolBroker;
import org.talkoot.worker.broker.Channels;

/**
 * A worker's way to Kafka: the topics {@code tools.execute.TOOL} are its queues, shared by all workers of a group; its
 * reports go to the topic that the nodes read. A topic has as many workers at a time as it has partitions. Offsets are
 * committed in order, so what may not be repeated is not begun while something before it in its partition is not done:
 * tools of the two kinds should not share a topic. What a worker had that was killed goes to the others after six
 * seconds ({@code session.timeout.ms}).
 */
public final class KafkaToolBroker implements ToolBroker {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Producer<String, byte[]> producer;
    private CallTopics calls = CallTopics.NONE;

    /**
     * Where and how.
     *
     * @param channels topics
     * @param client properties for Kafka's clients, such as credentials
     */
    public record Settings(String bootstrapServers, String group, Channels channels, Map<String, String> client) {

        public Settings {
            client = Map.copyOf(client);
        }

        /** Handles the topics that nodes have by default. */
        public static Settings of(String bootstrapServers, String group) {
            return new Settings(bootstrapServers, group, Channels.reportingTo("agent-tasks"), Map.of());
        }

        /** Hears of runs that have ended. */
        public Settings withCancellations() {
            return new Settings(bootstrapServers, group, channels.withCancellations(), client);
        }

        /** With these properties for all of Kafka's clients. */
        public Settings withClient(Map<String, String> changed) {
            return new Settings(bootstrapServers, group, channels, changed);
        }
    }

    public KafkaToolBroker(Settings settings) {
        this.settings = settings;
        Map<String, Object> properties = client();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** The broker there, as a member of this group of workers. */
    public static KafkaToolBroker at(String bootstrapServers, String group) {
        return new KafkaToolBroker(Settings.of(bootstrapServers, group));
    }

    @Override
    public void start(Set<String> tools, Incoming incoming) {
        Channels channels = settings.channels();
        calls = CallTopics.start(consumer(settings.group()), channels.of(tools), incoming);
        if (channels.hearCancellations()) {
            calls.hearCancellations(consumer(null), channels.cancel(), incoming);
        }
    }

    private KafkaConsumer<String, byte[]> consumer(@Nullable String group) {
        Map<String, Object> properties = client();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, group == null ? "latest" : "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 16);
        if (group != null) {
            properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            noticeTheDead(properties);
        }
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Calls in the partitions of a worker that was killed wait for six seconds, not for 45; less is refused by brokers
     * ({@code group.min.session.timeout.ms}). With the protocol of groups that the broker leads, it says how long, and
     * a client that does is refused.
     */
    private static void noticeTheDead(Map<String, Object> properties) {
        if (!"consumer".equalsIgnoreCase(String.valueOf(properties.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)))) {
            properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000");
            properties.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1500");
        }
    }

    private Map<String, Object> client() {
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put("bootstrap.servers", settings.bootstrapServers());
        return properties;
    }

    @Override
    public void publish(String conversation, byte[] event) throws IOException, InterruptedException {
        try {
            var unused = producer.send(new ProducerRecord<>(settings.channels().reports(), conversation, event))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Kafka does not have the report", e);
        }
    }

    @Override
    public void close() {
        calls.close();
        producer.close(Duration.ofSeconds(5));
    }
}
