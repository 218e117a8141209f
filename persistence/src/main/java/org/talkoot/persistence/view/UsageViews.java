package org.talkoot.persistence.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.TenantId;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.view.table.Select;

/** Queries of {@link UsageProjection}. Block their caller while the database works. */
public final class UsageViews {

    /** What one agent used of one model. */
    public record Line(AgentType agent, ModelName model, long calls, TokenUsage usage) {}

    private static final String SUMS = """
            SELECT agent, model, SUM(calls), SUM(input_tokens), SUM(output_tokens), SUM(cost_micros)
            FROM usage_view WHERE tenant = ?
            """;

    private static final String GROUPED = " GROUP BY agent, model ORDER BY agent, model";

    private final Database database;

    public UsageViews(Database database) {
        this.database = database;
    }

    /** A tenant's usage from {@code first} to {@code last}, both days included. */
    public List<Line> ofTenant(TenantId tenant, LocalDate first, LocalDate last) {
        return database.call(Select.list(
                SUMS + "AND on_day BETWEEN ? AND ?" + GROUPED,
                UsageViews::line,
                tenant.value(),
                first.toEpochDay(),
                last.toEpochDay()));
    }

    /** A conversation's usage in all its days. */
    public List<Line> ofConversation(ConversationId id) {
        return database.call(Select.list(
                SUMS + "AND conversation = ?" + GROUPED,
                UsageViews::line,
                id.tenant().value(),
                id.key()));
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                new AgentType(row.getString(1)),
                new ModelName(row.getString(2)),
                row.getLong(3),
                new TokenUsage(row.getLong(4), row.getLong(5), row.getLong(6)));
    }
}
