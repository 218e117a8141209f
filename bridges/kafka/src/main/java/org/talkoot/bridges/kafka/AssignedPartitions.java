package org.talkoot.bridges.kafka;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.pekko.kafka.RestrictedConsumer;
import org.apache.pekko.kafka.javadsl.PartitionAssignmentHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.Watermarks;

/**
 * Sets each partition that this node gets to where the journal stands with it. Called by the thread that polls; a
 * failure ends the stream, which begins again.
 *
 * <p>The journal knows a partition by the group, the id of the topic and its number: a topic that is made anew under
 * the same name is another one, and so is one that another group reads.
 */
final class AssignedPartitions implements PartitionAssignmentHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(AssignedPartitions.class);

    private final Clients clients;
    private final String group;
    private final Watermarks watermarks;
    private final Map<TopicPartition, String> logs = new ConcurrentHashMap<>();

    AssignedPartitions(KafkaSettings settings, Watermarks watermarks) {
        this.clients = new Clients(settings);
        this.group = settings.source().groupId();
        this.watermarks = watermarks;
    }

    /** The name of an assigned partition in the journal. */
    String log(TopicPartition partition) {
        String log = logs.get(partition);
        if (log == null) {
            throw new IllegalStateException("not assigned: " + partition);
        }
        return log;
    }

    @Override
    public void onAssign(Set<TopicPartition> assigned, RestrictedConsumer consumer) {
        if (assigned.isEmpty()) {
            return;
        }
        name(assigned);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(assigned);
        Map<TopicPartition, Long> end = consumer.endOffsets(assigned);
        for (TopicPartition partition : assigned) {
            OffsetAndMetadata offset = committed.get(partition);
            Beginning beginning = Beginning.of(
                    partition.toString(),
                    new Beginning.Known(
                            watermarks.next(log(partition)),
                            offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset()),
                            first.getOrDefault(partition, 0L),
                            end.getOrDefault(partition, 0L)));
            say(beginning);
            consumer.seek(partition, beginning.offset());
        }
    }

    private void name(Set<TopicPartition> assigned) {
        try (Admin admin = clients.admin()) {
            Map<String, TopicDescription> topics = Failures.get(admin.describeTopics(assigned.stream()
                            .map(TopicPartition::topic)
                            .distinct()
                            .toList())
                    .allTopicNames());
            for (TopicPartition partition : assigned) {
                TopicDescription topic = topics.get(partition.topic());
                if (topic != null) {
                    logs.put(partition, "kafka:%s:%s/%d".formatted(group, topic.topicId(), partition.partition()));
                }
            }
        }
    }

    private static void say(Beginning beginning) {
        beginning.sentence().ifPresent(sentence -> {
            switch (beginning.word()) {
                case NOTHING -> {}
                case NOTICE -> LOGGER.atInfo().log(sentence);
                case WARNING -> LOGGER.atWarn().log(sentence);
                case LOSS -> LOGGER.atError().log(sentence);
            }
        });
    }

    @Override
    public void onRevoke(Set<TopicPartition> revoked, RestrictedConsumer consumer) {
        // what is under way may still be completed and said of the journal, which it is true of
    }

    @Override
    public void onLost(Set<TopicPartition> lost, RestrictedConsumer consumer) {
        // as onRevoke
    }

    @Override
    public void onStop(Set<TopicPartition> stopped, RestrictedConsumer consumer) {
        // as onRevoke
    }
}
