package org.talkoot.persistence.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.persistence.codec.JournalException;
import org.talkoot.persistence.database.Dialect;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one writer of a node's journal.
 *
 * <p>While a commit is on its way to the disk, the appends of other entities gather; the next
 * commit takes them all. So an idle journal commits at once, and a busy one commits as seldom as
 * its disk is slow, without a timer. An append is all or nothing; a group is not: when a group
 * fails because of one append, each is tried alone, and only the culprit fails.
 */
/* What a failure means. A broken constraint or value is the fault of one append, so each is tried
 * alone. Anything else (no connection, no disk) is the fault of none: all fail, their entities stop
 * and recover from what is in the journal, which also settles the case that the commit had happened
 * and only its answer was lost. Nothing is retried here: the entity is who knows what to do. */
final class GroupCommit implements AutoCloseable {

    /** Events in one commit: beyond this a larger group no longer pays. */
    static final int MAX_GROUP = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(GroupCommit.class);

    /** Rows of one stream that are written together, and who waits for that. */
    private record Append(List<JournalRow> rows, CompletableFuture<Void> written) {}

    /** Without rows: the end. */
    private static final Append END = new Append(List.of(), new CompletableFuture<>());

    private final JournalInserts inserts;
    private final CommitListener listener;
    private final int maxQueued;
    private final BlockingQueue<Append> queue = new LinkedBlockingQueue<>(); // bound: maxQueued
    private final AtomicInteger queued = new AtomicInteger();
    private final Thread writer;
    private volatile boolean closed;

    /**
     * @param maxQueued events that may wait to be written; an append beyond it fails at once
     */
    GroupCommit(JournalInserts inserts, CommitListener listener, int maxQueued) {
        this.inserts = inserts;
        this.listener = listener;
        this.maxQueued = maxQueued;
        this.writer =
                Thread.ofPlatform().daemon().name("talkoot-journal-writer").start(this::write);
    }

    /** Events that wait to be written. */
    int queued() {
        return queued.get();
    }

    /** Completes when the rows are durable. */
    CompletableFuture<Void> append(List<JournalRow> rows) {
        if (queued.addAndGet(rows.size()) > maxQueued) {
            queued.addAndGet(-rows.size());
            return CompletableFuture.failedFuture(JournalException.writerFull(maxQueued));
        }
        Append append = new Append(rows, new CompletableFuture<>());
        queue.add(append);
        if (closed && queue.remove(append)) {
            append.written().completeExceptionally(JournalException.writerClosed());
        }
        return append.written();
    }

    /** Writes what was appended before, then stops. */
    @Override
    public void close() {
        closed = true;
        queue.add(END);
        try {
            writer.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<Append> group = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            try {
                ended = gather(group);
            } catch (InterruptedException e) {
                ended = true;
                LOGGER.atError().setCause(e).log("journal writer was interrupted");
            }
            if (!group.isEmpty()) {
                commit(group);
                group.clear();
            }
        }
        refuseTheRest();
    }

    /** Waits for one append and takes what else is there. True: it was the last time. */
    private boolean gather(List<Append> group) throws InterruptedException {
        int events = 0;
        for (Append next = queue.take(); next != null; next = queue.poll()) {
            if (next.rows().isEmpty()) {
                return true;
            }
            group.add(next);
            events += next.rows().size();
            queued.addAndGet(-next.rows().size());
            if (events >= MAX_GROUP) {
                break;
            }
        }
        return false;
    }

    private void commit(List<Append> group) {
        try {
            insert(group);
        } catch (SQLException e) {
            if (group.size() > 1 && Dialect.isFaultOfStatement(e)) {
                group.forEach(append -> commit(List.of(append)));
            } else {
                group.forEach(append -> append.written().completeExceptionally(failure(append, e)));
            }
        } catch (RuntimeException | Error e) {
            LOGGER.atError().setCause(e).log("journal writer failed");
            JournalException failure = JournalException.writeFailed(e);
            group.forEach(append -> append.written().completeExceptionally(failure));
        }
    }

    private void insert(List<Append> group) throws SQLException {
        List<JournalRow> rows = new ArrayList<>(MAX_GROUP);
        group.forEach(append -> rows.addAll(append.rows()));
        long first = inserts.append(rows);
        group.forEach(append -> append.written().complete(null));
        listener.committed(first, rows);
    }

    private void refuseTheRest() {
        for (Append rest = queue.poll(); rest != null; rest = queue.poll()) {
            rest.written().completeExceptionally(JournalException.writerClosed());
        }
    }

    private static JournalException failure(Append append, SQLException e) {
        JournalRow row = append.rows().getFirst();
        return JournalInserts.isSequenceTaken(e)
                ? JournalException.sequenceTaken(row.stream(), row.seqNr(), e)
                : JournalException.writeFailed(e);
    }
}
