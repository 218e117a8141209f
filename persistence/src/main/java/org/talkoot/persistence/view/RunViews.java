package org.talkoot.persistence.view;

import static org.talkoot.persistence.view.ConversationViews.text;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.view.RunSummary.Status;
import org.talkoot.persistence.view.run.OpenWaits;
import org.talkoot.persistence.view.run.RunSigns;
import org.talkoot.persistence.view.table.Select;

/** Queries of {@link RunViewProjection}. Block their caller while the database works. */
public final class RunViews {

    private static final String SELECT = """
            SELECT tenant, run, conversation, agent, parent_run, status, failure_code,
                failure_detail, asked_at, started_at, ended_at, answer, model_calls, tool_calls,
                input_tokens, output_tokens, cost_micros, paused_at, paused_above_at,
                (SELECT MIN(w.kind) FROM run_wait w WHERE w.tenant = run_view.tenant AND w.run = run_view.run)
            FROM run_view WHERE tenant = ?
            """;

    private final Database database;

    public RunViews(Database database) {
        this.database = database;
    }

    public Optional<RunSummary> find(TenantId tenant, RunId run) {
        return database
                .call(Select.list(SELECT + "AND run = ?", RunViews::summary, tenant.value(), run.value()))
                .stream()
                .findFirst();
    }

    /** Those that a run has asked for, in the order in which it did, at most {@code limit}. */
    public List<RunSummary> workingFor(TenantId tenant, RunId run, int limit) {
        return database.call(Select.list(
                SELECT + "AND parent_run = ? ORDER BY asked_at, run LIMIT ?",
                RunViews::summary,
                tenant.value(),
                run.value(),
                limit));
    }

    /** What it waits for and shows. */
    public RunSigns signs(TenantId tenant, RunId run) {
        return RunSigns.of(database, tenant, run);
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
        Status status = standing(row);
        long paused = row.getLong(18) == 0 ? row.getLong(19) : row.getLong(18);
        return paused == 0 || status.hasEnded() ? status : new Status.Paused(Instant.ofEpochMilli(paused));
    }

    private static Status standing(ResultSet row) throws SQLException {
        Instant ended = Instant.ofEpochMilli(row.getLong(11));
        return switch (text(row, 6).orElse("")) {
            case "waiting" -> new Status.Waiting();
            case "running", "waiting_for_person", "waiting_for_timer", "waiting_for_signal" -> working(row);
            case "answered" -> new Status.Answered(row.getLong(12), ended);
            case "handed_off" -> new Status.HandedOff(ended);
            case "failed" ->
                new Status.Failed(text(row, 7).orElse(""), text(row, 8).orElse(""), ended);
            default -> throw new IllegalStateException("no status: " + row.getString(6));
        };
    }

    /** What it does while it goes on is known by what is open. The column has said so itself once. */
    private static Status working(ResultSet row) throws SQLException {
        return switch (text(row, 20).orElse("")) {
            case OpenWaits.PERSON -> new Status.WaitingForPerson();
            case OpenWaits.SIGNAL -> new Status.WaitingForSignal();
            case OpenWaits.TIMER -> new Status.WaitingForTimer();
            default -> new Status.Running();
        };
    }
}
