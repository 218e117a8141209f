package org.talkoot.persistence.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.view.table.Select;

/** Queries of {@link UnfinishedProjection}: what to wake. Block their caller. */
public final class UnfinishedWork {

    /**
     * A stream with work to do.
     *
     * @param run the run, or the letter, that has to be seen to
     * @param since when it began
     */
    public record Entry(StreamId stream, String run, Instant since) {}

    private static final String SELECT = """
            SELECT u.feed, u.entity, u.run, u.since FROM unfinished u
            WHERE (u.feed > ? OR (u.feed = ? AND u.run > ?))
                AND (u.deadline <= ? OR (u.due <= ? AND (u.calls <= 0 OR u.calls >
                    (SELECT COUNT(*) FROM unfinished c WHERE c.feed = u.feed AND c.parent = u.run))))
            ORDER BY u.feed, u.run LIMIT ?
            """;

    private final Database database;

    public UnfinishedWork(Database database) {
        this.database = database;
    }

    /**
     * What is due by now: a page of at most {@code limit}, after the last one of the page before. What waits for a
     * person, a timer or a provider is not, nor who waits for it.
     */
    public List<Entry> due(Instant now, int limit, Optional<Entry> after) {
        String feed = after.map(entry -> entry.stream().feed().toString()).orElse("");
        String run = after.map(Entry::run).orElse("");
        return database.call(Select.list(
                SELECT,
                row -> new Entry(
                        StreamId.of(ConversationId.parse(row.getString(1)), row.getString(2)),
                        row.getString(3),
                        Instant.ofEpochMilli(row.getLong(4))),
                feed,
                feed,
                run,
                now.toEpochMilli(),
                now.toEpochMilli(),
                limit));
    }
}
