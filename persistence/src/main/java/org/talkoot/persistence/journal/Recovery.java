package org.talkoot.persistence.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.database.Database;

/**
 * What a recovering entity reads. Pekko asks for the highest number first and for the events next; the first answer
 * already reads the first page, and the second takes it from here, so a short stream costs one round trip.
 */
final class Recovery {

    /** First pages kept between the two questions; Pekko recovers fewer entities at once. */
    private static final int MAX_KEPT = 256;

    /** The size of one of them; a larger one is read twice. */
    private static final long MAX_KEPT_BYTES = 128L << 10;

    private final Database database;
    private final StreamReader reader;
    private final Map<StreamId, List<JournalEntry>> firstPages = new ConcurrentHashMap<>();

    Recovery(Database database) {
        this.database = database;
        this.reader = new StreamReader(Where.on(database.dialect()));
    }

    CompletableFuture<Long> highest(StreamId stream, long from) {
        return database.submit(connection -> highest(connection, stream, from));
    }

    private long highest(Connection connection, StreamId stream, long from) throws SQLException {
        List<JournalEntry> page = reader.page(connection, stream, from, Long.MAX_VALUE);
        if (!StreamReader.isLast(page) || (page.isEmpty() && from > 0)) {
            firstPages.remove(stream);
            return reader.highest(connection, stream);
        }
        if (page.isEmpty()) {
            return 0;
        }
        if (firstPages.size() < MAX_KEPT && StreamReader.bytes(page) < MAX_KEPT_BYTES) {
            firstPages.put(stream, page);
        } else if (firstPages.size() >= MAX_KEPT) {
            firstPages.clear(); // of those who never came for the second question
        }
        return page.getLast().seqNr();
    }

    /** Hands over the events from {@code from} to {@code to}, at most {@code max}, in order. */
    CompletableFuture<Void> replay(StreamId stream, long from, long to, long max, Consumer<JournalEntry> consumer) {
        List<JournalEntry> kept = firstPages.remove(stream);
        CompletableFuture<Long> left = kept != null && covers(kept, from, to)
                ? database.compute(() -> hand(kept, from, to, max, consumer))
                : database.submit(c -> pages(c, stream, from, to, max, consumer));
        return left.thenAccept(unused -> {});
    }

    private long pages(
            Connection connection, StreamId stream, long from, long to, long max, Consumer<JournalEntry> consumer)
            throws SQLException {
        long left = max;
        long next = from;
        while (next <= to && left > 0) {
            long last = Math.min(to, next + StreamReader.PAGE - 1);
            List<JournalEntry> page = reader.page(connection, stream, next, last);
            left = hand(page, next, last, left, consumer);
            next = StreamReader.after(page, last);
        }
        return left;
    }

    /** Deletes the events up to {@code to}. */
    CompletableFuture<Void> delete(StreamId stream, long to) {
        return database.execute(connection -> reader.delete(connection, stream, to));
    }

    private static boolean covers(List<JournalEntry> page, long from, long to) {
        return page.getFirst().seqNr() <= from && page.getLast().seqNr() >= to;
    }

    private static long hand(List<JournalEntry> page, long from, long to, long max, Consumer<JournalEntry> consumer) {
        long left = max;
        for (JournalEntry entry : page) {
            boolean wanted = entry.seqNr() >= from && entry.seqNr() <= to && left > 0;
            if (wanted && !entry.type().equals(StreamReader.DELETED)) {
                consumer.accept(entry);
                left--;
            }
        }
        return left;
    }
}
