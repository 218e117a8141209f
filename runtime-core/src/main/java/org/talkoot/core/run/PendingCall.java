package org.talkoot.core.run;

import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.tool.ToolCall;

import java.time.Instant;

/** Something that a run has asked for and has not heard of yet. */
public sealed interface PendingCall {

    CallId id();

    /**
     * A model was asked.
     *
     * @param prompt number of the prompt among those the agent has used
     */
    record Model(CallId id, int prompt, int from) implements PendingCall {}

    record Tool(ToolCall call) implements PendingCall {
        @Override
        public CallId id() {
            return call.id();
        }
    }

    record Delegation(CallId id, AgentType to, String task) implements PendingCall {}

    record Human(CallId id, String question, Instant until) implements PendingCall {}

    /** An event was published that somebody is to answer. */
    record Reply(CallId id, String eventType, Instant until) implements PendingCall {}

    record Timer(CallId id, Instant until) implements PendingCall {}
}
