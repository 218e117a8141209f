package org.talkoot.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.approval.ApprovalRequest;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.context.Cuts;
import org.talkoot.core.event.Trace;
import org.talkoot.core.guard.AskedGuardrail;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.state.Checking;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.remote.RemoteTerms;
import org.talkoot.core.tool.remote.Sending;

/** What has happened to an agent and its runs. */
public sealed interface RunEvent {

    RunId run();

    /** An event of the run that is active, between its start and its end. */
    sealed interface InRun extends RunEvent {}

    /** What those outside say to a run that goes on, or waits for its agent. */
    sealed interface FromOutside extends RunEvent {}

    /** An event of a run that has ended, or of a call that it has given up. */
    sealed interface AfterRun extends RunEvent {}

    /** What comes of work on the history of the agent, which goes on beside its runs. */
    sealed interface OfHistory extends RunEvent {}

    /** The agent was busy; the run waits for its turn. */
    record RunQueued(RunRequest request) implements RunEvent {
        @Override
        public RunId run() {
            return request.run();
        }
    }

    record RunStarted(RunRequest request, Terms terms, Instant at) implements RunEvent {
        @Override
        public RunId run() {
            return request.run();
        }
    }

    /** The first of the waiting runs began. */
    record QueuedRunStarted(RunId run, Terms terms, Instant at) implements RunEvent {}

    /**
     * The first use of a prompt by this agent, with what it offered; it has the next number from now on. Its model is
     * the one that was asked then.
     */
    record PromptRecorded(RunId run, Offer offer) implements InRun {}

    /**
     * A model is being asked.
     *
     * @param from index in the agent's history of the first message that the model is shown
     * @param model which one; null: that of the prompt
     * @param values what fills the blanks of the prompt's instructions; null: the same as in its last call, or nothing
     */
    record ModelCallRequested(
            RunId run,
            CallId call,
            int prompt,
            int from,
            @Nullable ModelName model,
            @Nullable SequencedMap<String, String> values)
            implements InRun {

        /** Of the prompt's model, with what filled its blanks before. */
        public ModelCallRequested(RunId run, CallId call, int prompt, int from) {
            this(run, call, prompt, from, null, null);
        }
    }

    /** From now on models are shown the history of the agent like this. */
    record HistoryFitted(RunId run, Cuts cuts) implements InRun {}

    /**
     * A model is asked for a summary of the history, beside what the run does.
     *
     * @param upTo index of the first message that it does not tell of; it begins where the last summary ends
     */
    record SummaryRequested(RunId run, CallId call, int prompt, ModelName model, int upTo) implements InRun {}

    /** The summary has come, whatever has become of the run in which it was asked for. */
    record SummaryWritten(RunId run, CallId call, String text, TokenUsage usage, ModelName model)
            implements OfHistory {}

    /**
     * No summary has come; another will be asked for.
     *
     * @param why in words
     */
    record SummaryFailed(RunId run, CallId call, String why, TokenUsage usage) implements OfHistory {}

    /** The calls in a {@link ModelReply.ToolCalls} carry the run's own ids here. */
    record ModelReplied(RunId run, CallId call, ModelReply reply, TokenUsage usage, ModelName model) implements InRun {}

    /**
     * The provider cannot take the call before then: it waits, and goes on by itself. Uses up nothing of the run's
     * limits but time.
     *
     * @param reason the code of the failure that says so
     */
    record ModelCallDelayed(RunId run, CallId call, Instant until, String reason) implements InRun {}

    record ModelCallFailed(RunId run, CallId call, ModelFailure failure, TokenUsage usage) implements InRun {}

    /** A reply came after its run had ended or had given it up. It changes nothing, but it was paid for. */
    record LateUsageCharged(RunId run, CallId call, TokenUsage usage) implements AfterRun {}

    /**
     * The model proposed calls that it had not been offered. They are never run; the model hears that there is no such
     * tool.
     */
    record ProposalsRefused(RunId run, List<CallId> calls) implements InRun {
        public ProposalsRefused {
            calls = List.copyOf(calls);
        }
    }

