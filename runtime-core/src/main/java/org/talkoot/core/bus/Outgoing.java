package org.talkoot.core.bus;

import org.talkoot.core.ConversationId;
import org.talkoot.core.TenantId;
import org.talkoot.core.event.AgentEvent;

/**
 * An event on its way out.
 *
 * @param channel topic, stream or queue
 * @param position its position in the journal
 */
public record Outgoing(String channel, long position, AgentEvent event) {

    /**
     * What a sink keeps in order: the conversation. Written as those outside name it in a task, that is without the
     * default tenant, so a conversation has one key, and with it one partition number, on its way in and on its way
     * out.
     */
    public String key() {
        ConversationId subject = event.subject();
        return subject.tenant().equals(TenantId.DEFAULT) ? subject.key() : subject.toString();
    }
}
