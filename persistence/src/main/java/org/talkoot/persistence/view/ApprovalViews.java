package org.talkoot.persistence.view;

import static org.talkoot.persistence.view.ConversationViews.text;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.view.ApprovalSummary.Subject;
import org.talkoot.persistence.view.table.NameLines;
import org.talkoot.persistence.view.table.Select;

/** Queries of {@link ApprovalViewProjection}. Block their caller while the database works. */
public final class ApprovalViews {

    /** Rows without a kind are of what was decided when its conversation had been removed already. */
    private static final String SELECT = """
            SELECT tenant, conversation, run, call, entity, kind, subject, content, version,
                   approvals, agreed, roles, escalated, users, since, due, until, sequence
            FROM approval_view WHERE tenant = ? AND kind IS NOT NULL
            """;

    private final Database database;

    public ApprovalViews(Database database) {
        this.database = database;
    }

    /**
     * Which of them.
     *
     * @param role what somebody with this role may decide: it is named, or nobody is
     * @param agent whose run it is
     * @param askedBefore only what has waited since before then
     * @param after the sequence of the last one of the page before; the oldest comes first
     */
    public record Filter(
            TenantId tenant,
            Optional<String> role,
            Optional<AgentType> agent,
            Optional<ConversationId> conversation,
            Optional<Instant> askedBefore,
            long after) {

        /** All of a tenant. */
        public static Filter of(TenantId tenant) {
            return new Filter(tenant, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);
        }

        public Filter role(String changed) {
            return new Filter(tenant, Optional.of(changed), agent, conversation, askedBefore, after);
        }

        public Filter agent(AgentType changed) {
            return new Filter(tenant, role, Optional.of(changed), conversation, askedBefore, after);
        }

        public Filter conversation(ConversationId changed) {
            return new Filter(tenant, role, agent, Optional.of(changed), askedBefore, after);
        }

        public Filter askedBefore(Instant changed) {
            return new Filter(tenant, role, agent, conversation, Optional.of(changed), after);
        }

        public Filter after(ApprovalSummary last) {
            return new Filter(tenant, role, agent, conversation, askedBefore, last.sequence());
        }
    }

    /** While nobody has decided it. */
    public Optional<ApprovalSummary> find(ConversationId conversation, RunId run, CallId call) {
        return database
                .call(Select.list(
                        SELECT + "AND conversation = ? AND run = ? AND call = ?",
                        ApprovalViews::summary,
                        conversation.tenant().value(),
                        conversation.key(),
                        run.value(),
                        call.value()))
                .stream()
                .findFirst();
    }

    /** A page of at most {@code limit}, the oldest first. */
    public List<ApprovalSummary> list(Filter filter, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append("AND sequence > ?");
        List<Object> arguments = new ArrayList<>(List.of(filter.tenant().value(), filter.after()));
        filter.role().ifPresent(role -> {
            String line = NameLines.line(role);
            sql.append(" AND (%s OR %s OR (roles = '' AND users = ''))".formatted(has("roles"), has("escalated")));
            arguments.addAll(List.of(line, line));
        });
        filter.agent().ifPresent(agent -> {
            sql.append(" AND agent = ?");
            arguments.add(agent.value());
        });
        filter.conversation().ifPresent(conversation -> {
            sql.append(" AND conversation = ?");
            arguments.add(conversation.key());
        });
        filter.askedBefore().ifPresent(at -> {
            sql.append(" AND since < ?");
            arguments.add(at.toEpochMilli());
        });
        arguments.add(limit);
        return database.call(Select.list(
                sql.append(" ORDER BY sequence LIMIT ?").toString(), ApprovalViews::summary, arguments.toArray()));
    }

    private String has(String column) {
        return switch (database.dialect()) {
            case SQLITE -> "instr(%s, ?) > 0".formatted(column);
            case POSTGRES -> "strpos(%s, ?) > 0".formatted(column);
        };
    }

    private static ApprovalSummary summary(ResultSet row) throws SQLException {
        ConversationId conversation = new ConversationId(new TenantId(row.getString(1)), row.getString(2));
        return new ApprovalSummary(
                RunId.parse(row.getString(3)),
                new CallId(row.getString(4)),
                AgentId.of(conversation, row.getString(5)),
                subject(row),
                new ApprovalSummary.Deciders(
                        row.getInt(10),
                        row.getInt(11),
                        NameLines.read(row.getString(12)),
                        NameLines.read(row.getString(13)),
                        NameLines.read(row.getString(14))),
                new ApprovalSummary.Times(at(row, 15), at(row, 16), at(row, 17)),
                row.getLong(18));
    }

    private static Subject subject(ResultSet row) throws SQLException {
        String subject = text(row, 7).orElse("");
        String content = row.getString(8);
        return switch (row.getString(6)) {
            case "call" -> new Subject.Call(subject, content, row.getInt(9));
            case "question" -> new Subject.Question(content);
            case "doubt" -> new Subject.Doubt(content, new CallId(subject));
            default -> throw new IllegalStateException("no kind: " + row.getString(6));
        };
    }

    private static Instant at(ResultSet row, int column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }
}
