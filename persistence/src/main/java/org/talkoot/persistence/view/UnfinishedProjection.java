package org.talkoot.persistence.view;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.StreamId;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.approval.ApprovalRequest;
import org.talkoot.core.approval.OpenApproval;
import org.talkoot.core.conversation.ConversationEvent.AbandonedRunSettled;
import org.talkoot.core.conversation.ConversationEvent.AnswerPosted;
import org.talkoot.core.conversation.ConversationEvent.HandedOff;
import org.talkoot.core.conversation.ConversationEvent.RunRequested;
import org.talkoot.core.conversation.ConversationEvent.TurnAbandoned;
import org.talkoot.core.conversation.ConversationEvent.TurnFailed;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.memory.MemoryEvent;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.schedule.ScheduleEvent;
import org.talkoot.core.schedule.ScheduleState;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.table.Emptying;
import org.talkoot.persistence.view.table.EventHandlers;

/**
 * What is not finished, and when somebody has to see to it: open turns, runs that events began, runs that agents
 * delegated, runs that conversations have abandoned, dead letters that are to be tried again, schedules, and memories
 * of which something ends. The run of a turn is seen to by its conversation, whose row is named after it.
 *
 * <p>A row is due at once, or at the end of a wait for a person, a timer, a reply or a provider. A run that waits for
 * calls is not due while all of them are delegations that have rows of their own. One that waits for several things, of
 * which one ends by itself, says when it is due.
 *
 * @see <a href="../../../../../../../../docs/adr/0013-what-is-woken-and-when.md">ADR 0013</a>
 */
public final class UnfinishedProjection implements Projection {

    public static final String NAME = "unfinished";

    private static final String NOBODY = "";

    private final Dialect dialect;
    private final EventHandlers<UnfinishedBatch> handlers;

    public UnfinishedProjection(EventCodec codec, Dialect dialect) {
        this.dialect = dialect;
        this.handlers = new EventHandlers<>(codec);
        turns();
        runs();
        waits();
        calls();
        deadLetters();
        schedules();
        memories();
    }

    private void turns() {
        handlers.on(RunRequested.class, (b, entry, e) -> turn(b, entry, e.run()))
                .on(AnswerPosted.class, (b, entry, e) -> b.end(key(entry, e.run())))
                .on(TurnFailed.class, (b, entry, e) -> b.end(key(entry, e.run())))
                .on(TurnAbandoned.class, (b, entry, e) -> {
                    b.end(key(entry, e.run()));
                    begin(b, entry, stopKey(entry, e.run()));
                })
                .on(AbandonedRunSettled.class, (b, entry, e) -> b.end(stopKey(entry, e.run())))
                .on(HandedOff.class, (b, entry, e) -> {
                    b.end(key(entry, e.run()));
                    turn(b, entry, e.next());
                });
    }

    private static void turn(UnfinishedBatch batch, JournalEntry entry, RunId run) {
        begin(batch, entry, key(entry, run));
    }

    private static void begin(UnfinishedBatch batch, JournalEntry entry, UnfinishedBatch.Key key) {
        batch.begin(key, StreamId.of(entry.feed()).entity(), NOBODY, writtenAt(entry));
    }

    /** Named like no run, so that whatever the run still waits for does not put it off. */
    private static UnfinishedBatch.Key stopKey(JournalEntry entry, RunId run) {
        return new UnfinishedBatch.Key(entry.feed().toString(), "stop:" + run.value());
    }

    private void runs() {
        handlers.on(RunEvent.RunQueued.class, (b, entry, e) -> run(b, entry, e.request()))
                .on(RunEvent.RunStarted.class, (b, entry, e) -> {
                    run(b, entry, e.request());
                    deadline(b, entry, e.run(), e.terms());
                })
                .on(RunEvent.QueuedRunStarted.class, (b, entry, e) -> deadline(b, entry, e.run(), e.terms()))
                .on(RunEvent.RunAnsweredAsReplied.class, (b, n, e) -> over(b, n, e.run()))
                .on(RunEvent.RunAnswered.class, (b, n, e) -> over(b, n, e.run()))
                .on(RunEvent.RunFailed.class, (b, n, e) -> over(b, n, e.run()))
                .on(RunEvent.RunHandedOff.class, (b, n, e) -> toBeDelivered(b, n, e.run()))
                .on(RunEvent.OutcomeDelivered.class, (b, n, e) -> b.end(key(n, e.run())));
    }

