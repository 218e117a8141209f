package org.talkoot.proofs.fire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a stranger's consumer sees of a topic that reads only what is committed. */
final class Seen {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Seen() {}

    /** The events of one type, by conversation, in the order of the topic. */
    static Map<String, List<JsonNode>> read(String bootstrapServers, String topic, String type) {
        Map<String, List<JsonNode>> seen = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records(bootstrapServers, topic)) {
            JsonNode event = json(record.value());
            if (event.get("event_type").asText().equals(type)) {
                seen.computeIfAbsent(new String(record.key(), UTF_8), key -> new ArrayList<>())
                        .add(event);
            }
        }
        return seen;
    }

    /** All records that the topic has now, those of a partition in order. */
    static List<ConsumerRecord<byte[], byte[]>> records(String bootstrapServers, String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