    /** A tool call that was under way when its run ended, or was given up, has come to its end. */
    record LateCallSettled(RunId run, CallId call, ToolResult result) implements AfterRun {}

    /** An agent that was at work for a run when that ended, or was given up, has reported. */
    record LateDelegationSettled(RunId run, CallId call, RunOutcome outcome, TokenUsage usage) implements AfterRun {}

    /**
     * A guardrail did something about a call of a tool: it is not to begin, goes on with other arguments, or what it
     * brought is not let in as it is.
     *
     * @param reason why it is blocked; null: it is rewritten
     * @param arguments with which the call goes on, if it is these that are rewritten; null otherwise
     */
    record GuardrailActed(
            RunId run,
            CallId call,
            Place place,
            String guardrail,
            @Nullable String reason,
            @Nullable String arguments) implements InRun {}

    /**
     * Somebody is asked for a guardrail; what it is about goes nowhere before they have said what to do.
     *
     * @param call of the question
     * @param guardrail its name
     * @param prompt number of the prompt, when a model is asked; -1: a service is
     * @param model which model; null: none
     */
    record GuardrailAsked(
            RunId run,
            CallId call,
            Checking what,
            String guardrail,
            int prompt,
            @Nullable ModelName model) implements InRun {}

    /**
     * They have said what to do.
     *
     * @param usage what it has cost, when a model was asked
     * @param model which model has said it; null: none
     */
    record GuardrailAnswered(
            RunId run,
            CallId call,
            Verdict verdict,
            TokenUsage usage,
            @Nullable ModelName model) implements InRun {}

    /**
     * Nobody has said anything that could be understood.
     *
     * @param why in words
     * @param failing whether the text goes on all the same
     */
    record GuardrailFailed(RunId run, CallId call, String why, AskedGuardrail.Failing failing, TokenUsage usage)
            implements InRun {}

    /** The brain lets these calls go ahead that the model proposed in its last reply. */
    record ProposedCallsStarted(RunId run, List<CallId> calls) implements InRun {
        public ProposedCallsStarted {
            calls = List.copyOf(calls);
        }
    }

    /**
     * The brain lets a proposed call go ahead that asks another agent.
     *
     * @param budget what it may spend; null: whatever its limits are
     */
    record ProposedDelegationStarted(
            RunId run, CallId call, AgentType to, @Nullable Budget budget) implements InRun {}

    /** The brain itself asks for these calls. */
    record ToolCallsRequested(RunId run, List<ToolCall> calls) implements InRun {
        public ToolCallsRequested {
            calls = List.copyOf(calls);
        }
    }

    record ToolCallSettled(RunId run, CallId call, ToolResult result) implements InRun {}

    /**
     * The call has left for the workers of its tool, for the first time or again. Whoever follows the journal sees to
     * it that they get it.
     *
     * @param due when somebody has to look at the run, if nothing happens
     */
    record ToolCallSent(RunId run, ToolCall call, RemoteTerms terms, Sending sending, Instant due) implements InRun {}

    /**
     * A worker reported a failure that may pass; the call is sent again then.
     *
     * @param code of the failure
     */
    record ToolCallPaused(RunId run, CallId call, String code, Instant until) implements InRun {}

    /** Nobody has reported in time, and the tool knows a way to find out or to undo. */
    record ToolCallDoubted(RunId run, CallId call) implements InRun {}

    /** The run ends before its call does, or gives it up; whoever works on it may stop. */
    record ToolCallCancelled(RunId run, ToolCall call, Sending sending) implements InRun {}

    /** The brain gave these up. What may happen all the same is a loose end. */
    record CallsGivenUp(RunId run, List<CallId> calls) implements InRun {
        public CallsGivenUp {
            calls = List.copyOf(calls);
        }
    }

    /** Nobody has reported in time a call that was cancelled, and the tool knows a way to find out or to undo. */
    record LateCallDoubted(RunId run, CallId call) implements AfterRun {}

