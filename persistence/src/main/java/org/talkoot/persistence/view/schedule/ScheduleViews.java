package org.talkoot.persistence.view.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.TenantId;
import org.talkoot.core.schedule.Occurrence;
import org.talkoot.core.schedule.ScheduleTerms;
import org.talkoot.core.schedule.Timing;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.view.schedule.ScheduleSummary.Last;
import org.talkoot.persistence.view.schedule.ScheduleSummary.Outcome;
import org.talkoot.persistence.view.schedule.ScheduleSummary.Status;
import org.talkoot.persistence.view.schedule.ScheduleSummary.Times;
import org.talkoot.persistence.view.table.Select;

/** Queries of {@link ScheduleViewProjection}. Block their caller while the database works. */
public final class ScheduleViews {

    private static final String SELECT = """
            SELECT tenant, schedule, agent, content, conversation, timing, expression, zone, begins_at, missed, overlap,
                   made_by, status, reason, due, last_number, last_due, last_outcome, last_detail, made_at, changed_at
            FROM schedule_view
            """;

    private final Database database;

    public ScheduleViews(Database database) {
        this.database = database;
    }

    /**
     * Which schedules.
     *
     * @param after the name of the last one of the page before; pages are in the order of the names
     */
    public record Filter(
            TenantId tenant, Optional<Status> status, Optional<AgentType> agent, Optional<ScheduleId> after) {}

    public Optional<ScheduleSummary> find(ScheduleId id) {
        return database
                .call(Select.list(
                        SELECT + "WHERE tenant = ? AND schedule = ?",
                        ScheduleViews::summary,
                        id.tenant().value(),
                        id.name()))
                .stream()
                .findFirst();
    }

    /** A page of at most {@code limit}. */
    public List<ScheduleSummary> list(Filter filter, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append("WHERE tenant = ?");
        List<Object> arguments = new ArrayList<>(List.of(filter.tenant().value()));
        filter.status().ifPresent(s -> and(sql, arguments, "status = ?", ScheduleViewProjection.lower(s)));
        filter.agent().ifPresent(a -> and(sql, arguments, "agent = ?", a.value()));
        filter.after().ifPresent(id -> and(sql, arguments, "schedule > ?", id.name()));
        arguments.add(limit);
        return database.call(Select.list(
                sql.append(" ORDER BY schedule LIMIT ?").toString(), ScheduleViews::summary, arguments.toArray()));
    }

    private static void and(StringBuilder sql, List<Object> arguments, String condition, String argument) {
        sql.append(" AND ").append(condition);
        arguments.add(argument);
    }

    private static ScheduleSummary summary(ResultSet row) throws SQLException {
        TenantId tenant = new TenantId(row.getString("tenant"));
        return new ScheduleSummary(
                new ScheduleId(tenant, row.getString("schedule")),
                terms(row, tenant),
                Status.valueOf(upper(row, "status")),
                instant(row, "due"),
                last(row),
                text(row, "reason"),
                new Times(
                        Instant.ofEpochMilli(row.getLong("made_at")), Instant.ofEpochMilli(row.getLong("changed_at"))));
    }

    private static ScheduleTerms terms(ResultSet row, TenantId tenant) throws SQLException {
        return new ScheduleTerms(
                new AgentType(row.getString("agent")),
                row.getString("content"),
                text(row, "conversation")
                        .map(key -> new ConversationId(tenant, key))
                        .orElse(null),
                timing(row),
                ScheduleTerms.Missed.valueOf(upper(row, "missed")),
                ScheduleTerms.Overlap.valueOf(upper(row, "overlap")),
                text(row, "made_by").map(user -> Caller.of(tenant, user)).orElseGet(() -> Caller.anonymous(tenant)));
    }

    private static Timing timing(ResultSet row) throws SQLException {
        String expression = row.getString("expression");
        String kind = row.getString("timing");
        return switch (kind) {
            case "at" -> new Timing.At(Instant.parse(expression));
            case "every" ->
                new Timing.Every(
                        Duration.parse(expression), instant(row, "begins_at").orElse(null));
            case "cron" -> new Timing.Calendar(expression, row.getString("zone"));
            default -> throw new IllegalStateException("no timing: " + kind);
        };
    }

    private static Optional<Last> last(ResultSet row) throws SQLException {
        long number = row.getLong("last_number");
        if (number == 0) {
            return Optional.empty();
        }
        return Optional.of(new Last(
                new Occurrence(number, Instant.ofEpochMilli(row.getLong("last_due")), null),
                Outcome.valueOf(upper(row, "last_outcome")),
                text(row, "last_detail")));
    }

    private static String upper(ResultSet row, String column) throws SQLException {
        return row.getString(column).toUpperCase(Locale.ROOT);
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.of(row.getLong(column)).filter(at -> at != 0).map(Instant::ofEpochMilli);
    }
}
