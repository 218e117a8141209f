package org.talkoot.core.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.Seen;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.remote.RemoteTerms;

/** What an agent can be told. All of it may be told more than once. */
public sealed interface RunCommand {

    record StartRun(RunRequest request, Instant at) implements RunCommand {}

    record RecordModelOutcome(CallId call, ModelOutcome outcome, Instant at) implements RunCommand {}

    /** A provider makes this call wait until then; it goes on by itself. */
    record RecordModelDelay(CallId call, Instant until, String reason) implements RunCommand {}

    /** Whoever was asked for a guardrail has said something, or nothing. */
    record RecordVerdict(CallId call, Answered answered, Instant at) implements RunCommand {}

    record RecordToolResult(CallId call, ToolResult result, Instant at) implements RunCommand {}

    /** The tool of this call runs elsewhere: it is to be sent there. */
    record SendCall(CallId call, RemoteTerms terms, Instant at) implements RunCommand {}

    /**
     * A worker has reported.
     *
     * @param since when the call was sent first, as in {@link org.talkoot.core.tool.remote.Sending}
     */
    record RecordReport(RunId run, CallId call, int attempt, Instant since, ToolResult result, Instant at)
            implements RunCommand {}

    /** Nobody has heard of the worker that has this attempt. */
    record LoseAttempt(CallId call, int attempt, Instant at) implements RunCommand {}

    /**
     * Somebody outside has answered an event.
     *
     * @param until how long it was to be waited, which tells it from an event of another history
     */
    record RecordReply(RunId run, CallId call, Instant until, RunOutcome outcome, Instant at) implements RunCommand {}

    record RecordDelegateOutcome(CallId call, RunOutcome outcome, TokenUsage usage, Instant at) implements RunCommand {}

    /**
     * A person says something to what the run asks.
     *
     * @param seen what it is said to
     * @param by who, as the edge found out
     */
    record Decide(CallId call, Seen seen, HumanDecision decision, Caller by, Instant at) implements RunCommand {

        public Decide(CallId call, int version, HumanDecision decision, Caller by, Instant at) {
            this(call, Seen.version(version), decision, by, at);
        }
    }

    /** An agent that was asked waits for people, until then at most. */
    record RecordDelegatePause(CallId call, Instant until, Instant at) implements RunCommand {}

    /** Whoever waits for the run knows that its clock stands still, until then at most. */
    record ConfirmPause(RunId run, Instant until) implements RunCommand {}

    /**
     * Somebody outside gives the run a signal.
     *
     * @param key the same signal again has the same
     * @param payload a JSON value
     * @param by who, as the edge found out
     */
    record Signal(RunId run, String name, String key, String payload, Caller by, Instant at) implements RunCommand {}

    /** The run is to begin nothing, nor is anybody who works for it. */
    record Pause(RunId run, String reason, Caller by, Instant at) implements RunCommand {}

    /** The run may go on. */
    record Resume(RunId run, String reason, Caller by, Instant at) implements RunCommand {}

    /**
     * Whoever asks for this run is paused, or goes on. A run that was not known begins paused.
     *
     * @param number counts what has been said, from 1
     * @param until its clock goes on then at the latest; null: it goes on
     */
    record HandDownPause(
            RunRequest request, int number, @Nullable Instant until, Instant at) implements RunCommand {}

    /** An agent that was asked has heard of so many changes. */
    record ConfirmPassedOn(CallId call, int number, Instant at) implements RunCommand {}

    /** The time that a sleep or a question to a human had is over. */
    record FireTimer(CallId call, Instant at) implements RunCommand {}

    /** The wall time of a run is over. */
    record ExpireRun(RunId run, Instant at) implements RunCommand {}

    record CancelRun(RunId run, String reason, Instant at) implements RunCommand {}

    /** A run cannot go on. */
    record FailRun(RunId run, RunFailure why, Instant at) implements RunCommand {}

    /** The conversation of the agent is removed, and all that the agent knows with it. */
    record Remove(Instant at) implements RunCommand {}

    /** Whoever asked for this run has its outcome safely. */
    record ConfirmOutcome(RunId run) implements RunCommand {}
}
