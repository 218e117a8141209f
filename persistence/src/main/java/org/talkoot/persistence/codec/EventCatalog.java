package org.talkoot.persistence.codec;

import static org.talkoot.persistence.codec.Catalog.named;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.Step;
import org.talkoot.core.bus.EventInbox;
import org.talkoot.core.bus.InboxEvent;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.deadletter.DeadLetterState;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.memory.MemoryEvent;
import org.talkoot.core.memory.MemoryState;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelParameters.ToolUse;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.Checking;
import org.talkoot.core.run.state.LooseEnd;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.schedule.ScheduleEvent;
import org.talkoot.core.schedule.ScheduleState;
import org.talkoot.core.schedule.Timing;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;

/**
 * Everything this release stores, by name and version. What a released name and version mean never changes: a change of
 * meaning is a new version and an upcaster from the old one.
 */
public final class EventCatalog {

    private static final Catalog STANDARD = build();

    private EventCatalog() {}

    public static Catalog standard() {
        return STANDARD;
    }

    private static Catalog build() {
        Catalog.Builder catalog = Catalog.builder();
        conversationEvents(catalog);
        runEvents(catalog);
        people(catalog);
        guardrails(catalog);
        runEndings(catalog);
        states(catalog);
        messages(catalog);
        outcomes(catalog);
        bus(catalog);
        schedules(catalog);
        memories(catalog);
        return catalog.build();
    }

    private static void conversationEvents(Catalog.Builder catalog) {
        catalog.stored(ConversationEvent.MessagePosted.class, "conversation.message-posted", 1)
                .stored(ConversationEvent.RunRequested.class, "conversation.run-requested", 1)
                .stored(ConversationEvent.AnswerPosted.class, "conversation.answer-posted", 1)
                .stored(ConversationEvent.HandedOff.class, "conversation.handed-off", 1)
                .stored(ConversationEvent.AttributesChanged.class, "conversation.attributes-changed", 1)
                .stored(ConversationEvent.Reassigned.class, "conversation.reassigned", 1)
                .stored(ConversationEvent.ConversationRemoved.class, "conversation.removed", 1)
                .stored(ConversationEvent.TurnProlonged.class, "conversation.turn-prolonged", 1)
                .stored(ConversationEvent.TurnFailed.class, "conversation.turn-failed", 1)
                .stored(ConversationEvent.TurnAbandoned.class, "conversation.turn-abandoned", 1)
                .stored(ConversationEvent.AbandonedRunSettled.class, "conversation.abandoned-run-settled", 1);
    }

