package org.talkoot.core;

/**
 * The name of an agent definition, such as {@code billing}. A lower-case name of at most 64 characters;
 * {@code conversation} is taken, because it names the other kind of journal stream.
 */
public record AgentType(String value) {

    public AgentType {
        Syntax.requireName(value, "agent type");
        if (value.equals(StreamId.OfConversation.ENTITY)) {
            throw new IllegalArgumentException("'conversation' cannot name an agent");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