    private static void run(UnfinishedBatch batch, JournalEntry entry, RunRequest request) {
        String entity = entry.stream().entity();
        UnfinishedBatch.Key key = key(entry, request.run());
        switch (request.origin()) {
            case RunOrigin.Trigger o -> batch.begin(key, entity, NOBODY, writtenAt(entry));
            case RunOrigin.Request o -> batch.begin(key, entity, NOBODY, writtenAt(entry));
            case RunOrigin.Delegation o ->
                batch.begin(key, entity, o.parentRun().value(), writtenAt(entry));
            case RunOrigin.Turn o -> {}
        }
    }

    private static void deadline(UnfinishedBatch batch, JournalEntry entry, RunId run, Terms terms) {
        batch.deadline(key(entry, run), terms.deadline().toEpochMilli());
    }

    /** Nobody waits for what an event began; all others are told of it first. */
    private static void over(UnfinishedBatch batch, JournalEntry entry, RunId run) {
        if (run instanceof RunId.OfEvent r && !r.isAwaited()) {
            batch.end(key(entry, run));
        } else {
            toBeDelivered(batch, entry, run);
        }
    }

    private static void toBeDelivered(UnfinishedBatch batch, JournalEntry entry, RunId run) {
        batch.orphan(key(entry, run));
        batch.due(key(entry, run), writtenAt(entry));
    }

    private void waits() {
        handlers.on(RunEvent.HumanAsked.class, (b, n, e) -> due(b, n, e.run(), e.until()))
                .on(RunEvent.TimerSet.class, (b, n, e) -> due(b, n, e.run(), e.until()))
                .on(RunEvent.ModelCallDelayed.class, (b, n, e) -> due(b, n, e.run(), e.until()))
                .on(RunEvent.ReplyRequested.class, (b, n, e) -> {
                    due(b, n, e.run(), e.until());
                    b.calls(key(n, e.run()), 1);
                })
                .on(RunEvent.HumanDecided.class, (b, n, e) -> dueNow(b, n, e.run()))
                .on(RunEvent.ApprovalRequested.class, (b, n, e) -> due(b, n, e.run(), e.request()))
                .on(RunEvent.CallEdited.class, (b, n, e) -> due(b, n, e.run(), e.request()))
                .on(RunEvent.ApprovalReminded.class, (b, n, e) -> due(b, n, e.run(), e.due()))
                .on(RunEvent.ApprovalEscalated.class, (b, n, e) -> due(b, n, e.run(), e.due()))
                .on(RunEvent.ApprovedCallStarted.class, (b, n, e) -> {
                    b.calls(key(n, e.run()), 1);
                    dueNow(b, n, e.run());
                })
                .on(RunEvent.CallDenied.class, (b, n, e) -> dueNow(b, n, e.run()))
                .on(RunEvent.ApprovalExpired.class, (b, n, e) -> dueNow(b, n, e.run()))
                .on(
                        RunEvent.RunPaused.class,
                        (b, n, e) -> b.deadline(key(n, e.run()), e.until().toEpochMilli()))
                .on(
                        RunEvent.RunResumed.class,
                        (b, n, e) -> b.deadline(key(n, e.run()), e.deadline().toEpochMilli()))
                .on(RunEvent.AlarmSet.class, (b, n, e) -> {
                    if (e.agents()) {
                        dueNow(b, n, e.run()); // unless each of them has a row of its own
                    } else {
                        due(b, n, e.run(), e.at());
                    }
                    b.deadline(key(n, e.run()), e.at().toEpochMilli());
                })
                .on(
                        RunEvent.AlarmLifted.class,
                        (b, n, e) -> b.deadline(key(n, e.run()), e.deadline().toEpochMilli()))
                .on(RunEvent.TimerFired.class, (b, n, e) -> dueNow(b, n, e.run()))
                .on(RunEvent.GuardrailAsked.class, (b, n, e) -> dueNow(b, n, e.run()))
                .on(RunEvent.RunContinued.class, (b, n, e) -> dueNow(b, n, e.run()))
                .on(RunEvent.SuspensionHandedDown.class, (b, n, e) -> dueNow(b, n, e.run()))
                .on(RunEvent.SignalAwaited.class, (b, n, e) -> due(b, n, e.run(), e.until()))
                .on(RunEvent.SignalMissed.class, (b, n, e) -> dueNow(b, n, e.run()))
                .on(RunEvent.SignalReceived.class, (b, n, e) -> {
                    if (e.call() != null) {
                        dueNow(b, n, e.run());
                    }
                });
    }

