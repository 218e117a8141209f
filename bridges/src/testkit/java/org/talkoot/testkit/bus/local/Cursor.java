package org.talkoot.testkit.bus.local;

import java.util.HashSet;
import java.util.Set;
import org.talkoot.core.bus.Delivery;

/**
 * Where one source stands in one partition. What is acknowledged never passes a delivery that is not completed. Not
 * safe for threads: the bus guards it.
 */
final class Cursor {

    private final Partition partition;
    private final String group;
    private final int maxInFlight;
    private final Set<Long> completed = new HashSet<>();
    private long next;
    private int inFlight;
    private int round;

    Cursor(Partition partition, String group, int maxInFlight) {
        this.partition = partition;
        this.group = group;
        this.maxInFlight = maxInFlight;
        partition.join(group);
        this.next = partition.acknowledgedBy(group);
    }

    /** A delivery, and in which round through the log it was made. */
    record Handed(Cursor cursor, long offset, Delivery delivery, int round) {}

    boolean canHand() {
        return inFlight < maxInFlight && partition.has(next);
    }

    Handed hand() {
        long offset = next++;
        inFlight++;
        return new Handed(this, offset, partition.get(offset), round);
    }

    void completed(Handed handed) {
        inFlight--;
        if (handed.round() != round) {
            return;
        }
        completed.add(handed.offset());
        long acknowledged = partition.acknowledgedBy(group);
        while (completed.remove(acknowledged)) {
            acknowledged++;
        }
        partition.acknowledge(group, acknowledged);
    }

    /**
     * Goes back to what is acknowledged. What fails later, or completes, of the former round counts for nothing any
     * more.
     *
     * @return whether this failure is the first of its round
     */
    boolean failed(Handed handed) {
        inFlight--;
        if (handed.round() != round) {
            return false;
        }
        round++;
        completed.clear();
        next = partition.acknowledgedBy(group);
        return true;
    }
}
