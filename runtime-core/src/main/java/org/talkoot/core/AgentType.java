package org.talkoot.core;

/**
 * The name of an agent definition, such as {@code billing}. A lower-case name of at most 64 characters;
 * {@code conversation} is taken, because it names the other kind of journal stream.
 */
public record AgentType(String value) {

    private static final String PART = "--";

    public AgentType {
        Syntax.requireName(value, "agent type");
        if (value.equals(StreamId.OfConversation.ENTITY)) {
            throw new IllegalArgumentException("'conversation' cannot name an agent");
        }
    }

    /** The agent that is a part of this one: {@code desk--legal}. */
    public AgentType part(String name) {
        return new AgentType(value + PART + name);
    }

    /** Whether this is a part of that, or of a part of it. */
    public boolean isPartOf(AgentType whole) {
        return value.startsWith(whole.value + PART);
    }

    @Override
    public String toString() {
        return value;
    }
}