    private static void due(UnfinishedBatch batch, JournalEntry entry, RunId run, Instant at) {
        batch.due(key(entry, run), at.toEpochMilli());
    }

    private static void due(UnfinishedBatch batch, JournalEntry entry, RunId run, ApprovalRequest request) {
        due(batch, entry, run, OpenApproval.of(request).due());
    }

    private static void dueNow(UnfinishedBatch batch, JournalEntry entry, RunId run) {
        batch.due(key(entry, run), writtenAt(entry));
    }

    private void calls() {
        handlers.on(
                        RunEvent.ProposedCallsStarted.class,
                        (b, n, e) -> b.calls(key(n, e.run()), e.calls().size()))
                .on(
                        RunEvent.ToolCallsRequested.class,
                        (b, n, e) -> b.calls(key(n, e.run()), e.calls().size()))
                .on(RunEvent.ToolCallSettled.class, (b, n, e) -> {
                    b.calls(key(n, e.run()), -1);
                    dueNow(b, n, e.run());
                })
                .on(RunEvent.ToolCallSent.class, (b, n, e) -> due(b, n, e.run(), e.due()))
                .on(RunEvent.ToolCallPaused.class, (b, n, e) -> dueNow(b, n, e.run()))
                .on(RunEvent.ToolCallDoubted.class, (b, n, e) -> dueNow(b, n, e.run()))
                .on(RunEvent.DelegationRequested.class, (b, n, e) -> b.calls(key(n, e.run()), 1))
                .on(RunEvent.ProposedDelegationStarted.class, (b, n, e) -> b.calls(key(n, e.run()), 1))
                .on(RunEvent.DelegationSettled.class, (b, n, e) -> {
                    b.calls(key(n, e.run()), -1);
                    dueNow(b, n, e.run());
                    hasReported(b, n, e.run(), e.call());
                })
                .on(RunEvent.CallsGivenUp.class, (b, n, e) -> {
                    e.calls().forEach(call -> hasReported(b, n, e.run(), call));
                    dueNow(b, n, e.run());
                })
                .on(RunEvent.LateDelegationSettled.class, (b, n, e) -> hasReported(b, n, e.run(), e.call()));
    }

    /** It is waited for no more, and seen to until it has heard that. */
    private static void hasReported(UnfinishedBatch batch, JournalEntry entry, RunId parent, CallId call) {
        batch.orphan(key(entry, RunId.delegated(parent, call)));
    }

    private void deadLetters() {
        handlers.on(DeadLetterEvent.RetryScheduled.class, (b, entry, e) -> {
                    letter(b, entry);
                    b.due(streamKey(entry), e.due().toEpochMilli());
                })
                .on(DeadLetterEvent.RedriveStarted.class, (b, entry, e) -> letter(b, entry))
                .on(DeadLetterEvent.RedriveSent.class, (b, entry, e) -> b.end(streamKey(entry)))
                .on(DeadLetterEvent.RedriveFailed.class, (b, entry, e) -> b.end(streamKey(entry)))
                .on(DeadLetterEvent.Resolved.class, (b, entry, e) -> b.end(streamKey(entry)))
                .on(DeadLetterEvent.Discarded.class, (b, entry, e) -> b.end(streamKey(entry)));
    }