    private static void runEvents(Catalog.Builder catalog) {
        catalog.stored(RunEvent.RunQueued.class, "run.queued", 1)
                .stored(RunEvent.RunStarted.class, "run.started", 1)
                .stored(RunEvent.QueuedRunStarted.class, "run.queued-run-started", 1)
                .stored(RunEvent.PromptRecorded.class, "run.prompt-recorded", 1)
                .stored(RunEvent.HistoryFitted.class, "run.history-fitted", 1)
                .stored(RunEvent.SummaryRequested.class, "run.summary-requested", 1)
                .stored(RunEvent.SummaryWritten.class, "run.summary-written", 1)
                .stored(RunEvent.SummaryFailed.class, "run.summary-failed", 1)
                .stored(RunEvent.ModelCallRequested.class, "run.model-call-requested", 1)
                .stored(RunEvent.ModelCallDelayed.class, "run.model-call-delayed", 1)
                .stored(RunEvent.ModelReplied.class, "run.model-replied", 1)
                .stored(RunEvent.ReplyRejected.class, "run.reply-rejected", 1)
                .stored(RunEvent.ModelCallFailed.class, "run.model-call-failed", 1)
                .stored(RunEvent.LateUsageCharged.class, "run.late-usage-charged", 1)
                .stored(RunEvent.LateCallSettled.class, "run.late-call-settled", 1)
                .stored(RunEvent.LateDelegationSettled.class, "run.late-delegation-settled", 1)
                .stored(RunEvent.ProposalsRefused.class, "run.proposals-refused", 1)
                .stored(RunEvent.ProposedCallsStarted.class, "run.proposed-calls-started", 1)
                .stored(RunEvent.ProposedDelegationStarted.class, "run.proposed-delegation-started", 1)
                .stored(RunEvent.ToolCallsRequested.class, "run.tool-calls-requested", 1)
                .stored(RunEvent.ToolCallSettled.class, "run.tool-call-settled", 1)
                .stored(RunEvent.ToolCallSent.class, "run.tool-call-sent", 1)
                .stored(RunEvent.ToolCallPaused.class, "run.tool-call-paused", 1)
                .stored(RunEvent.ToolCallDoubted.class, "run.tool-call-doubted", 1)
                .stored(RunEvent.ToolCallCancelled.class, "run.tool-call-cancelled", 1)
                .stored(RunEvent.CallsGivenUp.class, "run.calls-given-up", 1)
                .stored(RunEvent.LateCallDoubted.class, "run.late-call-doubted", 1)
                .stored(RunEvent.DelegationRequested.class, "run.delegation-requested", 1)
                .stored(RunEvent.DelegationSettled.class, "run.delegation-settled", 1)
                .stored(RunEvent.AlarmSet.class, "run.alarm-set", 1)
                .stored(RunEvent.AlarmLifted.class, "run.alarm-lifted", 1)
                .stored(RunEvent.TimerSet.class, "run.timer-set", 1)
                .stored(RunEvent.TimerFired.class, "run.timer-fired", 1)
                .stored(RunEvent.EventPublished.class, "run.event-published", 1)
                .stored(RunEvent.ReplyRequested.class, "run.reply-requested", 1)
                .stored(RunEvent.SignalAwaited.class, "run.signal-awaited", 1)
                .stored(RunEvent.SignalReceived.class, "run.signal-received", 1)
                .stored(RunEvent.SignalTaken.class, "run.signal-taken", 1)
                .stored(RunEvent.SignalMissed.class, "run.signal-missed", 1)
                .stored(RunEvent.ValueShown.class, "run.value-shown", 1)
                .stored(RunEvent.RunSuspended.class, "run.suspended", 1)
                .stored(RunEvent.RunContinued.class, "run.continued", 1)
                .stored(RunEvent.SuspensionHandedDown.class, "run.suspension-handed-down", 1)
                .stored(RunEvent.SuspensionPassedOn.class, "run.suspension-passed-on", 1)
                .stored(RunEvent.Noted.class, "run.noted", 1);
    }

    private static void people(Catalog.Builder catalog) {
        catalog.stored(RunEvent.HumanAsked.class, "run.human-asked", 1)
                .stored(RunEvent.HumanDecided.class, "run.human-decided", 1)
                .stored(RunEvent.ApprovalRequested.class, "run.approval-requested", 1)
                .stored(RunEvent.CallApproved.class, "run.call-approved", 1)
                .stored(RunEvent.ApprovedCallStarted.class, "run.approved-call-started", 1)
                .stored(RunEvent.CallEdited.class, "run.call-edited", 1)
                .stored(RunEvent.CallDenied.class, "run.call-denied", 1)
                .stored(RunEvent.ApprovalReminded.class, "run.approval-reminded", 1)
                .stored(RunEvent.ApprovalEscalated.class, "run.approval-escalated", 1)
                .stored(RunEvent.ApprovalExpired.class, "run.approval-expired", 1)
                .stored(RunEvent.CallBarred.class, "run.call-barred", 1)
                .stored(RunEvent.RunPaused.class, "run.paused", 1)
                .stored(RunEvent.PauseReported.class, "run.pause-reported", 1)
                .stored(RunEvent.RunResumed.class, "run.resumed", 1)
                .stored(RunEvent.DelegationPaused.class, "run.delegation-paused", 1);
    }

    private static void guardrails(Catalog.Builder catalog) {
        catalog.stored(RunEvent.GuardrailActed.class, "run.guardrail-acted", 1)
                .stored(RunEvent.GuardrailAsked.class, "run.guardrail-asked", 1)
                .stored(RunEvent.GuardrailAnswered.class, "run.guardrail-answered", 1)
                .stored(RunEvent.GuardrailFailed.class, "run.guardrail-failed", 1)
                .family(
                        Verdict.class,
                        named(Verdict.Pass.class, "pass"),
                        named(Verdict.Block.class, "block"),
                        named(Verdict.Rewrite.class, "rewrite"))
                .family(
                        Checking.class,
                        named(Checking.Task.class, "task"),
                        named(Checking.Arguments.class, "arguments"),
                        named(Checking.Result.class, "result"),
                        named(Checking.Answer.class, "answer"));
    }

