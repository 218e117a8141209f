package org.talkoot.persistence.view;

import java.time.Instant;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.approval.ApprovalRequest;
import org.talkoot.core.approval.OpenApproval;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.NameLines;
import org.talkoot.persistence.view.table.TableProjection;
import org.talkoot.persistence.view.table.ViewTable;

/**
 * One row a thing that people are to decide: a call that does not begin before, or a question. It is there while they
 * have not. Another version of a call is another row in its place.
 */
public final class ApprovalViewProjection {

    public static final String NAME = "approval-view";

    private static final ViewTable TABLE = new ViewTable("approval_view")
            .key("tenant", ViewTable.Type.TEXT)
            .key("conversation", ViewTable.Type.TEXT)
            .key("run", ViewTable.Type.TEXT)
            .key("call", ViewTable.Type.TEXT)
            .text("agent", "entity", "kind", "subject", "content", "roles", "escalated", "users")
            .number("sequence", "version", "approvals", "since", "due", "until")
            .counter("agreed");

    private ApprovalViewProjection() {}

    public static Projection of(EventCodec codec, Dialect dialect) {
        EventHandlers<Changes> handlers = new EventHandlers<>(codec);
        beginnings(handlers);
        changes(handlers);
        endings(handlers);
        return new TableProjection(NAME, TABLE, dialect, handlers);
    }

    private static void beginnings(EventHandlers<Changes> handlers) {
        handlers.on(RunEvent.HumanAsked.class, ApprovalViewProjection::asked)
                .on(
                        RunEvent.ApprovalRequested.class,
                        (changes, entry, e) -> requested(changes, entry, e.run(), e.request()))
                .on(RunEvent.CallEdited.class, (changes, entry, e) -> requested(changes, entry, e.run(), e.request()));
    }

    private static void changes(EventHandlers<Changes> handlers) {
        handlers.on(
                        RunEvent.CallApproved.class,
                        (changes, entry, e) ->
                                row(changes, entry, e.run(), e.call()).add("agreed", 1))
                .on(
                        RunEvent.ApprovalReminded.class,
                        (changes, entry, e) ->
                                row(changes, entry, e.run(), e.call()).set("due", millis(e.due())))
                .on(
                        RunEvent.ApprovalEscalated.class,
                        (changes, entry, e) -> row(changes, entry, e.run(), e.call())
                                .set("escalated", NameLines.write(e.roles()))
                                .set("due", millis(e.due())));
    }

    private static void endings(EventHandlers<Changes> handlers) {
        handlers.on(RunEvent.HumanDecided.class, (changes, entry, e) -> over(changes, entry, e.run(), e.call()))
                .on(RunEvent.ApprovedCallStarted.class, (changes, entry, e) -> over(changes, entry, e.run(), e.call()))
                .on(RunEvent.CallDenied.class, (changes, entry, e) -> over(changes, entry, e.run(), e.call()))
                .on(RunEvent.ApprovalExpired.class, (changes, entry, e) -> over(changes, entry, e.run(), e.call()))
                .on(
                        RunEvent.CallBarred.class,
                        (changes, entry, e) ->
                                over(changes, entry, e.run(), e.call().id()))
                .on(
                        RunEvent.CallsGivenUp.class,
                        (changes, entry, e) -> e.calls().forEach(call -> over(changes, entry, e.run(), call)))
                .on(RunEvent.RunAnsweredAsReplied.class, (changes, entry, e) -> over(changes, entry, e.run()))
                .on(RunEvent.RunAnswered.class, (changes, entry, e) -> over(changes, entry, e.run()))
                .on(RunEvent.RunHandedOff.class, (changes, entry, e) -> over(changes, entry, e.run()))
                .on(RunEvent.RunFailed.class, (changes, entry, e) -> over(changes, entry, e.run()))
                .on(ConversationEvent.ConversationRemoved.class, (changes, entry, e) -> removed(changes, entry))
                .on(RunEvent.AgentRemoved.class, (changes, entry, e) -> removed(changes, entry));
    }

    private static void asked(Changes changes, JournalEntry entry, RunEvent.HumanAsked e) {
        CallId about = e.about();
        Changes.Row unused = fresh(changes, entry, e.run(), e.call())
                .set("kind", about == null ? "question" : "doubt")
                .set("subject", about == null ? "" : about.value())
                .set("content", e.question())
                .set("roles", "")
                .set("users", "")
                .set("version", 0L)
                .set("approvals", 1L)
                .set("since", entry.writtenAt().toEpochMilli())
                .set("due", millis(e.until()))
                .set("until", millis(e.until()));
    }

    private static void requested(Changes changes, JournalEntry entry, RunId run, ApprovalRequest request) {
        Changes.Row unused = fresh(changes, entry, run, request.call())
                .set("kind", "call")
                .set("subject", request.tool())
                .set("content", request.arguments())
                .set("roles", NameLines.write(request.terms().roles()))
                .set("users", NameLines.write(request.terms().users()))
                .set("version", (long) request.version())
                .set("approvals", (long) request.terms().approvals())
                .set("since", millis(request.at()))
                .set("due", millis(OpenApproval.of(request).due()))
                .set("until", millis(request.until()));
    }

    /** Nothing is left of an earlier version: neither who had agreed to it nor who was asked beside. */
    private static Changes.Row fresh(Changes changes, JournalEntry entry, RunId run, CallId call) {
        over(changes, entry, run, call);
        return row(changes, entry, run, call).set("sequence", entry.position()).set("escalated", "");
    }

    private static Changes.Row row(Changes changes, JournalEntry entry, RunId run, CallId call) {
        String entity = entry.stream().entity();
        return changes.row(entry.feed().tenant().value(), entry.feed().key(), run.value(), call.value())
                .set("agent", AgentId.of(entry.feed(), entity).type().value())
                .set("entity", entity);
    }

    private static void over(Changes changes, JournalEntry entry, RunId run, CallId call) {
        changes.delete(entry.feed().tenant().value(), entry.feed().key(), run.value(), call.value());
    }

    /** Whatever was open in it. */
    private static void over(Changes changes, JournalEntry entry, RunId run) {
        changes.delete(entry.feed().tenant().value(), entry.feed().key(), run.value());
    }

    /** Its agents may have asked something after it was, before they heard. */
    private static void removed(Changes changes, JournalEntry entry) {
        changes.delete(entry.feed().tenant().value(), entry.feed().key());
    }

    private static long millis(Instant at) {
        return at.toEpochMilli();
    }
}
