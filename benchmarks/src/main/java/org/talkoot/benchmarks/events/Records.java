package org.talkoot.benchmarks.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records in and out of a broker by its plain clients. */
final class Records {

    private static final int CONVERSATIONS = 2_000;

    private Records() {}

    /** Writes task events of some 300 bytes, numbered from {@code first}; returns when the broker has them. */
    static void write(Broker broker, String topic, long first, int count) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", broker.address(),
                        "acks", "all",
                        "linger.ms", "5",
                        "batch.size", "65536"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                var unused = producer.send(task(topic, first + i));
            }
            producer.flush();
        }
    }

    private static ProducerRecord<byte[], byte[]> task(String topic, long i) {
        String conversation = "bench-" + i % CONVERSATIONS;
        return new ProducerRecord<>(topic, conversation.getBytes(UTF_8), """
                {"event_id":"task-%d","event_type":"task.requested","version":"1.0",\
                "target_agent":"worker","conversation_id":"%s","correlation_id":"order-%d",\
                "payload":{"text":"Please check order %d and tell the customer when it arrives."}}\
                """.formatted(i, conversation, i, i)
                .getBytes(UTF_8));
    }

    /** Reads committed records of these topics until there were {@code count}. */
    static void read(Broker broker, Collection<String> topics, long count) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.address(),
                        "isolation.level", "read_committed",
                        "fetch.max.wait.ms", "50"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> partitions(consumer, topic))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long seen = 0;
            while (seen < count) {
                seen += consumer.poll(Duration.ofMillis(100)).count();
            }
        }
    }

    private static Stream<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition()));
    }
}