    private static void runEndings(Catalog.Builder catalog) {
        catalog.stored(RunEvent.RunAnsweredAsReplied.class, "run.answered-as-replied", 1)
                .stored(RunEvent.RunAnswered.class, "run.answered", 1)
                .stored(RunEvent.RunHandedOff.class, "run.handed-off", 1)
                .stored(RunEvent.RunFailed.class, "run.failed", 1)
                .stored(RunEvent.OutcomeDelivered.class, "run.outcome-delivered", 1)
                .stored(RunEvent.AgentRemoved.class, "run.agent-removed", 1);
    }

    private static void states(Catalog.Builder catalog) {
        catalog.stored(ConversationState.class, "conversation-state", 1)
                .stored(
                        RunState.class,
                        "run-state",
                        5,
                        EventCatalog::withClock,
                        EventCatalog::withCalls,
                        EventCatalog::withPromises,
                        EventCatalog::withOutside)
                .stored(ToolResult.class, "tool-result", 1)
                .family(
                        ConversationState.class,
                        named(ConversationState.Quiet.class, "quiet"),
                        named(ConversationState.Answering.class, "answering"),
                        named(ConversationState.Removed.class, "removed"))
                .family(
                        RunState.class,
                        named(RunState.Idle.class, "idle"),
                        named(RunState.Working.class, "working"),
                        named(RunState.Removed.class, "removed"))
                .family(
                        ToolUse.class,
                        named(ToolUse.First.class, "first"),
                        named(ToolUse.Never.class, "never"),
                        named(ToolUse.FirstNamed.class, "first-named"))
                .family(ToolInput.class, named(ToolInput.Json.class, "json"), named(ToolInput.Text.class, "text"))
                .family(
                        PendingCall.class,
                        named(PendingCall.Model.class, "model"),
                        named(PendingCall.Tool.class, "tool"),
                        named(PendingCall.Remote.class, "remote"),
                        named(PendingCall.Retry.class, "retry"),
                        named(PendingCall.Doubt.class, "doubt"),
                        named(PendingCall.Delegation.class, "delegation"),
                        named(PendingCall.Human.class, "human"),
                        named(PendingCall.Approval.class, "approval"),
                        named(PendingCall.Reply.class, "reply"),
                        named(PendingCall.Timer.class, "timer"),
                        named(PendingCall.Signal.class, "signal"),
                        named(PendingCall.Check.class, "check"))
                .family(
                        LooseEnd.class,
                        named(LooseEnd.Model.class, "model"),
                        named(LooseEnd.Tool.class, "tool"),
                        named(LooseEnd.Remote.class, "remote"),
                        named(LooseEnd.Unresolved.class, "unresolved"),
                        named(LooseEnd.Doubt.class, "doubt"),
                        named(LooseEnd.Delegation.class, "delegation"))
                .family(
                        Step.class,
                        named(Step.ModelReplied.class, "model-replied"),
                        named(Step.ReplyRejected.class, "reply-rejected"),
                        named(Step.ModelFailed.class, "model-failed"),
                        named(Step.ToolSettled.class, "tool-settled"),
                        named(Step.DelegateReported.class, "delegate-reported"),
                        named(Step.HumanDecided.class, "human-decided"),
                        named(Step.Woke.class, "woke"),
                        named(Step.Published.class, "published"),
                        named(Step.Replied.class, "replied"),
                        named(Step.Signalled.class, "signalled"),
                        named(Step.SignalMissed.class, "signal-missed"),
                        named(Step.Shown.class, "shown"),
                        named(Step.Noted.class, "noted"),
                        named(Step.GivenUp.class, "given-up"));
    }

    /** The clock of a run was its deadline, and never stood still. */
    private static JsonNode withClock(JsonNode older) {
        if (older.get("active") instanceof ObjectNode active) {
            active.putObject("clock").set("granted", active.at("/start/terms/deadline"));
        }
        return older;
    }

    /** Agents that were asked had no budget of the run that had asked them. */
    private static JsonNode withPromises(JsonNode older) {
        if (older.at("/active/progress/spend") instanceof ObjectNode spend) {
            spend.putObject("promised").put("tokens", 0).put("cost_micros", 0);
        }
        return older;
    }

