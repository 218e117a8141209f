package org.talkoot.persistence.view;

import java.time.Instant;
import java.util.List;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.run.OpenWaits;
import org.talkoot.persistence.view.run.ShownValues;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.TableProjection;
import org.talkoot.persistence.view.table.Together;
import org.talkoot.persistence.view.table.ViewTable;

/**
 * One row a run: whose it is, whether it goes on, what it has used, and where its answer is; and beside it what it
 * waits for and what it shows.
 */
public final class RunViewProjection {

    public static final String NAME = "run-view";

    private static final ViewTable TABLE = new ViewTable("run_view")
            .key("tenant", ViewTable.Type.TEXT)
            .key("run", ViewTable.Type.TEXT)
            .text("conversation", "agent", "parent_run", "status")
            .text("failure_code", "failure_detail")
            .number("asked_at", "started_at", "ended_at", "answer", "paused_at", "paused_above_at")
            .counter("model_calls", "tool_calls")
            .counter("input_tokens", "output_tokens", "cost_micros");

    private RunViewProjection() {}

    public static Projection of(EventCodec codec, Dialect dialect) {
        EventHandlers<Changes> handlers = new EventHandlers<>(codec);
        beginnings(handlers);
        steps(handlers);
        pauses(handlers);
        endings(handlers);
        return new Together(
                NAME,
                List.of(
                        new TableProjection(NAME, TABLE, dialect, handlers),
                        OpenWaits.of(NAME, codec, dialect),
                        ShownValues.of(NAME, codec, dialect)));
    }

    private static void beginnings(EventHandlers<Changes> handlers) {
        handlers.on(
                        RunEvent.RunQueued.class,
                        (changes, entry, e) ->
                                asked(changes, entry, e.request()).set("status", "waiting"))
                .on(
                        RunEvent.RunStarted.class,
                        (changes, entry, e) -> started(asked(changes, entry, e.request()), e.at()))
                .on(
                        RunEvent.QueuedRunStarted.class,
                        (changes, entry, e) -> started(row(changes, entry, e.run()), e.at()));
    }

    private static void steps(EventHandlers<Changes> handlers) {
        handlers.on(
                        RunEvent.ModelCallRequested.class,
                        (changes, entry, e) -> row(changes, entry, e.run()).add("model_calls", 1))
                .on(
                        RunEvent.ModelReplied.class,
                        (changes, entry, e) ->
                                used(row(changes, entry, e.run()), e.usage()).set("answer", entry.position()))
                .on(
                        RunEvent.ModelCallFailed.class,
                        (changes, entry, e) -> used(row(changes, entry, e.run()), e.usage()))
                .on(RunEvent.SummaryWritten.class, (changes, entry, e) -> used(row(changes, entry, e.run()), e.usage()))
                .on(
                        RunEvent.GuardrailAsked.class,
                        (changes, entry, e) -> row(changes, entry, e.run()).add("model_calls", e.prompt() < 0 ? 0 : 1))
                .on(
                        RunEvent.GuardrailAnswered.class,
                        (changes, entry, e) -> used(row(changes, entry, e.run()), e.usage()))
                .on(
                        RunEvent.GuardrailFailed.class,
                        (changes, entry, e) -> used(row(changes, entry, e.run()), e.usage()))
                .on(RunEvent.SummaryFailed.class, (changes, entry, e) -> used(row(changes, entry, e.run()), e.usage()))
                .on(
                        RunEvent.LateUsageCharged.class,
                        (changes, entry, e) -> used(row(changes, entry, e.run()), e.usage()))
                .on(
                        RunEvent.ProposedCallsStarted.class,
                        (changes, entry, e) -> row(changes, entry, e.run())
                                .add("tool_calls", e.calls().size()))
                .on(
                        RunEvent.ToolCallsRequested.class,
                        (changes, entry, e) -> row(changes, entry, e.run())
                                .add("tool_calls", e.calls().size()));
    }

    private static void pauses(EventHandlers<Changes> handlers) {
        handlers.on(
                        RunEvent.ApprovedCallStarted.class,
                        (changes, entry, e) -> row(changes, entry, e.run()).add("tool_calls", 1))
                .on(
                        RunEvent.RunSuspended.class,
                        (changes, entry, e) -> row(changes, entry, e.run()).set("paused_at", e.at().toEpochMilli()))
                .on(
                        RunEvent.RunContinued.class,
                        (changes, entry, e) -> row(changes, entry, e.run()).set("paused_at", 0L))
                .on(
                        RunEvent.SuspensionHandedDown.class,
                        (changes, entry, e) -> row(changes, entry, e.run())
                                .set("paused_above_at", e.until() == null ? 0L : e.at().toEpochMilli()));
    }

    private static void endings(EventHandlers<Changes> handlers) {
        handlers.on(
                        RunEvent.RunAnsweredAsReplied.class,
                        (changes, entry, e) -> ended(row(changes, entry, e.run()), "answered", e.at()))
                .on(
                        RunEvent.RunAnswered.class,
                        (changes, entry, e) -> ended(row(changes, entry, e.run()), "answered", e.at())
                                .set("answer", entry.position()))
                .on(
                        RunEvent.RunHandedOff.class,
                        (changes, entry, e) -> ended(row(changes, entry, e.run()), "handed_off", e.at()))
                .on(
                        RunEvent.RunFailed.class,
                        (changes, entry, e) ->
                                failed(ended(row(changes, entry, e.run()), "failed", e.at()), e.failure()));
    }

    private static Changes.Row row(Changes changes, JournalEntry entry, RunId run) {
        return changes.row(entry.feed().tenant().value(), run.value());
    }

    private static Changes.Row asked(Changes changes, JournalEntry entry, RunRequest request) {
        Changes.Row row = row(changes, entry, request.run())
                .set("conversation", entry.feed().key())
                .set("agent", entry.stream().entity())
                .set("asked_at", entry.writtenAt().toEpochMilli());
        return switch (request.origin()) {
            case RunOrigin.Delegation origin ->
                row.set("parent_run", origin.parentRun().value());
            case RunOrigin.Request origin ->
                row.set("parent_run", origin.sendersRun().value());
            case RunOrigin.Turn origin -> row;
            case RunOrigin.Trigger origin -> row;
        };
    }

    private static Changes.Row started(Changes.Row row, Instant at) {
        return row.set("status", "running").set("started_at", at.toEpochMilli());
    }

    private static Changes.Row ended(Changes.Row row, String status, Instant at) {
        return row.set("status", status).set("ended_at", at.toEpochMilli());
    }

    private static Changes.Row failed(Changes.Row row, RunFailure failure) {
        return row.set("failure_code", failure.code()).set("failure_detail", failure.detail());
    }

    private static Changes.Row used(Changes.Row row, TokenUsage usage) {
        return row.add("input_tokens", usage.input())
                .add("output_tokens", usage.output())
                .add("cost_micros", usage.costMicros());
    }
}
