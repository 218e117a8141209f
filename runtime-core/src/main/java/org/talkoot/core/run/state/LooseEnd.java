package org.talkoot.core.run.state;

import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.remote.RemoteTerms;
import org.talkoot.core.tool.remote.Sending;

/**
 * A call that was under way when its run ended, or was settled as in doubt. Nobody waits for it any more, but what
 * becomes of it has to be known: history says of it that it is in doubt until then.
 */
public sealed interface LooseEnd {

    /** The run that has ended. */
    RunId run();

    CallId call();

    /** A reply that is still paid for, if it ever comes. */
    record Model(RunId run, CallId call) implements LooseEnd {}

    /** It may happen yet, or have happened. */
    record Tool(RunId run, ToolCall request) implements LooseEnd {
        @Override
        public CallId call() {
            return request.id();
        }
    }

    /** A call of a tool that runs elsewhere. */
    sealed interface Sent extends LooseEnd {

        ToolCall request();

        RemoteTerms terms();

        /** Its latest attempt. */
        Sending sending();

        @Override
        default CallId call() {
            return request().id();
        }
    }

    /** A worker has it that was told to stop; it may report yet. */
    record Remote(RunId run, ToolCall request, RemoteTerms terms, Sending sending) implements Sent {}

    /** No worker has reported; what happened is being found out, or undone. */
    record Unresolved(RunId run, ToolCall request, RemoteTerms terms, Sending sending) implements Sent {}

    /** It was settled as in doubt. Nothing is done about it, but a worker may report yet. */
    record Doubt(RunId run, ToolCall request, RemoteTerms terms, Sending sending) implements Sent {}

    /**
     * It is told to stop until it has reported.
     *
     * @param budget what it may spend until then; null: whatever its limits are
     */
    record Delegation(
            RunId run,
            CallId call,
            AgentId delegate,
            @Nullable Budget budget) implements LooseEnd {}
}
