package org.talkoot.persistence.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.codec.Encoded;

/**
 * Reads one stream of the journal, a page at a time: no transaction stays open, no page is big. Who reads on from page
 * to page names the end of each, or the server would sort all that is left.
 */
final class StreamReader {

    /** Most streams fit into one page, and so into one round trip. */
    static final int PAGE = 512;

    /** Enough for one page: several readers hold one at the same time. */
    static final long PAGE_BYTES = 8L << 20;

    /** The type of what is left of a deleted stream's last event, so that its number is kept. */
    static final String DELETED = "";

    private static final String COLUMNS =
            "SELECT position, seq_nr, written_at, version, remaining, type, payload FROM journal WHERE ";

    private final Where where;

    StreamReader(Where where) {
        this.where = where;
    }

    /**
     * The first entries from {@code from} to {@code to}, deleted ones included: at most {@link #PAGE}, and fewer when
     * they are large.
     */
    List<JournalEntry> page(Connection connection, StreamId stream, long from, long to) throws SQLException {
        String sql = COLUMNS + where.stream() + " AND seq_nr >= ? AND seq_nr <= ? ORDER BY seq_nr LIMIT ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            int next = where.bind(select, stream);
            select.setLong(next, from);
            select.setLong(next + 1, to);
            select.setInt(next + 2, PAGE);
            return page(connection, stream, select);
        }
    }

    /** The first entries of these types from {@code from} on, and fewer when they are large. */
    List<JournalEntry> ofTypes(Connection connection, StreamId stream, List<String> types, long from, int limit)
            throws SQLException {
        String sql = COLUMNS
                + where.stream()
                + " AND seq_nr >= ? AND type IN (%s) ORDER BY seq_nr LIMIT ?"
                        .formatted(String.join(", ", Collections.nCopies(types.size(), "?")));
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            int next = where.bind(select, stream);
            select.setLong(next++, from);
            for (String type : types) {
                select.setString(next++, type);
            }
            select.setInt(next, limit);
            return page(connection, stream, select);
        }
    }

    private static List<JournalEntry> page(Connection connection, StreamId stream, PreparedStatement select)
            throws SQLException {
        List<JournalEntry> page = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            long bytes = 0;
            while (bytes < PAGE_BYTES && rows.next()) {
                JournalEntry entry = entry(stream, rows);
                page.add(entry);
                bytes += entry.payload().length;
            }
        }
        return ContentTable.resolved(connection, page);
    }

    /** Whether there is nothing behind a page that was to go on to the end of its stream. */
    static boolean isLast(List<JournalEntry> page) {
        return page.size() < PAGE && bytes(page) < PAGE_BYTES;
    }

    static long bytes(List<JournalEntry> page) {
        return page.stream().mapToLong(entry -> entry.payload().length).sum();
    }

    /** Where to go on after a page that was to go on to {@code last}. */
    static long after(List<JournalEntry> page, long last) {
        return page.isEmpty() ? last + 1 : page.getLast().seqNr() + 1;
    }

    /** Reads the columns that {@link #page} selects. */
    static JournalEntry entry(StreamId stream, ResultSet row) throws SQLException {
        return new JournalEntry(
                row.getLong(1),
                stream,
                row.getLong(2),
                row.getInt(5),
                row.getLong(3),
                new Encoded(row.getString(6), row.getInt(4), row.getBytes(7)));
    }

    /** 0: there is no such stream. */
    long highest(Connection connection, StreamId stream) throws SQLException {
        String sql = "SELECT seq_nr FROM journal WHERE " + where.stream() + " ORDER BY seq_nr DESC LIMIT 1";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            where.bind(select, stream);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    /**
     * Deletes events up to {@code to}, but leaves the number of the last one taken for ever. To be called in a
     * transaction.
     */
    void delete(Connection connection, StreamId stream, long to) throws SQLException {
        long last = Math.min(to, highest(connection, stream));
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM journal WHERE " + where.stream() + " AND seq_nr < ?")) {
            delete.setLong(where.bind(delete, stream), last);
            delete.executeUpdate();
        }
        try (PreparedStatement empty =
                connection.prepareStatement("UPDATE journal SET type = '', payload = ? WHERE position IN"
                        + " (SELECT position FROM journal WHERE "
                        + where.stream()
                        + " AND seq_nr = ?)")) {
            empty.setBytes(1, new byte[0]);
            empty.setLong(where.bind(empty, 2, stream), last);
            empty.executeUpdate();
        }
    }
}
