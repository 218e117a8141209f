package org.talkoot.persistence.view.run;

import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.TableProjection;
import org.talkoot.persistence.view.table.ViewTable;

/**
 * One row for each call by which a run waits for somebody outside or for the time, while it does. A run may wait for
 * several things, and stand still meanwhile: what it does is known by what is open, never by what happened last.
 */
public final class OpenWaits {

    /** For people, here or below an agent that was asked. Kinds sort by who has to know first. */
    public static final String PERSON = "person";

    public static final String SIGNAL = "signal";

    public static final String TIMER = "timer";

    private static final ViewTable TABLE = new ViewTable("run_wait")
            .key("tenant", ViewTable.Type.TEXT)
            .key("run", ViewTable.Type.TEXT)
            .key("call", ViewTable.Type.TEXT)
            .text("kind", "name")
            .number("sequence");

    private OpenWaits() {}

    /** As a part of what is called by that name. */
    public static TableProjection of(String name, EventCodec codec, Dialect dialect) {
        EventHandlers<Changes> handlers = new EventHandlers<>(codec);
        beginnings(handlers);
        endings(handlers);
        runsEnd(handlers);
        return new TableProjection(name, TABLE, dialect, handlers);
    }

    private static void beginnings(EventHandlers<Changes> handlers) {
        handlers.on(RunEvent.HumanAsked.class, (c, entry, e) -> open(c, entry, e.run(), e.call(), PERSON, ""))
                .on(RunEvent.ApprovalRequested.class, (c, entry, e) -> open(c, entry, e.run(), e.call(), PERSON, ""))
                .on(RunEvent.DelegationPaused.class, (c, entry, e) -> open(c, entry, e.run(), e.call(), PERSON, ""))
                .on(RunEvent.SignalAwaited.class, (c, entry, e) -> open(c, entry, e.run(), e.call(), SIGNAL, e.name()))
                .on(RunEvent.TimerSet.class, (c, entry, e) -> open(c, entry, e.run(), e.call(), TIMER, ""));
    }

    private static void endings(EventHandlers<Changes> handlers) {
        handlers.on(RunEvent.HumanDecided.class, (c, entry, e) -> over(c, entry, e.run(), e.call()))
                .on(RunEvent.ApprovedCallStarted.class, (c, entry, e) -> over(c, entry, e.run(), e.call()))
                .on(RunEvent.CallDenied.class, (c, entry, e) -> over(c, entry, e.run(), e.call()))
                .on(RunEvent.ApprovalExpired.class, (c, entry, e) -> over(c, entry, e.run(), e.call()))
                .on(
                        RunEvent.CallBarred.class,
                        (c, entry, e) -> over(c, entry, e.run(), e.call().id()))
                .on(RunEvent.DelegationSettled.class, (c, entry, e) -> over(c, entry, e.run(), e.call()))
                .on(RunEvent.SignalMissed.class, (c, entry, e) -> over(c, entry, e.run(), e.call()))
                .on(RunEvent.TimerFired.class, (c, entry, e) -> over(c, entry, e.run(), e.call()))
                .on(RunEvent.SignalReceived.class, (c, entry, e) -> {
                    if (e.call() != null) {
                        over(c, entry, e.run(), e.call());
                    }
                })
                .on(
                        RunEvent.CallsGivenUp.class,
                        (c, entry, e) -> e.calls().forEach(call -> over(c, entry, e.run(), call)));
    }

    private static void runsEnd(EventHandlers<Changes> handlers) {
        handlers.on(RunEvent.RunAnsweredAsReplied.class, (c, entry, e) -> ended(c, entry, e.run()))
                .on(RunEvent.RunAnswered.class, (c, entry, e) -> ended(c, entry, e.run()))
                .on(RunEvent.RunHandedOff.class, (c, entry, e) -> ended(c, entry, e.run()))
                .on(RunEvent.RunFailed.class, (c, entry, e) -> ended(c, entry, e.run()));
    }

    private static void open(Changes changes, JournalEntry entry, RunId run, CallId call, String kind, String name) {
        Changes.Row unused = changes.row(entry.feed().tenant().value(), run.value(), call.value())
                .set("kind", kind)
                .set("name", name)
                .set("sequence", entry.position());
    }

    private static void over(Changes changes, JournalEntry entry, RunId run, CallId call) {
        changes.delete(entry.feed().tenant().value(), run.value(), call.value());
    }

    private static void ended(Changes changes, JournalEntry entry, RunId run) {
        changes.delete(entry.feed().tenant().value(), run.value());
    }
}
