package org.talkoot.bridges.redis;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The name of an entry of a stream: when Redis took it, and which it was of that millisecond. Both are unsigned.
 *
 * @param millis since 1970, unless whoever added the entry made the name up
 */
record EntryId(long millis, long sequence) implements Comparable<EntryId> {

    /** Before every entry. */
    static final EntryId BEGINNING = new EntryId(0, 0);

    /** Redis has streams since 2018; whatever names an earlier time was made up. */
    private static final long FIRST_TIME = Instant.parse("2018-01-01T00:00:00Z").toEpochMilli();

    private static final Comparator<EntryId> ORDER = Comparator.<EntryId, Long>comparing(
                    EntryId::millis, Long::compareUnsigned)
            .thenComparing(EntryId::sequence, Long::compareUnsigned);

    static EntryId parse(String text) {
        int dash = text.indexOf('-');
        return new EntryId(
                Long.parseUnsignedLong(text, 0, dash, 10), Long.parseUnsignedLong(text, dash + 1, text.length(), 10));
    }

    /** The first name that comes after this one. */
    EntryId next() {
        return sequence == -1 ? new EntryId(millis + 1, 0) : new EntryId(millis, sequence + 1);
    }

    /** When Redis took it; null: its name does not say. */
    @Nullable
    Instant time() {
        return millis < FIRST_TIME ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public int compareTo(EntryId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + '-' + Long.toUnsignedString(sequence);
    }
}
