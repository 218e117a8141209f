package org.talkoot.core.agent;

import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;

/** Who asked for a run, and so who is told of its outcome. */
public sealed interface RunOrigin {

    /** A turn of a conversation. */
    record Turn(ConversationId conversation) implements RunOrigin {}

    /** Another agent that waits for the outcome. */
    record Delegation(AgentId parent, RunId parentRun, CallId call) implements RunOrigin {}

    /** An event that the agent subscribes to, and whose sender waits for the first answer. */
    record Request(AgentId sender, RunId sendersRun, CallId call, String eventType, String eventId)
            implements RunOrigin {}

    /** An event that the agent subscribes to. Nobody waits. */
    record Trigger(String eventType, String eventId) implements RunOrigin {}
}
