package org.talkoot.core;

/**
 * One stream of the journal: the events of one aggregate. The conversation it belongs to comes
 * first and is its feed; the entity is {@code conversation} or the type of the agent.
 */
public record StreamId(ConversationId feed, String entity) {

    /** The entity of the conversation's own stream; every other entity is an agent type. */
    public static final String CONVERSATION = "conversation";

    public static StreamId of(ConversationId conversation) {
        return new StreamId(conversation, CONVERSATION);
    }

    public static StreamId of(AgentId agent) {
        return new StreamId(agent.conversation(), agent.type().value());
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

    /** The agent whose stream this is. Only for streams that are not a conversation's own. */
    public AgentId agent() {
        return AgentId.in(feed, new AgentType(entity));
    }

    @Override
    public String toString() {
        return feed + "|" + entity;
    }
}
