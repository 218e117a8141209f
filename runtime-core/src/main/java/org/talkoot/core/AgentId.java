package org.talkoot.core;

/**
 * One agent at work: which definition, for which conversation. An agent that is woken by events
 * instead of a conversation uses the key its trigger gave it; either way {@link #conversation()} is
 * the feed in which its work shows.
 */
public record AgentId(TenantId tenant, AgentType type, String key) {

    public AgentId {
        Syntax.requireKey(key, "agent key");
    }

    public static AgentId in(ConversationId conversation, AgentType type) {
        return new AgentId(conversation.tenant(), type, conversation.key());
    }

    public ConversationId conversation() {
        return new ConversationId(tenant, key);
    }

    /** The agent of another type beside this one, in the same conversation. */
    public AgentId peer(AgentType other) {
        return new AgentId(tenant, other, key);
    }

    @Override
    public String toString() {
        return tenant.value() + '/' + key + '/' + type.value();
    }
}