    /** Nobody outside could say anything to a run, nor see what it shows. */
    private static JsonNode withOutside(JsonNode older) {
        if (older.get("active") instanceof ObjectNode active) {
            ObjectNode outside = active.putObject("outside");
            outside.putArray("kept");
            outside.putArray("keys");
            outside.putObject("shown");
            outside.putObject("suspension").put("changes", 0).put("heard", 0);
        }
        return older;
    }

    /** Brains of that time asked for what their calls had brought by the steps alone. */
    private static JsonNode withCalls(JsonNode older) {
        if (older.get("active") instanceof ObjectNode active) {
            ObjectNode calls = active.putObject("calls");
            calls.putArray("all");
            calls.putObject("open");
            calls.put("from", 0).put("steps", 0);
            Duration rest = Duration.ZERO;
            for (JsonNode step : active.at("/progress/steps")) {
                rest = step.path("type").asText().equals("woke")
                        ? rest.plus(Duration.parse(step.path("slept").asText()))
                        : rest;
            }
            if (active.get("progress") instanceof ObjectNode progress) {
                progress.put("rest", rest.toString());
            }
        }
        return older;
    }

    private static void bus(Catalog.Builder catalog) {
        catalog.stored(InboxEvent.EventReceived.class, "inbox.event-received", 1)
                .stored(InboxEvent.InboxRemoved.class, "inbox.removed", 1)
                .stored(EventInbox.Received.class, "inbox-state", 1)
                .stored(DeadLetterEvent.Opened.class, "dead-letter.opened", 1)
                .stored(DeadLetterEvent.RetryScheduled.class, "dead-letter.retry-scheduled", 1)
                .stored(DeadLetterEvent.RedriveStarted.class, "dead-letter.redrive-started", 1)
                .stored(DeadLetterEvent.RedriveSent.class, "dead-letter.redrive-sent", 1)
                .stored(DeadLetterEvent.RedriveFailed.class, "dead-letter.redrive-failed", 1)
                .stored(DeadLetterEvent.Resolved.class, "dead-letter.resolved", 1)
                .stored(DeadLetterEvent.Discarded.class, "dead-letter.discarded", 1)
                .stored(DeadLetterEvent.LetterRemoved.class, "dead-letter.removed", 1)
                .stored(DeadLetterState.class, "dead-letter-state", 1)
                .family(
                        DeadLetter.Subject.class,
                        named(DeadLetter.Undelivered.class, "undelivered"),
                        named(DeadLetter.FailedTurn.class, "failed-turn"),
                        named(DeadLetter.FailedTrigger.class, "failed-trigger"))
                .family(
                        DeadLetterState.class,
                        named(DeadLetterState.Unopened.class, "unopened"),
                        named(DeadLetterState.Waiting.class, "waiting"),
                        named(DeadLetterState.Redriving.class, "redriving"),
                        named(DeadLetterState.Underway.class, "underway"),
                        named(DeadLetterState.Closed.class, "closed"));
    }

    private static void schedules(Catalog.Builder catalog) {
        catalog.stored(ScheduleEvent.ScheduleMade.class, "schedule.made", 1)
                .stored(ScheduleEvent.OccurrenceBegun.class, "schedule.occurrence-begun", 1)
                .stored(ScheduleEvent.OccurrenceMissed.class, "schedule.occurrence-missed", 1)
                .stored(ScheduleEvent.OccurrencePosted.class, "schedule.occurrence-posted", 1)
                .stored(ScheduleEvent.OccurrenceSkipped.class, "schedule.occurrence-skipped", 1)
                .stored(ScheduleEvent.OccurrenceRefused.class, "schedule.occurrence-refused", 1)
                .stored(ScheduleEvent.SchedulePaused.class, "schedule.paused", 1)
                .stored(ScheduleEvent.ScheduleResumed.class, "schedule.resumed", 1)
                .stored(ScheduleEvent.ScheduleDeleted.class, "schedule.deleted", 1)
                .stored(ScheduleEvent.ScheduleRemoved.class, "schedule.removed", 1)
                .stored(ScheduleEvent.GenerationBegun.class, "schedule.generation-begun", 1)
                .stored(ScheduleState.class, "schedule-state", 1)
                .family(
                        Timing.class,
                        named(Timing.At.class, "at"),
                        named(Timing.Every.class, "every"),
                        named(Timing.Calendar.class, "calendar"))
                .family(
                        ScheduleState.Resting.class,
                        named(ScheduleState.Waiting.class, "waiting"),
                        named(ScheduleState.Paused.class, "paused"),
                        named(ScheduleState.Finished.class, "finished"))
                .family(
                        ScheduleState.class,
                        named(ScheduleState.Absent.class, "absent"),
                        named(ScheduleState.Waiting.class, "waiting"),
                        named(ScheduleState.Paused.class, "paused"),
                        named(ScheduleState.Finished.class, "finished"),
                        named(ScheduleState.Telling.class, "telling"),
                        named(ScheduleState.Removed.class, "removed"));
    }

