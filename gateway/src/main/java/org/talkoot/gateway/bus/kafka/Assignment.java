package org.talkoot.gateway.bus.kafka;

import org.apache.kafka.common.TopicPartition;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * One partition for as long as this node has it, and its records that are taken and not completed.
 * For any thread.
 */
final class Assignment {

    private final TopicPartition partition;
    private final ConcurrentSkipListMap<Long, Instant> open = new ConcurrentSkipListMap<>();

    Assignment(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    void taken(long offset, Instant at) {
        open.put(offset, at);
    }

    void completed(long offset) {
        open.remove(offset);
    }

    /** When the record came to the broker that waits longest. */
    Optional<Instant> oldest() {
        return Optional.ofNullable(open.firstEntry()).map(Map.Entry::getValue);
    }
}
