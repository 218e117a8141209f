package org.talkoot.core.conversation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.Trace;

/** What a conversation can be told. All of it may be told more than once. */
public sealed interface ConversationCommand {

    /**
     * Someone writes to the agents.
     *
     * @param agent who is to answer; null: whoever has the conversation
     * @param trace which request it belongs to; null: it begins one
     * @param attachments what belongs to the text, as an {@link org.talkoot.core.attachment.AttachmentStore} has kept
     *     it
     * @param attributes what is to be known of the conversation from this message on; null: what is known already
     */
    record PostMessage(
            MessageId message,
            @Nullable AgentType agent,
            String text,
            List<Attachment> attachments,
            @Nullable Trace trace,
            Attributes.@Nullable Change attributes,
            Instant at)
            implements ConversationCommand {

        /**
         * Runs are named after the message.
         *
         * @throws IllegalArgumentException if none can be, which no id is that the edge derives
         */
        public PostMessage {
            message.requirePostable();
            attachments = List.copyOf(attachments);
        }

        /** The same message, which begins a request of this caller. */
        public PostMessage by(Caller caller) {
            return caller.isAnonymous()
                    ? this
                    : new PostMessage(
                            message,
                            agent,
                            text,
                            attachments,
                            Trace.begunBy(message).by(caller),
                            attributes,
                            at);
        }

        /** The same message, which brings something to be known of the conversation. */
        public PostMessage knowing(Attributes.Change change) {
            return new PostMessage(
                    message, agent, text, attachments, trace, change.changesNothing() ? null : change, at);
        }

        /** The same message with these. */
        public PostMessage attaching(List<Attachment> attached) {
            return new PostMessage(message, agent, text, attached, trace, attributes, at);
        }

        /** A message that says nothing of the conversation. */
        public PostMessage(
                MessageId message, @Nullable AgentType agent, String text, @Nullable Trace trace, Instant at) {
            this(message, agent, text, List.of(), trace, null, at);
        }

        /** A message that begins a request of its own. */
        public PostMessage(MessageId message, @Nullable AgentType agent, String text, Instant at) {
            this(message, agent, text, null, at);
        }
    }

    /**
     * Something else is to be known of the conversation.
     *
     * @param change recognised when it comes again among the last {@link ConversationLimits#REMEMBERED_CHANGES}
     * @param trace on whose behalf; null: nobody's in particular
     */
    record ChangeAttributes(
            MessageId change,
            Attributes.Change attributes,
            @Nullable Trace trace,
            Instant at) implements ConversationCommand {}

    /** Another agent has the conversation from now on; a turn that is being worked on stays. */
    record Reassign(AgentType to, Instant at) implements ConversationCommand {}

    /**
     * Nobody wants the answer of the turn that is being worked on any more.
     *
     * @param message whose turn is meant; null: whichever is being worked on, which is another one when this is told
     *     again
     */
    record CancelTurn(@Nullable MessageId message, String reason, Instant at) implements ConversationCommand {}

    /**
     * Nobody is to write here any more, and what was said is to be erased.
     *
     * @param trace on whose behalf; null: nobody's in particular
     */
    record Remove(@Nullable Trace trace, Instant at) implements ConversationCommand {}

    /** The time is over of the turn that this run works on, or for this abandoned run to end. */
    record ExpireRun(RunId run, Instant at) implements ConversationCommand {}

    /** The run that works on the turn waits for people, until then at most: that is not the time of the turn. */
    record ProlongTurn(RunId run, Instant until, Instant at) implements ConversationCommand {}

    /** The agent that works on the turn reports how its run ended. */
    record RecordOutcome(RunId run, RunOutcome outcome, Instant at) implements ConversationCommand {}
}
