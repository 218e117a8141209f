package org.talkoot.testkit.bus.local;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Place;

/** A bounded piece of a channel and how far each group has read it. Not safe for threads: the bus guards it. */
final class Partition {

    private final String log;
    private final Delivery[] ring;
    private final Map<String, Long> acknowledged = new HashMap<>();
    private long first;
    private long next;

    Partition(String log, int capacity) {
        this.log = log;
        this.ring = new Delivery[capacity];
    }

    /** A group that has acknowledged nothing yet begins with the oldest record there is. */
    void join(String group) {
        acknowledged.putIfAbsent(group, first);
    }

    long acknowledgedBy(String group) {
        return acknowledged.getOrDefault(group, first);
    }

    void acknowledge(String group, long offset) {
        acknowledged.merge(group, offset, Math::max);
    }

    /** Whether so many more fit without losing one that a group still waits for. */
    boolean hasRoomFor(int records) {
        long oldest = next + records - ring.length;
        return records <= ring.length && acknowledged.values().stream().allMatch(offset -> offset >= oldest);
    }

    void append(@Nullable String key, WireMessage message, Instant at) {
        ring[slot(next)] = new Delivery(Place.at(log, next), key, message.body(), message.headers(), at);
        next++;
        first = Math.max(first, next - ring.length);
    }

    boolean has(long offset) {
        return offset >= first && offset < next;
    }

    Delivery get(long offset) {
        return ring[slot(offset)];
    }

    List<Delivery> retained() {
        List<Delivery> all = new ArrayList<>();
        for (long offset = first; offset < next; offset++) {
            all.add(get(offset));
        }
        return all;
    }

    @Override
    public String toString() {
        return log;
    }

    private int slot(long offset) {
        return (int) (offset % ring.length);
    }
}
