package org.talkoot.persistence.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.persistence.codec.JournalException;
import org.talkoot.persistence.database.Dialect;

/**
 * The one writer of a node's journal.
 *
 * <p>While a commit is on its way to the disk, the appends of other entities gather; the next commit takes them all. So
 * an idle journal commits at once, and a busy one commits as seldom as its disk is slow, without a timer. An append is
 * all or nothing; a group is not: when a group fails because of one append, its halves are tried, and theirs, until
 * only the culprit fails.
 */
/* What a failure means. A stream's number that is taken, or a value that cannot be stored, is the
 * fault of one append, and halving finds it in some twenty commits among a thousand. Anything else (no connection, no disk) is the fault of none: all fail, their entities stop
 * and recover from what is in the journal, which also settles the case that the commit had happened
 * and only its answer was lost. Nothing is retried here: the entity is who knows what to do. */
final class GroupCommit implements AutoCloseable {

    /** Events in one commit: beyond this a larger group no longer pays. */
    static final int MAX_GROUP = 1_000;

    /** Their size: one statement has to fit into memory, here and on the server. */
    static final long MAX_GROUP_BYTES = 4L << 20;

    /**
     * What may wait to be written; an append beyond either fails at once.
     *
     * @param events their number
     * @param bytes their size
     */
    record Bounds(int events, long bytes) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(GroupCommit.class);

    /** Rows of one stream that are written together, and who waits for that. */
    private record Append(List<JournalRow> rows, long bytes, CompletableFuture<Void> written) {

        static Append of(List<JournalRow> rows) {
            long bytes = rows.stream().mapToLong(row -> row.encoded().bytes()).sum();
            return new Append(rows, bytes, new CompletableFuture<>());
        }
    }

    /** Without rows: the end. */
    private static final Append END = Append.of(List.of());

    private final JournalInserts inserts;
    private final CommitListener listener;
    private final Bounds bounds;
    private final BlockingQueue<Append> queue = new LinkedBlockingQueue<>(); // bound: bounds
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Thread writer;
    private volatile boolean closed;

    GroupCommit(JournalInserts inserts, CommitListener listener, Bounds bounds) {
        this.inserts = inserts;
        this.listener = listener;
        this.bounds = bounds;
        this.writer =
                Thread.ofPlatform().daemon().name("talkoot-journal-writer").start(this::write);
    }

    /** Events that wait to be written. */
    int queued() {
        return queued.get();
    }

    /** Completes when the rows are durable. */
    CompletableFuture<Void> append(List<JournalRow> rows) {
        Append append = Append.of(rows);
        boolean tooMany = queued.addAndGet(rows.size()) > bounds.events();
        boolean tooLarge = queuedBytes.addAndGet(append.bytes()) > bounds.bytes();
        if (tooMany || tooLarge) {
            leave(append);
            return CompletableFuture.failedFuture(JournalException.writerFull(bounds.events(), bounds.bytes()));
        }
        queue.add(append);
        if (closed && queue.remove(append)) {
            append.written().completeExceptionally(JournalException.writerClosed());
        }
        return append.written();
    }

    private void leave(Append append) {
        queued.addAndGet(-append.rows().size());
        queuedBytes.addAndGet(-append.bytes());
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

    /** Waits for one append and takes what else is there and fits. True: it was the last time. */
    private boolean gather(List<Append> group) throws InterruptedException {
        int events = 0;
        long bytes = 0;
        for (Append next = queue.take(); next != null; next = fitting(events, bytes)) {
            if (next.rows().isEmpty()) {
                return true;
            }
            group.add(next);
            leave(next);
            events += next.rows().size();
            bytes += next.bytes();
        }
        return false;
    }

    /** The next append, if there is one and it goes into a group that has so much already. */
    private @Nullable Append fitting(int events, long bytes) {
        Append next = queue.peek();
        boolean fits =
                next != null && events + next.rows().size() <= MAX_GROUP && bytes + next.bytes() <= MAX_GROUP_BYTES;
        return fits ? queue.poll() : null;
    }

    private void commit(List<Append> group) {
        try {
            insert(group);
        } catch (SQLException e) {
            if (group.size() > 1 && isFaultOfOne(e)) {
                commit(group.subList(0, group.size() / 2));
                commit(group.subList(group.size() / 2, group.size()));
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

    /** A number that is taken in the order of the whole journal is the fault of none. */
    private static boolean isFaultOfOne(SQLException e) {
        return JournalInserts.isSequenceTaken(e)
                || Dialect.unread(e).isPresent()
                || (Dialect.isFaultOfStatement(e) && Dialect.uniqueViolation(e).isEmpty());
    }

    private static JournalException failure(Append append, SQLException e) {
        JournalRow row = append.rows().getFirst();
        return JournalInserts.isSequenceTaken(e)
                ? JournalException.sequenceTaken(row.stream(), row.seqNr(), e)
                : Dialect.unread(e)
                        .map(kind -> JournalException.unreadByMembers(kind, e))
                        .orElseGet(() -> JournalException.writeFailed(e));
    }
}