    /**
     * The brain itself asks another agent.
     *
     * @param colleague the name of the instance that is asked; empty: one of its own
     * @param apart the instance is one of so many that it need not live where its conversation does
     * @param budget what it may spend; null: whatever its limits are
     */
    record DelegationRequested(
            RunId run,
            CallId call,
            AgentType to,
            String task,
            String colleague,
            boolean apart,
            @Nullable Budget budget) implements InRun {

        /** To an instance of its own, beside the conversation. */
        public DelegationRequested(RunId run, CallId call, AgentType to, String task) {
            this(run, call, to, task, "", false, null);
        }
    }

    /**
     * The agent that was asked has reported.
     *
     * @param usage what its run has cost, and those that it asked in turn
     */
    record DelegationSettled(RunId run, CallId call, RunOutcome outcome, TokenUsage usage) implements InRun {}

    /**
     * A question stands open.
     *
     * @param about the call that is in doubt, if that is what is asked: when its result comes, the question is
     *     overtaken
     */
    record HumanAsked(
            RunId run,
            CallId call,
            String question,
            Instant until,
            @Nullable CallId about) implements InRun {

        /** About nothing that could answer it by itself. */
        public HumanAsked(RunId run, CallId call, String question, Instant until) {
            this(run, call, question, until, null);
        }
    }

    record HumanDecided(RunId run, CallId call, Approval approval) implements InRun {}

    /** A call does not begin before people have agreed to it: the first time, or another version of it. */
    record ApprovalRequested(RunId run, ApprovalRequest request) implements InRun {
        public CallId call() {
            return request.call();
        }
    }

    /** One person agreed to this version of the call. */
    record CallApproved(RunId run, CallId call, int version, Caller by, String comment, Instant at) implements InRun {}

    /** Enough people agreed: the call goes ahead, as it was asked about last. */
    record ApprovedCallStarted(RunId run, CallId call) implements InRun {}

    /** A person changed the arguments of the call; what was agreed to before counts no more. */
    record CallEdited(RunId run, ApprovalRequest request, Caller by, String comment) implements InRun {
        public CallId call() {
            return request.call();
        }
    }

    /** A person said no: the call never begins. */
    record CallDenied(RunId run, CallId call, Caller by, String reason, Instant at) implements InRun {}

    /**
     * Those who may decide are told again.
     *
     * @param times how often by now
     * @param due when somebody has to look at it again, if nobody decides
     */
    record ApprovalReminded(RunId run, CallId call, int times, Instant due, Instant at) implements InRun {}

    /**
     * Nobody decided in good time: these may from now on as well.
     *
     * @param due as in {@link ApprovalReminded}
     */
    record ApprovalEscalated(RunId run, CallId call, List<String> roles, Instant due, Instant at) implements InRun {
        public ApprovalEscalated {
            roles = List.copyOf(roles);
        }
    }

    /** Nobody decided in time: the call never begins. */
    record ApprovalExpired(RunId run, CallId call, Instant at) implements InRun {}

    /** The call never begins: its arguments are none, so it can be put to nobody, or a guardrail does not let it. */
    record CallBarred(RunId run, ToolCall call, ToolResult.Failure why) implements InRun {}

    /**
     * People are waited for, here or by an agent that was asked: the clock of the run stands still, until then at most.
     */
    record RunPaused(RunId run, Instant until, Instant at) implements InRun {}

    /** Whoever waits for the run knows how long its clock may stand still. */
    record PauseReported(RunId run, Instant until) implements InRun {}

    /** No person is waited for any more: the clock goes on. */
    record RunResumed(RunId run, Instant deadline) implements InRun {}

    /** The agent that was asked waits for people, until then at most. */
    record DelegationPaused(RunId run, CallId call, Instant until) implements InRun {}

    /**
     * The run waits for several things, and one of them ends by itself: somebody has to look at it then at the latest,
     * whatever was written of each.
     *
     * @param agents agents are among them: one that has not begun yet has to be asked again, and nobody else would
     */
    record AlarmSet(RunId run, Instant at, boolean agents) implements InRun {

        /** No agents are among them. */
        public AlarmSet(RunId run, Instant at) {
            this(run, at, false);
        }
    }

    /** Nothing that the run waits for ends by itself any more, but the run. */
    record AlarmLifted(RunId run, Instant deadline) implements InRun {}

    record TimerSet(RunId run, CallId call, Instant until, Duration length) implements InRun {}

