package org.talkoot.core.deadletter;

import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.model.ModelFailure;

/** Why something became a dead letter, as far as it decides what to do about it. */
public enum FailureClass {
    /** It cannot be read. */
    POISON,
    /** It can be read, but its version is newer than this release. */
    UNKNOWN_VERSION,
    /** It can be read, but nobody takes it: an unknown agent, an impossible key. */
    UNROUTABLE,
    /** Whoever it comes from may not do that, or is not who they say. */
    FORBIDDEN,
    /** It cannot be found out now whether it is to be believed. */
    UNVERIFIED,
    /** A guardrail did not let it in. */
    BLOCKED,
    CONTEXT_TOO_LONG,
    RATE_LIMITED,
    MODEL_UNAVAILABLE,
    /** A call that no model will ever take: an unknown model, a wrong key, a bad request. */
    MODEL_REJECTED,
    /** The model refused, or a guardrail did not let its answer out. */
    OUTPUT_INVALID,
    TOOL_FAILED,
    TOOL_TIMEOUT,
    /** An agent asked one that waits for it, or events woke each other without end. */
    CIRCULAR_DELEGATION,
    BUDGET_EXHAUSTED,
    /** A side effect may or may not have happened. */
    IN_DOUBT,
    /** The agent itself failed: it gave up, or has a bug. */
    AGENT_FAILED;

    /** The class of a run's failure. */
    public static FailureClass of(RunFailure failure) {
        return switch (failure) {
            case RunFailure.LimitReached f -> BUDGET_EXHAUSTED;
            case RunFailure.TurnTimeOver f -> BUDGET_EXHAUSTED;
            case RunFailure.ModelFailed f -> of(f.failure());
            case RunFailure.Blocked f -> BLOCKED;
            case RunFailure.AnswerBlocked f -> OUTPUT_INVALID;
            case RunFailure.GaveUp f -> ofCode(f.code());
            case RunFailure.BrainBroke f -> AGENT_FAILED;
            case RunFailure.CircularDelegation f -> CIRCULAR_DELEGATION;
            case RunFailure.TooManyHandoffs f -> CIRCULAR_DELEGATION;
            case RunFailure.UnknownAgent f -> UNROUTABLE;
            case RunFailure.UnknownTools f -> AGENT_FAILED;
            case RunFailure.NoReply f -> AGENT_FAILED;
            case RunFailure.Cancelled f -> AGENT_FAILED;
        };
    }

    private static FailureClass of(ModelFailure failure) {
        return switch (failure) {
            case ModelFailure.RateLimited f -> RATE_LIMITED;
            case ModelFailure.Overloaded f -> RATE_LIMITED;
            case ModelFailure.ContextTooLong f -> CONTEXT_TOO_LONG;
            case ModelFailure.Unavailable f -> MODEL_UNAVAILABLE;
            case ModelFailure.Timeout f -> MODEL_UNAVAILABLE;
            case ModelFailure.Rejected f -> MODEL_REJECTED;
        };
    }

    /** A brain that gives up because of a tool or a model's output says so by its code. */
    private static FailureClass ofCode(String code) {
        return switch (code) {
            case "tool-failed" -> TOOL_FAILED;
            case "tool-timeout" -> TOOL_TIMEOUT;
            case "in-doubt" -> IN_DOUBT;
            case "delegated-too-deep" -> CIRCULAR_DELEGATION;
            case "model-refused", "refused", "output-invalid", "truncated" -> OUTPUT_INVALID;
            default -> AGENT_FAILED;
        };
    }
}
