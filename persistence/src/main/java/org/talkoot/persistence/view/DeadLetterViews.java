package org.talkoot.persistence.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.TenantId;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.view.table.Select;

/** Queries of {@link DeadLetterViewProjection}. Block their caller while the database works. */
public final class DeadLetterViews {

    private static final String SELECT = """
            SELECT letter, tenant, conversation, agent, failure, reason, status, attempts,
                   opened_at, changed_at, retry_at
            FROM dead_letter_view
            """;

    private final Database database;

    public DeadLetterViews(Database database) {
        this.database = database;
    }

    /**
     * Which letters.
     *
     * @param afterId the last one of the page before; pages are in the order of the ids
     */
    public record Filter(
            TenantId tenant,
            Optional<DeadLetterSummary.Status> status,
            Optional<FailureClass> failure,
            Optional<AgentType> agent,
            Optional<ConversationId> conversation,
            Optional<DeadLetterId> afterId) {

        /** All of a tenant. */
        public static Filter of(TenantId tenant) {
            return new Filter(
                    tenant, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** Only those that wait. */
        public Filter waiting() {
            return new Filter(
                    tenant, Optional.of(DeadLetterSummary.Status.WAITING), failure, agent, conversation, afterId);
        }

        public Filter after(DeadLetterId letter) {
            return new Filter(tenant, status, failure, agent, conversation, Optional.of(letter));
        }
    }

    public Optional<DeadLetterSummary> find(DeadLetterId id) {
        return database.call(Select.list(SELECT + "WHERE letter = ?", DeadLetterViews::summary, id.value())).stream()
                .findFirst();
    }

    /** A page of at most {@code limit}. */
    public List<DeadLetterSummary> list(Filter filter, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append("WHERE tenant = ?");
        List<Object> arguments = new ArrayList<>(List.of(filter.tenant().value()));
        filter.status().ifPresent(s -> and(sql, arguments, "status = ?", lower(s)));
        filter.failure().ifPresent(f -> and(sql, arguments, "failure = ?", f.name()));
        filter.agent().ifPresent(a -> and(sql, arguments, "agent = ?", a.value()));
        filter.conversation().ifPresent(c -> and(sql, arguments, "conversation = ?", c.key()));
        filter.afterId().ifPresent(id -> and(sql, arguments, "letter > ?", id.value()));
        arguments.add(limit);
        return database.call(Select.list(
                sql.append(" ORDER BY letter LIMIT ?").toString(), DeadLetterViews::summary, arguments.toArray()));
    }

    /** How many wait, by class. */
    public Map<FailureClass, Long> waiting() {
        record Count(FailureClass failure, long letters) {}
        Map<FailureClass, Long> counts = new LinkedHashMap<>();
        database.call(Select.list(
                        "SELECT failure, COUNT(*) FROM dead_letter_view" + " WHERE status = 'waiting' GROUP BY failure",
                        row -> new Count(FailureClass.valueOf(row.getString(1)), row.getLong(2))))
                .forEach(count -> counts.put(count.failure(), count.letters()));
        return counts;
    }

    private static void and(StringBuilder sql, List<Object> arguments, String condition, String argument) {
        sql.append(" AND ").append(condition);
        arguments.add(argument);
    }

    private static String lower(DeadLetterSummary.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static DeadLetterSummary summary(ResultSet row) throws SQLException {
        return new DeadLetterSummary(
                new DeadLetterId(row.getString(1)),
                new ConversationId(new TenantId(row.getString(2)), row.getString(3)),
                ConversationViews.text(row, 4).map(AgentType::new),
                FailureClass.valueOf(row.getString(5)),
                row.getString(6),
                DeadLetterSummary.Status.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                row.getInt(8),
                new DeadLetterSummary.Times(
                        Instant.ofEpochMilli(row.getLong(9)),
                        Instant.ofEpochMilli(row.getLong(10)),
                        Optional.of(row.getLong(11)).filter(at -> at > 0).map(Instant::ofEpochMilli)));
    }
}