    private static void memories(Catalog.Builder catalog) {
        catalog.stored(MemoryEvent.FactRemembered.class, "memory.fact-remembered", 1)
                .stored(MemoryEvent.FactForgotten.class, "memory.fact-forgotten", 1)
                .stored(MemoryEvent.AllForgotten.class, "memory.all-forgotten", 1)
                .stored(MemoryEvent.FactsExpired.class, "memory.facts-expired", 1)
                .stored(MemoryEvent.GenerationBegun.class, "memory.generation-begun", 1)
                .stored(MemoryState.class, "memory-state", 1);
    }

    private static void messages(Catalog.Builder catalog) {
        catalog.family(
                        Message.class,
                        named(Message.User.class, "user"),
                        named(Message.Assistant.class, "assistant"),
                        named(Message.ToolUse.class, "tool-use"),
                        named(Message.Note.class, "note"),
                        named(Message.ToolOutput.class, "tool-output"))
                .family(
                        ModelReply.class,
                        named(ModelReply.Answer.class, "answer"),
                        named(ModelReply.ToolCalls.class, "tool-calls"),
                        named(ModelReply.Refusal.class, "refusal"),
                        named(ModelReply.Truncated.class, "truncated"))
                .family(
                        ModelFailure.class,
                        named(ModelFailure.RateLimited.class, "rate-limited"),
                        named(ModelFailure.Overloaded.class, "overloaded"),
                        named(ModelFailure.ContextTooLong.class, "context-too-long"),
                        named(ModelFailure.Unavailable.class, "unavailable"),
                        named(ModelFailure.Rejected.class, "rejected"),
                        named(ModelFailure.Timeout.class, "timeout"))
                .family(
                        ToolResult.class,
                        named(ToolResult.Success.class, "success"),
                        named(ToolResult.Failure.class, "failure"),
                        named(ToolResult.InDoubt.class, "in-doubt"));
    }

    private static void outcomes(Catalog.Builder catalog) {
        catalog.family(
                        RunOutcome.class,
                        named(RunOutcome.Answered.class, "answered"),
                        named(RunOutcome.HandedOff.class, "handed-off"),
                        named(RunOutcome.Failed.class, "failed"))
                .family(
                        RunFailure.class,
                        named(RunFailure.LimitReached.class, "limit-reached"),
                        named(RunFailure.ModelFailed.class, "model-failed"),
                        named(RunFailure.Blocked.class, "blocked"),
                        named(RunFailure.AnswerBlocked.class, "answer-blocked"),
                        named(RunFailure.NoReply.class, "no-reply"),
                        named(RunFailure.GaveUp.class, "gave-up"),
                        named(RunFailure.BrainBroke.class, "brain-broke"),
                        named(RunFailure.CircularDelegation.class, "circular-delegation"),
                        named(RunFailure.TooManyHandoffs.class, "too-many-handoffs"),
                        named(RunFailure.TurnTimeOver.class, "turn-time-over"),
                        named(RunFailure.UnknownAgent.class, "unknown-agent"),
                        named(RunFailure.UnknownTools.class, "unknown-tools"),
                        named(RunFailure.Cancelled.class, "cancelled"))
                .family(
                        RunOrigin.class,
                        named(RunOrigin.Turn.class, "turn"),
                        named(RunOrigin.Delegation.class, "delegation"),
                        named(RunOrigin.Request.class, "request"),
                        named(RunOrigin.Trigger.class, "trigger"))
                .family(
                        Approval.class,
                        named(Approval.Approved.class, "approved"),
                        named(Approval.Denied.class, "denied"),
                        named(Approval.Expired.class, "expired"),
                        named(Approval.Overtaken.class, "overtaken"));
    }
}
