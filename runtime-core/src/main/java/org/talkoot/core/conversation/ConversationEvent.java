package org.talkoot.core.conversation;

import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.run.RunFailure;

import java.time.Instant;

/** What has happened in a conversation. */
public sealed interface ConversationEvent {

    /**
     * Someone wrote to the agents.
     *
     * @param agent whom the message was addressed to, if anyone
     */
    record MessagePosted(MessageId message, @Nullable AgentType agent, String text, Instant at)
            implements ConversationEvent {}

    /** The turn of a message began. */
    record RunRequested(RunId run, MessageId message, AgentType agent, Instant at)
            implements ConversationEvent {}

    record AnswerPosted(RunId run, AgentType agent, String text, Instant at)
            implements ConversationEvent {}

    /** The turn goes on with another agent, which has the conversation from now on. */
    record HandedOff(RunId run, AgentType from, RunId next, AgentType to, String note, Instant at)
            implements ConversationEvent {}

    /** The turn ended without an answer. */
    record TurnFailed(RunId run, AgentType agent, RunFailure failure, Instant at)
            implements ConversationEvent {}
}
