package org.talkoot.persistence.view;

import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.database.Database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Queries of {@link UnfinishedProjection}: what to wake. Block their caller. */
public final class UnfinishedWork {

    /**
     * A stream with work to do.
     *
     * @param since when the oldest of it began
     */
    public record Entry(StreamId stream, Instant since) {}

    private static final String SELECT =
            """
            SELECT feed, entity, MIN(since) FROM unfinished
            WHERE (feed > ?) OR (feed = ? AND entity > ?)
            GROUP BY feed, entity ORDER BY feed, entity LIMIT ?
            """;

    private final Database database;

    public UnfinishedWork(Database database) {
        this.database = database;
    }

    /** A page of at most {@code limit} streams, after the last one of the page before. */
    public List<Entry> list(int limit, Optional<StreamId> after) {
        String feed = after.map(stream -> stream.feed().toString()).orElse("");
        String entity = after.map(StreamId::entity).orElse("");
        return database.call(
                Select.list(
                        SELECT,
                        row ->
                                new Entry(
                                        new StreamId(
                                                ConversationId.parse(row.getString(1)),
                                                row.getString(2)),
                                        Instant.ofEpochMilli(row.getLong(3))),
                        feed,
                        feed,
                        entity,
                        limit));
    }
}
