package org.talkoot.core.run;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.tool.ToolCall;

/** Something that a run has asked for and has not heard of yet. */
public sealed interface PendingCall {

    CallId id();

    /**
     * A model was asked.
     *
     * @param prompt number of the prompt among those the agent has used
     * @param delayedUntil when the provider takes it at the earliest; null: nothing is in its way
     */
    record Model(CallId id, int prompt, int from, @Nullable Instant delayedUntil) implements PendingCall {

        Model(CallId id, int prompt, int from) {
            this(id, prompt, from, null);
        }

        Model delayed(Instant until) {
            return new Model(id, prompt, from, until);
        }

        /** Whether that is later than what is known. */
        boolean isNews(Instant until) {
            return delayedUntil == null || until.isAfter(delayedUntil);
        }
    }

    record Tool(ToolCall call) implements PendingCall {
        @Override
        public CallId id() {
            return call.id();
        }
    }

    /**
     * Another agent was asked.
     *
     * @param colleague the name of the instance; empty: one of its own
     * @param apart the instance of its own is one of many
     */
    record Delegation(CallId id, AgentType to, String task, String colleague, boolean apart) implements PendingCall {

        /** Who works on it for this run. */
        AgentId target(AgentId self, RunId run) {
            if (!colleague.isEmpty()) {
                return self.colleague(to, colleague);
            }
            return apart ? self.delegateApart(to, run, id) : self.delegate(to, run, id);
        }
    }

    record Human(CallId id, String question, Instant until) implements PendingCall {}

    /** An event was published that somebody is to answer. */
    record Reply(CallId id, String eventType, Instant until) implements PendingCall {}

    record Timer(CallId id, Instant until, Duration length) implements PendingCall {}
}
