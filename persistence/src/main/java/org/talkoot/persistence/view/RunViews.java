package org.talkoot.persistence.view;

import static org.talkoot.persistence.view.ConversationViews.text;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.view.RunSummary.Status;

/** Queries of {@link RunViewProjection}. Block their caller while the database works. */
public final class RunViews {

    private static final String SELECT = """
            SELECT tenant, run, conversation, agent, parent_run, status, failure_code,
                failure_detail, asked_at, started_at, ended_at, answer, model_calls, tool_calls,
                input_tokens, output_tokens, cost_micros
            FROM run_view WHERE tenant = ? AND run = ?
            """;

    private final Database database;

    public RunViews(Database database) {
        this.database = database;
    }

    public Optional<RunSummary> find(TenantId tenant, RunId run) {
        return database.call(Select.list(SELECT, RunViews::summary, tenant.value(), run.value())).stream()
                .findFirst();
    }

    private static RunSummary summary(ResultSet row) throws SQLException {
        ConversationId conversation = new ConversationId(new TenantId(row.getString(1)), row.getString(3));
        long started = row.getLong(10);
        return new RunSummary(
                RunId.parse(row.getString(2)),
                AgentId.of(conversation, row.getString(4)),
                text(row, 5).map(RunId::parse),
                status(row),
                Instant.ofEpochMilli(row.getLong(9)),
                started == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(started)),
                new RunSummary.Usage(
                        row.getLong(13),
                        row.getLong(14),
                        new TokenUsage(row.getLong(15), row.getLong(16), row.getLong(17))));
    }

    private static Status status(ResultSet row) throws SQLException {
        Instant ended = Instant.ofEpochMilli(row.getLong(11));
        return switch (text(row, 6).orElse("")) {
            case "waiting" -> new Status.Waiting();
            case "running" -> new Status.Running();
            case "waiting_for_person" -> new Status.WaitingForPerson();
            case "waiting_for_timer" -> new Status.WaitingForTimer();
            case "answered" -> new Status.Answered(row.getLong(12), ended);
            case "handed_off" -> new Status.HandedOff(ended);
            case "failed" ->
                new Status.Failed(text(row, 7).orElse(""), text(row, 8).orElse(""), ended);
            default -> throw new IllegalStateException("no status: " + row.getString(6));
        };
    }
}