    private static void letter(UnfinishedBatch batch, JournalEntry entry) {
        batch.begin(streamKey(entry), entry.stream().entity(), NOBODY, writtenAt(entry));
    }

    /** A letter, a schedule or a memory is no run, but named like none. */
    private static UnfinishedBatch.Key streamKey(JournalEntry entry) {
        return new UnfinishedBatch.Key(entry.feed().toString(), entry.stream().entity());
    }

    /** One row for its next time, and one while an occurrence is told: both may be open, or neither. */
    private void schedules() {
        handlers.on(ScheduleEvent.ScheduleMade.class, (b, entry, e) -> comes(b, entry, e.due()))
                .on(ScheduleEvent.ScheduleResumed.class, (b, entry, e) -> comes(b, entry, e.due()))
                .on(ScheduleEvent.OccurrenceBegun.class, (b, entry, e) -> {
                    b.begin(tellingKey(entry), entry.stream().entity(), NOBODY, writtenAt(entry));
                    if (e.occurrence().asked() == null) {
                        next(b, entry, e.next());
                    }
                })
                .on(ScheduleEvent.OccurrenceMissed.class, (b, entry, e) -> next(b, entry, e.next()))
                .on(ScheduleEvent.OccurrencePosted.class, (b, entry, e) -> b.end(tellingKey(entry)))
                .on(ScheduleEvent.OccurrenceSkipped.class, (b, entry, e) -> b.end(tellingKey(entry)))
                .on(ScheduleEvent.OccurrenceRefused.class, (b, entry, e) -> b.end(tellingKey(entry)))
                .on(ScheduleEvent.SchedulePaused.class, (b, entry, e) -> b.end(streamKey(entry)))
                .on(ScheduleEvent.ScheduleDeleted.class, (b, entry, e) -> {
                    b.end(streamKey(entry));
                    b.end(tellingKey(entry));
                })
                .on(ScheduleEvent.GenerationBegun.class, (b, entry, e) -> {
                    if (e.state() instanceof ScheduleState.Waiting waiting) {
                        comes(b, entry, waiting.due());
                    }
                });
    }

    /** What was forgotten or is over began a generation, which says when the next is. */
    private void memories() {
        handlers.on(MemoryEvent.FactRemembered.class, (b, entry, e) -> ends(b, entry, e.due()))
                .on(
                        MemoryEvent.GenerationBegun.class,
                        (b, entry, e) -> ends(b, entry, e.state().due().orElse(null)));
    }

    private static void ends(UnfinishedBatch batch, JournalEntry entry, @Nullable Instant due) {
        if (due == null) {
            batch.end(streamKey(entry));
        } else {
            comes(batch, entry, due);
        }
    }

    /** Its row may be there: what is known of it may be what an earlier generation has said. */
    private static void comes(UnfinishedBatch batch, JournalEntry entry, Instant due) {
        batch.end(streamKey(entry));
        batch.begin(streamKey(entry), entry.stream().entity(), NOBODY, writtenAt(entry));
        batch.due(streamKey(entry), due.toEpochMilli());
    }

    private static void next(UnfinishedBatch batch, JournalEntry entry, @Nullable Instant next) {
        if (next == null) {
            batch.end(streamKey(entry));
        } else {
            batch.due(streamKey(entry), next.toEpochMilli());
        }
    }

    private static UnfinishedBatch.Key tellingKey(JournalEntry entry) {
        return new UnfinishedBatch.Key(
                entry.feed().toString(), "telling:" + entry.stream().entity());
    }

    private static UnfinishedBatch.Key key(JournalEntry entry, RunId run) {
        return new UnfinishedBatch.Key(entry.feed().toString(), run.value());
    }

    private static long writtenAt(JournalEntry entry) {
        return entry.writtenAt().toEpochMilli();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void apply(Connection connection, List<JournalEntry> entries) throws SQLException {
        UnfinishedBatch batch = new UnfinishedBatch();
        entries.forEach(entry -> handlers.handle(batch, entry));
        batch.write(connection, dialect);
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        Emptying.empty(connection, dialect, "unfinished");
    }
}
