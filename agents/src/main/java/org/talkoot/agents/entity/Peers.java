package org.talkoot.agents.entity;

import org.talkoot.core.AgentId;
import org.talkoot.core.ConversationId;

/** The way from one entity to another, wherever in the cluster it lives. Messages may be lost. */
interface Peers {

    void tell(AgentId agent, AgentEntity.Command message);

    void tell(ConversationId conversation, ConversationEntity.Command message);
}
