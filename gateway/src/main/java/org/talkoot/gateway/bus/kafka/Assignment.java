package org.talkoot.gateway.bus.kafka;

import org.apache.kafka.common.TopicPartition;
import org.talkoot.core.bus.Receipt;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Future;

/**
 * One partition for as long as this node has it, and its records that are taken and not completed.
 * For any thread.
 */
final class Assignment {

    private final TopicPartition partition;
    private final ConcurrentSkipListMap<Long, Taken> open = new ConcurrentSkipListMap<>();

    private record Taken(Instant at, Future<Receipt> receipt) {}

    Assignment(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    void taken(long offset, Instant at, Future<Receipt> receipt) {
        open.put(offset, new Taken(at, receipt));
    }

    void completed(long offset) {
        open.remove(offset);
    }

    /** When the record came to the broker that waits longest. */
    Optional<Instant> oldest() {
        return Optional.ofNullable(open.firstEntry()).map(first -> first.getValue().at());
    }

    /** Nothing of it can be acknowledged any more: what is open comes again, to somebody. */
    void giveUp() {
        open.values().forEach(taken -> taken.receipt().cancel(true));
    }
}
