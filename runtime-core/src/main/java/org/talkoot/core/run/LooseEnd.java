package org.talkoot.core.run;

import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.tool.ToolCall;

/**
 * A call that was under way when its run ended. Nobody waits for it any more, but what becomes of it has to be known:
 * history says of it that it is in doubt until then.
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

    /** It is told to stop until it has reported. */
    record Delegation(RunId run, CallId call, AgentId delegate) implements LooseEnd {}
}
