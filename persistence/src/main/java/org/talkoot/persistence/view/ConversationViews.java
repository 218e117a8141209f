package org.talkoot.persistence.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.event.Attributes;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.view.table.Select;

/** Queries of {@link ConversationViewProjection}. Block their caller while the database works. */
public final class ConversationViews {

    private static final String SELECT = """
            SELECT tenant, conversation, owner, messages, last_activity, open_run, last_outcome, attributes
            FROM conversation_view WHERE tenant = ?
            """;

    private final Database database;

    public ConversationViews(Database database) {
        this.database = database;
    }

    public Optional<ConversationSummary> find(ConversationId id) {
        return database
                .call(Select.list(
                        SELECT + "AND conversation = ?",
                        ConversationViews::summary,
                        id.tenant().value(),
                        id.key()))
                .stream()
                .findFirst();
    }

    /**
     * A place in the list: the last conversation of the page before. Several may have been active in the same
     * millisecond, so the time alone is not one.
     *
     * @param key empty: before the first of that time
     */
    public record Cursor(Instant lastActivity, String key) {

        private static final char SEPARATOR = '~';

        /** After this conversation. */
        public static Cursor after(ConversationSummary last) {
            return new Cursor(last.lastActivity(), last.id().key());
        }

        /**
         * What {@link #toString} gives, or a time alone.
         *
         * @throws IllegalArgumentException when it is neither
         */
        public static Cursor parse(String text) {
            int end = text.indexOf(SEPARATOR);
            try {
                return end < 0
                        ? new Cursor(Instant.parse(text), "")
                        : new Cursor(Instant.parse(text.substring(0, end)), text.substring(end + 1));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("'%s' is no time".formatted(text), e);
            }
        }

        @Override
        public String toString() {
            return lastActivity.toString() + SEPARATOR + key;
        }
    }

    /** The latest first, at most {@code limit}, only those behind {@code before}. */
    public List<ConversationSummary> list(TenantId tenant, int limit, Cursor before) {
        long at = before.lastActivity().toEpochMilli();
        return database.call(Select.list(
                SELECT
                        + "AND (last_activity < ? OR (last_activity = ? AND conversation <"
                        + " ?)) ORDER BY last_activity DESC, conversation DESC LIMIT ?",
                ConversationViews::summary,
                tenant.value(),
                at,
                at,
                before.key(),
                limit));
    }

    /**
     * How the runs of a batch stand.
     *
     * @param total how many have been started
     */
    public record Progress(long total, long open, long answered, long failed) {}

    /** Of the batch that {@link ConversationId#batchName} names; no runs, when there is none. */
    public Progress progress(TenantId tenant, String batch) {
        return database.call(Select.list(
                        """
                        SELECT COUNT(*), SUM(CASE WHEN open_run <> '' THEN 1 ELSE 0 END),
                            SUM(CASE WHEN open_run = '' AND last_outcome = 'answered' THEN 1 ELSE 0 END),
                            SUM(CASE WHEN open_run = '' AND last_outcome = 'failed' THEN 1 ELSE 0 END)
                        FROM conversation_view WHERE tenant = ? AND batch = ?
                        """,
                        row -> new Progress(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                        tenant.value(),
                        batch))
                .getFirst();
    }

    /**
     * The conversations of its runs in the order of their keys, at most {@code limit}, only those behind {@code after}.
     */
    public List<ConversationSummary> ofBatch(TenantId tenant, String batch, String after, int limit) {
        return database.call(Select.list(
                SELECT + "AND batch = ? AND conversation > ? ORDER BY conversation LIMIT ?",
                ConversationViews::summary,
                tenant.value(),
                batch,
                after,
                limit));
    }

    private static ConversationSummary summary(ResultSet row) throws SQLException {
        return new ConversationSummary(
                new ConversationId(new TenantId(row.getString(1)), row.getString(2)),
                text(row, 3).map(AgentType::new),
                row.getLong(4),
                Instant.ofEpochMilli(row.getLong(5)),
                text(row, 6).map(RunId::parse),
                text(row, 7).map(o -> o.toUpperCase(Locale.ROOT)).map(ConversationSummary.Outcome::valueOf),
                text(row, 8).map(ConversationViewProjection::read).orElse(Attributes.NONE));
    }

    /** Null and empty both mean none. */
    static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
    }
}
