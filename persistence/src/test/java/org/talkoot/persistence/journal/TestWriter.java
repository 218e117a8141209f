package org.talkoot.persistence.journal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.lease.Fence;

/** A journal writer as a node has one, for tests without an actor system. */
public final class TestWriter implements AutoCloseable {

    static final GroupCommit.Bounds BOUNDS = new GroupCommit.Bounds(50_000, 64L << 20);

    private final GroupCommit writer;
    private final EventCodec codec;

    public TestWriter(Database database, EventCodec codec, CommitListener listener) {
        this.writer = new GroupCommit(JournalInserts.into(database, Fence.none()), listener, BOUNDS);
        this.codec = codec;
    }

    public CompletableFuture<Void> append(StreamId stream, long firstSeqNr, int count) {
        return writer.append(Rows.of(codec, stream, firstSeqNr, count));
    }

    public CompletableFuture<Void> append(StreamId stream, long firstSeqNr, List<?> events) {
        long[] next = {firstSeqNr};
        return writer.append(events.stream()
                .map(event -> Rows.row(codec, stream, next[0]++, event))
                .toList());
    }

    @Override
    public void close() {
        writer.close();
    }
}
