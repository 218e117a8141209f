package org.talkoot.persistence.view.remote;

import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.RunEvent.ToolCallSent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.TableProjection;
import org.talkoot.persistence.view.table.ViewTable;

/**
 * One row for each call that is away: from when it is sent until somebody has reported or is waited for no more. What
 * comes and goes within a batch never reaches the table.
 */
public final class SentCallProjection {

    public static final String NAME = "sent-calls";

    private static final ViewTable TABLE = new ViewTable("sent_call")
            .key("tenant", ViewTable.Type.TEXT)
            .key("run", ViewTable.Type.TEXT)
            .key("call_id", ViewTable.Type.TEXT)
            .text("tool")
            .number("attempt", "since", "sent_at", "until_at", "lease_ms");

    private SentCallProjection() {}

    public static Projection of(EventCodec codec, Dialect dialect) {
        EventHandlers<Changes> handlers = new EventHandlers<Changes>(codec)
                .on(ToolCallSent.class, SentCallProjection::sent)
                .on(RunEvent.ToolCallSettled.class, (changes, entry, e) -> back(changes, entry, e.run(), e.call()))
                .on(RunEvent.ToolCallPaused.class, (changes, entry, e) -> back(changes, entry, e.run(), e.call()))
                .on(RunEvent.ToolCallDoubted.class, (changes, entry, e) -> back(changes, entry, e.run(), e.call()))
                .on(
                        RunEvent.ToolCallCancelled.class,
                        (changes, entry, e) ->
                                back(changes, entry, e.run(), e.call().id()));
        return new TableProjection(NAME, TABLE, dialect, handlers);
    }

    private static void sent(Changes changes, JournalEntry entry, ToolCallSent e) {
        Changes.Row unused = changes.row(
                        entry.feed().tenant().value(),
                        e.run().value(),
                        e.call().id().value())
                .set("tool", e.call().tool())
                .set("attempt", (long) e.sending().attempt())
                .set("since", e.sending().since().toEpochMilli())
                .set("sent_at", entry.writtenAt().toEpochMilli())
                .set("until_at", e.sending().until().toEpochMilli())
                .set("lease_ms", e.terms().hasLease() ? e.terms().lease().toMillis() : 0L);
    }

    private static void back(Changes changes, JournalEntry entry, RunId run, CallId call) {
        changes.delete(entry.feed().tenant().value(), run.value(), call.value());
    }
}
