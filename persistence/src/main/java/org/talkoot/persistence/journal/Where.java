package org.talkoot.persistence.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.database.Dialect;

/**
 * How a stream or a feed is found. On Postgres the indexes hold 64-bit hashes instead of the names, which halves what
 * an event costs on disk; the names are compared as well.
 */
enum Where {
    SQLITE("feed = ? AND entity = ?", "feed = ?"),
    POSTGRES(
            "hashtextextended(feed || '|' || entity, 0) = hashtextextended(?, 0)" + " AND feed = ? AND entity = ?",
            "hashtextextended(feed, 0) = hashtextextended(?, 0) AND feed = ?");

    private final String stream;
    private final String feed;

    Where(String stream, String feed) {
        this.stream = stream;
        this.feed = feed;
    }

    static Where on(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> SQLITE;
            case POSTGRES -> POSTGRES;
        };
    }

    String stream() {
        return stream;
    }

    String feed() {
        return feed;
    }

    /** Fills in the parameters of {@link #stream}, which come first, and returns the next one's. */
    int bind(PreparedStatement statement, StreamId id) throws SQLException {
        return bind(statement, 1, id);
    }

    /** The same, beginning with parameter {@code first}. */
    int bind(PreparedStatement statement, int first, StreamId id) throws SQLException {
        int next = first;
        if (this == POSTGRES) {
            statement.setString(next++, id.toString());
        }
        statement.setString(next++, id.feed().toString());
        statement.setString(next++, id.entity());
        return next;
    }

    /** Fills in the parameters of {@link #feed}, which come first, and returns the next one's. */
    int bind(PreparedStatement statement, ConversationId id) throws SQLException {
        int next = 1;
        if (this == POSTGRES) {
            statement.setString(next++, id.toString());
        }
        statement.setString(next++, id.toString());
        return next;
    }
}
