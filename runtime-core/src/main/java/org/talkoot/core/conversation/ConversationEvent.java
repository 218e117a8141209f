package org.talkoot.core.conversation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.ModelName;

/** What has happened in a conversation. */
public sealed interface ConversationEvent {

    /**
     * Someone wrote to the agents.
     *
     * @param agent whom the message was addressed to, if anyone
     * @param attachments what belongs to the text
     * @param trace which request it belongs to, if it did not begin one
     */
    record MessagePosted(
            MessageId message,
            @Nullable AgentType agent,
            String text,
            List<Attachment> attachments,
            @Nullable Trace trace,
            Instant at)
            implements ConversationEvent {

        public MessagePosted {
            attachments = List.copyOf(attachments);
        }

        /** Words alone. */
        public MessagePosted(
                MessageId message, @Nullable AgentType agent, String text, @Nullable Trace trace, Instant at) {
            this(message, agent, text, List.of(), trace, at);
        }

        public MessagePosted(MessageId message, @Nullable AgentType agent, String text, Instant at) {
            this(message, agent, text, null, at);
        }
    }

    /**
     * The turn of a message began.
     *
     * @param deadline when the turn is over, whoever works on it then
     */
    record RunRequested(RunId run, MessageId message, AgentType agent, Instant deadline, Instant at)
            implements ConversationEvent {}

    /**
     * The turn has its answer.
     *
     * @param model as in {@link RunOutcome.Answered}
     * @param dataType as in {@link RunOutcome.Answered}
     * @param attachments as in {@link RunOutcome.Answered}
     * @param trace as in {@link MessagePosted}
     */
    record AnswerPosted(
            RunId run,
            AgentType agent,
            String text,
            @Nullable ModelName model,
            @Nullable String dataType,
            List<Attachment> attachments,
            @Nullable Trace trace,
            Instant at)
            implements ConversationEvent {

        public AnswerPosted {
            attachments = List.copyOf(attachments);
        }

        public AnswerPosted(RunId run, AgentType agent, String text, Instant at) {
            this(run, agent, text, null, null, List.of(), null, at);
        }
    }

    /** The turn goes on with another agent, which has the conversation from now on. */
    record HandedOff(RunId run, AgentType from, RunId next, AgentType to, String note, Instant at)
            implements ConversationEvent {}

    /**
     * This is known of the conversation from now on. What is asked for later goes by it; a run that has been asked for
     * keeps what was known then.
     *
     * @param change what changed them: a message that brought some, or a change of its own
     * @param attributes all of them, after the change
     * @param trace as in {@link MessagePosted}
     */
    record AttributesChanged(
            MessageId change,
            Attributes attributes,
            @Nullable Trace trace,
            Instant at) implements ConversationEvent {}

    /** People are waited for in the turn, so it may take longer. */
    record TurnProlonged(RunId run, Instant deadline, Instant at) implements ConversationEvent {}

    /** Somebody gave the conversation to another agent, which has it from the next turn on. */
    record Reassigned(AgentType to, Instant at) implements ConversationEvent {}

    /**
     * The turn ended without an answer: so its run reported, or no other agent could go on with it.
     *
     * @param trace as in {@link MessagePosted}
     */
    record TurnFailed(
            RunId run,
            AgentType agent,
            RunFailure failure,
            @Nullable Trace trace,
            Instant at) implements ConversationEvent {

        public TurnFailed(RunId run, AgentType agent, RunFailure failure, Instant at) {
            this(run, agent, failure, null, at);
        }
    }

    /**
     * The conversation itself ended the turn, without an answer: somebody cancelled it, or its time is over. Its run is
     * told to stop until it has ended.
     *
     * @param trace as in {@link MessagePosted}
     * @param until how long the end of the run is waited for; by then any run is over by itself
     */
    record TurnAbandoned(
            RunId run,
            AgentType agent,
            RunFailure failure,
            @Nullable Trace trace,
            Instant until,
            Instant at) implements ConversationEvent {}

    /**
     * The last event of a conversation: it is over, whatever was going on. What came before is erased.
     *
     * @param trace on whose behalf; null: nobody's in particular
     */
    record ConversationRemoved(@Nullable Trace trace, Instant at) implements ConversationEvent {}

    /**
     * The end of an abandoned run is not waited for any more.
     *
     * @param ended whether its agent has said that it ended; false: it has not in time, or too many have been abandoned
     *     since
     */
    record AbandonedRunSettled(RunId run, boolean ended, Instant at) implements ConversationEvent {}
}
