package org.talkoot.persistence.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.codec.Encoded;
import org.talkoot.persistence.codec.EventCodec;

/** One event in the journal. Decoded only when somebody asks for it, once for all who do; safe for any thread. */
public final class JournalEntry {

    private final long position;
    private final StreamId stream;
    private final long seqNr;
    private final int remaining;
    private final long writtenAt;
    private final Encoded encoded;
    // A race decodes twice and gets equal events; both are fully built before they are seen.
    private volatile @Nullable Object event;

    public JournalEntry(long position, StreamId stream, long seqNr, int remaining, long writtenAt, Encoded encoded) {
        this.position = position;
        this.stream = stream;
        this.seqNr = seqNr;
        this.remaining = remaining;
        this.writtenAt = writtenAt;
        this.encoded = encoded;
    }

    /** The row at its position; nobody needs to decode what this node has just encoded. */
    public static JournalEntry of(long position, JournalRow row) {
        JournalEntry entry =
                new JournalEntry(position, row.stream(), row.seqNr(), row.remaining(), row.writtenAt(), row.encoded());
        entry.event = row.event();
        return entry;
    }

    /** The same, together with what it refers to. */
    JournalEntry with(Encoded resolved) {
        return resolved.contents().isEmpty()
                ? this
                : new JournalEntry(position, stream, seqNr, remaining, writtenAt, resolved);
    }

    /** The same entry with another event in it, for those who are not to see all of this one. */
    public JournalEntry telling(Object other, EventCodec codec) {
        return new JournalEntry(position, stream, seqNr, remaining, writtenAt, codec.encodeReferring(other));
    }

    Encoded encoded() {
        return encoded;
    }

    /** Its position in the order in which all events of all streams were committed; with gaps. */
    public long position() {
        return position;
    }

    public StreamId stream() {
        return stream;
    }

    public ConversationId feed() {
        return stream.feed();
    }

    /** Its number in its stream, from 1, without gaps. */
    public long seqNr() {
        return seqNr;
    }

    /**
     * Whether it is the last event of a decision. The events of one decision were written together, all or none, and
     * mean something only together: whoever cuts a history cuts it behind such an entry.
     */
    public boolean endsDecision() {
        return remaining == 0;
    }

    /** Whether it has been erased: nothing is known of it but where it stood, and when it was written. */
    public boolean isErased() {
        return encoded.type().equals(StreamReader.DELETED);
    }

    public Instant writtenAt() {
        return Instant.ofEpochMilli(writtenAt);
    }

    public String type() {
        return encoded.type();
    }

    public int version() {
        return encoded.version();
    }

    /** The event as stored, JSON in UTF-8, with references to what is stored once. Not a copy: must not be changed. */
    public byte[] payload() {
        return encoded.json();
    }

    public Object event(EventCodec codec) {
        Object known = event;
        if (known == null) {
            known = codec.decode(encoded);
            event = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return "%d %s #%d %s".formatted(position, stream, seqNr, encoded.type());
    }
}
