package org.talkoot.persistence.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.database.Dialect;

/**
 * Empties the events of a stream that come before its last one. From the end to the beginning, so that whatever is left
 * at any moment is a history that was, and its end: an entity that recovers meanwhile can read it. The row of an event
 * stays with its place, its number and its time, because marks of sinks are recognised by them; what it was is gone,
 * and nobody reads it any more.
 */
public final class StreamErasure {

    /** Events that are emptied in one transaction: few, because whoever writes may have to wait for it. */
    private static final int PIECE = 64;

    private final Where where;
    private final StreamReader streams;

    public StreamErasure(Dialect dialect) {
        this.where = Where.on(dialect);
        this.streams = new StreamReader(where);
    }

    /** The streams that are shown in a feed and have begun before a position. */
    public List<StreamId> streams(Connection connection, ConversationId feed, long before) throws SQLException {
        String sql = "SELECT entity FROM journal WHERE " + where.feed() + " GROUP BY entity HAVING MIN(position) < ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(where.bind(select, feed), before);
            List<StreamId> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(StreamId.of(feed, rows.getString(1)));
                }
            }
            return found;
        }
    }

    /** The latest events before a number, oldest first; none: there are no more. */
    public List<JournalEntry> latest(Connection connection, StreamId stream, long before) throws SQLException {
        long highest = highest(connection, stream, before);
        long first = Math.max(1, highest - PIECE + 1);
        List<JournalEntry> page = List.of();
        while (highest > 0 && (page.isEmpty() || page.getLast().seqNr() < highest)) {
            page = streams.page(connection, stream, first, highest);
            first = page.isEmpty() ? highest : page.getLast().seqNr() + 1;
        }
        return page;
    }

    private long highest(Connection connection, StreamId stream, long before) throws SQLException {
        String sql = "SELECT seq_nr FROM journal WHERE " + where.stream()
                + " AND seq_nr < ? AND type <> '' ORDER BY seq_nr DESC LIMIT 1";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(where.bind(select, stream), before);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    /** Empties these, which are of one stream. In the transaction of the caller. */
    public void erase(Connection connection, List<JournalEntry> piece) throws SQLException {
        StreamId stream = piece.getFirst().stream();
        String sql = "UPDATE journal SET type = '', payload = ? WHERE " + where.stream()
                + " AND seq_nr >= ? AND seq_nr <= ?";
        try (PreparedStatement empty = connection.prepareStatement(sql)) {
            empty.setBytes(1, new byte[0]);
            int next = where.bind(empty, 2, stream);
            empty.setLong(next, piece.getFirst().seqNr());
            empty.setLong(next + 1, piece.getLast().seqNr());
            empty.executeUpdate();
        }
    }
}
