package org.talkoot.core.agent;

import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.model.ModelName;

/** How a run ended. */
public sealed interface RunOutcome {

    /**
     * It has an answer.
     *
     * @param model the model that replied last in the run; null: it asked none
     */
    record Answered(String text, @Nullable ModelName model) implements RunOutcome {

        /** Code alone has answered. */
        public Answered(String text) {
            this(text, null);
        }
    }

    /** Another agent takes over; the conversation is its own from now on. */
    record HandedOff(AgentType to, String note) implements RunOutcome {}

    record Failed(RunFailure failure) implements RunOutcome {}
}
