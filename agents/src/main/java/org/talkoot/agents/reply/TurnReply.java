package org.talkoot.agents.reply;

import org.talkoot.core.AgentType;
import org.talkoot.core.RunId;

/** How the turn of a message ended. */
public sealed interface TurnReply {

    record Answered(RunId run, AgentType agent, String text) implements TurnReply {}

    record Failed(String code, String detail) implements TurnReply {}

    /** The conversation does not know the message, or no longer. */
    record Unknown() implements TurnReply {}

    /** As many wait for turns of this conversation as may wait. */
    record TooManyAwaiting(int bound) implements TurnReply {}
}
