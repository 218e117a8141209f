package org.talkoot.bridges.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.talkoot.core.bus.BusException;

/**
 * All committed records of a topic up to its present end. The end is that of all records, committed or not: one that is
 * committed may stand behind the open transaction of another writer, and a reader that stopped at the last stable
 * offset would take an older record for the newest. So this waits until nothing before the end is open any more, and
 * fails when that takes too long.
 */
final class CommittedLog {

    private static final Duration POLL = Duration.ofMillis(100);

    private static final ListOffsetsOptions ALL_RECORDS = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);

    private final Clients clients;
    private final Duration patience;

    CommittedLog(Clients clients, Duration patience) {
        this.clients = clients;
        this.patience = patience;
    }

    /** Hands over each record, those of a partition in order; blocks. */
    void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        long deadline = System.nanoTime() + patience.toNanos();
        Map<TopicPartition, Long> ends = ends(topic);
        try (KafkaConsumer<byte[], byte[]> reader = clients.reader()) {
            reader.assign(ends.keySet());
            reader.seekToBeginning(ends.keySet());
            while (!isRead(reader, ends)) {
                if (System.nanoTime() > deadline) {
                    throw new BusException(
                            "%s is not readable to its end within %d s".formatted(topic, patience.toSeconds()));
                }
                reader.poll(POLL).forEach(each);
            }
        }
    }

    private static boolean isRead(KafkaConsumer<byte[], byte[]> reader, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> reader.position(end.getKey()) >= end.getValue());
    }

    /** Where each partition ends now, whatever is committed. */
    Map<TopicPartition, Long> ends(String topic) {
        try (Admin admin = clients.admin()) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            Failures.get(admin.describeTopics(List.of(topic)).allTopicNames())
                    .values()
                    .forEach(description -> latest.putAll(partitions(description)));
            Map<TopicPartition, ListOffsetsResultInfo> ends =
                    Failures.get(admin.listOffsets(latest, ALL_RECORDS).all());
            return ends.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        }
    }

    private static Map<TopicPartition, OffsetSpec> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
    }
}
