package org.talkoot.core;

import java.util.Optional;

/**
 * One stream of the journal: the events of one aggregate. The conversation it belongs to comes first and is its feed;
 * the entity is {@code conversation} or the agent.
 */
public record StreamId(ConversationId feed, String entity) {

    /** The entity of the conversation's own stream; every other entity is an agent, an inbox or a dead letter. */
    public static final String CONVERSATION = "conversation";

    public static StreamId of(ConversationId conversation) {
        return new StreamId(conversation, CONVERSATION);
    }

    /** The entity of the stream in which events from outside enter. */
    public static final String INBOX = "inbox:events";

    private static final String DEAD_LETTER = "dead-letter:";

    /** Where events of this subject enter that are meant for nobody in particular. */
    public static StreamId inboxOf(ConversationId subject) {
        return new StreamId(subject, INBOX);
    }

    /** A dead letter, shown in the conversation it belongs to. */
    public static StreamId of(ConversationId conversation, DeadLetterId letter) {
        return new StreamId(conversation, DEAD_LETTER + letter.value());
    }

    public static StreamId of(AgentId agent) {
        return new StreamId(agent.conversation(), agent.entity());
    }

    /** Reads the text form, {@code tenant/key|entity}, that {@link #toString} writes. */
    public static StreamId parse(String text) {
        int bar = text.lastIndexOf('|');
        if (bar < 0) {
            throw new IllegalArgumentException("'%s' is not tenant/key|entity".formatted(text));
        }
        return new StreamId(ConversationId.parse(text.substring(0, bar)), text.substring(bar + 1));
    }

    public boolean isConversation() {
        return entity.equals(CONVERSATION);
    }

    public boolean isInbox() {
        return entity.equals(INBOX);
    }

    /** The dead letter whose stream this is, if it is one's. */
    public Optional<DeadLetterId> deadLetter() {
        return entity.startsWith(DEAD_LETTER)
                ? Optional.of(new DeadLetterId(entity.substring(DEAD_LETTER.length())))
                : Optional.empty();
    }

    /** The agent whose stream this is. Only for streams that are an agent's. */
    public AgentId agent() {
        return AgentId.of(feed, entity);
    }

    @Override
    public String toString() {
        return feed + "|" + entity;
    }
}
