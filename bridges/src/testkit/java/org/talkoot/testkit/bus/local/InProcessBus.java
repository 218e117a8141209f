package org.talkoot.testkit.bus.local;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;

/**
 * A log with channels and partitions in memory, for a process that has no broker. Keeps the promises of
 * {@link EventSource} and {@link EventSink} as long as the process lives, and nothing longer.
 *
 * <p>Bounded: each partition keeps a number of records. The oldest go when they are acknowledged by every group that
 * ever read the channel; while one is behind, a full partition refuses.
 *
 * <p>Safe for use by any thread.
 */
public final class InProcessBus {

    private final Retention retention;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, List<Partition>> channels = new HashMap<>();
    private final Map<String, Writer> writers = new HashMap<>();
    private int keyless;

    /** Who may write under a name, and how far that name has come. */
    private record Writer(long term, @Nullable JournalMark mark) {}

    /** A record on its way in. */
    record Entry(String channel, @Nullable String key, WireMessage message) {}

    public InProcessBus(Retention retention, InstantSource clock) {
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Adds one record to a channel, which exists from then on.
     *
     * @throws BusException when the partition is full of what a group has not acknowledged
     */
    public void put(String channel, @Nullable String key, WireMessage message) {
        locked(() -> {
            append(List.of(new Entry(channel, key, message)));
            return null;
        });
    }

    /** What a channel keeps, its partitions one after the other. */
    public List<Delivery> retained(String channel) {
        return locked(() ->
                partitions(channel).stream().flatMap(p -> p.retained().stream()).toList());
    }

    /**
     * A source of some channels.
     *
     * @param group what is acknowledged is remembered under this name; two sources of one group at a time would both
     *     get everything
     * @param maxInFlight most deliveries of a partition that are not completed
     */
    public EventSource source(String group, Set<String> names, int maxInFlight) {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("max-in-flight must be at least 1");
        }
        return new InProcessSource(this, group, Set.copyOf(names), maxInFlight);
    }

    /** A sink that writes events as {@code encoding} says, with their subject as key. */
    public EventSink sink(String name, Function<Outgoing, WireMessage> encoding) {
        return new InProcessSink(this, name, encoding);
    }

    /** The same, but it keeps no marks: it promises each event at least once. */
    public EventSink sinkWithoutMarks(String name, Function<Outgoing, WireMessage> encoding) {
        return new ForgetfulSink(this, name, encoding);
    }

    /** Begins a new term of a name; earlier ones can write no more. */
    long begin(String name) {
        return locked(() -> {
            Writer former = writers.getOrDefault(name, new Writer(0, null));
            Writer latter = new Writer(former.term() + 1, former.mark());
            writers.put(name, latter);
            return latter.term();
        });
    }

    Optional<JournalMark> mark(String name) {
        return locked(() -> Optional.ofNullable(writers.get(name)).map(Writer::mark));
    }

    /** All entries and the mark, or nothing. */
    void write(String name, long term, List<Entry> entries, JournalMark mark) {
        locked(() -> {
            Writer writer = writers.get(name);
            if (writer == null || writer.term() != term) {
                throw new BusException("another sink '%s' was opened".formatted(name));
            }
            append(entries);
            return writers.put(name, new Writer(term, mark));
        });
    }

    List<Cursor> cursors(String group, Set<String> names, int maxInFlight) {
        return locked(() -> names.stream()
                .flatMap(name -> partitions(name).stream())
                .map(partition -> new Cursor(partition, group, maxInFlight))
                .toList());
    }

    /** Runs alone, and wakes whoever waits for a change. */
    <T> T change(Supplier<T> change) {
        return locked(() -> {
            T result = change.get();
            changed.signalAll();
            return result;
        });
    }

    /** Waits until {@code look} finds something; called again after every change. */
    <T> T await(Supplier<@Nullable T> look) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            T found = look.get();
            while (found == null) {
                changed.await();
                found = look.get();
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    private void append(List<Entry> entries) {
        Map<Partition, List<Entry>> byPartition = new LinkedHashMap<>();
        for (Entry entry : entries) {
            byPartition
                    .computeIfAbsent(partition(entry), p -> new ArrayList<>())
                    .add(entry);
        }
        byPartition.forEach((partition, added) -> {
            if (!partition.hasRoomFor(added.size())) {
                throw new BusException("%s is full".formatted(partition));
            }
        });
        byPartition.forEach(
                (partition, added) -> added.forEach(e -> partition.append(e.key(), e.message(), clock.instant())));
        changed.signalAll();
    }

    private Partition partition(Entry entry) {
        int number = entry.key() == null ? keyless++ : entry.key().hashCode();
        return partitions(entry.channel()).get(Math.floorMod(number, retention.partitions()));
    }

    private List<Partition> partitions(String channel) {
        return channels.computeIfAbsent(channel, name -> {
            List<Partition> made = new ArrayList<>();
            for (int i = 0; i < retention.partitions(); i++) {
                made.add(new Partition("local:%s/%d".formatted(name, i), retention.records()));
            }
            return made;
        });
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
