package org.talkoot.core.agent;

import org.talkoot.core.AgentType;

/** How a run ended. */
public sealed interface RunOutcome {

    record Answered(String text) implements RunOutcome {}

    /** Another agent takes over; the conversation is its own from now on. */
    record HandedOff(AgentType to, String note) implements RunOutcome {}

    record Failed(RunFailure failure) implements RunOutcome {}
}
