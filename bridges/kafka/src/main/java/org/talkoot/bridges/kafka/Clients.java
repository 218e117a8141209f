package org.talkoot.bridges.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How each client of Kafka is made. Three layers: our defaults, what configuration says about all clients, and what the
 * promises of source and sink rest on and nobody may change.
 */
final class Clients {

    /** A broker that does not answer for so long is away. */
    private static final Map<String, String> DEFAULTS = Map.of(
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "5000",
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000",
            CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");

    private final KafkaSettings settings;

    Clients(KafkaSettings settings) {
        this.settings = settings;
    }

    Admin admin() {
        return Admin.create(new HashMap<>(layered(Map.of(), Map.of())));
    }

    /** What the consumers of the source have. */
    Map<String, String> group() {
        return layered(
                Map.of(
                        // A dead member is noticed in six seconds, not in 45, and the others hear
                        // of it with their next heartbeat. Less than six is refused by brokers
                        // (group.min.session.timeout.ms).
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000",
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1500",
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName()),
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG, settings.source().groupId(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        // Where it begins is set by the journal; an offset that is not there
                        // ends the stream, and is looked at anew.
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"));
    }

    /** A consumer that belongs to no group and sees what is committed. */
    KafkaConsumer<byte[], byte[]> reader() {
        Map<String, String> properties = layered(
                Map.of(),
                Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"));
        return new KafkaConsumer<>(new HashMap<>(properties), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    KafkaProducer<byte[], byte[]> producer(String transactionalId) {
        Map<String, String> properties = layered(
                Map.of(
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "12000",
                        ProducerConfig.LINGER_MS_CONFIG, "5",
                        ProducerConfig.BATCH_SIZE_CONFIG, "65536",
                        // Readers wait so long for a writer that died in a transaction and
                        // is not started again.
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "30000"),
                Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
                        ProducerConfig.ACKS_CONFIG, "all"));
        return new KafkaProducer<>(new HashMap<>(properties), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, String> layered(Map<String, String> defaults, Map<String, String> fixed) {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        all.putAll(defaults);
        all.putAll(settings.client());
        all.putAll(fixed);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        return all;
    }
}
