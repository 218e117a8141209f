package org.talkoot.persistence.view;

import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.persistence.database.Database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Queries of {@link ConversationViewProjection}. Block their caller while the database works. */
public final class ConversationViews {

    private static final String SELECT =
            """
            SELECT tenant, conversation, owner, messages, last_activity, open_run, last_outcome
            FROM conversation_view WHERE tenant = ?
            """;

    private final Database database;

    public ConversationViews(Database database) {
        this.database = database;
    }

    public Optional<ConversationSummary> find(ConversationId id) {
        return database
                .call(
                        Select.list(
                                SELECT + "AND conversation = ?",
                                ConversationViews::summary,
                                id.tenant().value(),
                                id.key()))
                .stream()
                .findFirst();
    }

    /** The latest first, at most {@code limit}, only those last active before {@code before}. */
    public List<ConversationSummary> list(TenantId tenant, int limit, Instant before) {
        return database.call(
                Select.list(
                        SELECT + "AND last_activity < ? ORDER BY last_activity DESC LIMIT ?",
                        ConversationViews::summary,
                        tenant.value(),
                        before.toEpochMilli(),
                        limit));
    }

    private static ConversationSummary summary(ResultSet row) throws SQLException {
        return new ConversationSummary(
                new ConversationId(new TenantId(row.getString(1)), row.getString(2)),
                text(row, 3).map(AgentType::new),
                row.getLong(4),
                Instant.ofEpochMilli(row.getLong(5)),
                text(row, 6).map(RunId::new),
                text(row, 7)
                        .map(o -> o.toUpperCase(Locale.ROOT))
                        .map(ConversationSummary.Outcome::valueOf));
    }

    /** Null and empty both mean none. */
    static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
    }
}