    record TimerFired(RunId run, CallId call) implements InRun {}

    /** The event left the agent; whoever subscribes to it sees it by the journal. */
    record EventPublished(RunId run, String eventType, String payload, Trace trace) implements InRun {}

    /** As {@link EventPublished}, and the run waits for the first answer. */
    record ReplyRequested(RunId run, CallId call, String eventType, String payload, Trace trace, Instant until)
            implements InRun {}

    /** The run waits for a signal of this name from outside, until then at most. */
    record SignalAwaited(RunId run, CallId call, String name, Instant until) implements InRun {}

    /**
     * A signal came from outside, for a run that goes on or waits for its agent.
     *
     * @param key by which it is known when it comes again
     * @param payload a JSON value
     * @param by who gave it, as the edge found out
     * @param call the wait that it ends; null: nobody waits for it yet, and it is kept
     */
    record SignalReceived(
            RunId run,
            String name,
            String key,
            String payload,
            Caller by,
            @Nullable CallId call,
            Instant at) implements FromOutside {}

    /**
     * The run is paused: it begins nothing, and its clock stands still.
     *
     * @param until its clock goes on then at the latest
     */
    record RunSuspended(RunId run, String reason, Caller by, Instant until, Instant at) implements FromOutside {}

    /** Nobody wants the run paused any more but, perhaps, whoever asked for it. */
    record RunContinued(RunId run, String reason, Caller by, Instant at) implements FromOutside {}

    /**
     * The run is paused together with the one that asked for it, or need not be any more.
     *
     * @param number counts what that one has said, from 1
     * @param until its clock goes on then at the latest; null: it is not paused
     */
    record SuspensionHandedDown(
            RunId run, int number, @Nullable Instant until, Instant at) implements FromOutside {}

    /** The agent that was asked has heard that the run is paused, or goes on. */
    record SuspensionPassedOn(RunId run, CallId call, int number) implements InRun {}

    /** What the run begins to wait for has come before: the signal that was kept under this key. */
    record SignalTaken(RunId run, CallId call, String name, String key) implements InRun {}

    /** No signal came in time. */
    record SignalMissed(RunId run, CallId call) implements InRun {}

    /**
     * The run shows something under a name.
     *
     * @param value a JSON value; null: the same as before
     */
    record ValueShown(RunId run, String name, @Nullable String value) implements InRun {}

    /**
     * The brain wrote something down.
     *
     * @param dataType the name of the type of the data that the text is, as JSON; null: any text
     */
    record Noted(
            RunId run, String label, String text, @Nullable String dataType) implements InRun {}

    /** The brain does not take the last reply of the model for an answer. The model is told why. */
    record ReplyRejected(RunId run, String why, Instant at) implements InRun {}

    /**
     * The answer is the last reply of the model, word for word.
     *
     * @param dataType as in {@link RunAnswered}
     */
    record RunAnsweredAsReplied(RunId run, @Nullable String dataType, Instant at) implements RunEvent {

        /** In prose. */
        public RunAnsweredAsReplied(RunId run, Instant at) {
            this(run, null, at);
        }
    }

    /**
     * The answer.
     *
     * @param dataType the name of the type of the data that the text is, as JSON; null: it is prose
     * @param attachments what belongs to the text
     */
    record RunAnswered(RunId run, String text, @Nullable String dataType, List<Attachment> attachments, Instant at)
            implements RunEvent {

        public RunAnswered {
            attachments = List.copyOf(attachments);
        }

        /** In prose. */
        public RunAnswered(RunId run, String text, Instant at) {
            this(run, text, null, List.of(), at);
        }
    }

    record RunHandedOff(RunId run, AgentType to, String note, Instant at) implements RunEvent {}

    record RunFailed(RunId run, RunFailure failure, Instant at) implements RunEvent {}

    /**
     * The last event of an agent: its conversation is removed. What came before is erased.
     *
     * @param run the last that it was asked for
     */
    record AgentRemoved(RunId run, Instant at) implements RunEvent {}

    /** The agent that had delegated this run, or that goes on after it, has its outcome. */
    record OutcomeDelivered(RunId run) implements AfterRun {}
}
