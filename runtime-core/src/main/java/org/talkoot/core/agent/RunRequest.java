package org.talkoot.core.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.Caller;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Message;

/**
 * What one agent is asked to do.
 *
 * @param messages what this agent has not seen yet, oldest first; the last is what is asked of it
 * @param lineage the agents that wait for this run, outermost first; a delegation back to one of them, or to the agent
 *     itself, would wait for ever and is refused
 * @param trace which request this belongs to; null: the one that the message of its turn began
 * @param budget what it may spend; null: whatever the limits of the agent are
 */
public record RunRequest(
        RunId run,
        RunOrigin origin,
        List<Message> messages,
        List<AgentId> lineage,
        @Nullable Trace trace,
        @Nullable Budget budget) {

    public RunRequest {
        messages = List.copyOf(messages);
        lineage = List.copyOf(lineage);
    }

    /** Within the limits of the agent. */
    public RunRequest(
            RunId run, RunOrigin origin, List<Message> messages, List<AgentId> lineage, @Nullable Trace trace) {
        this(run, origin, messages, lineage, trace, null);
    }

    /** A request that came alone. */
    public RunRequest(RunId run, RunOrigin origin, List<Message> messages, List<AgentId> lineage) {
        this(run, origin, messages, lineage, null, null);
    }

    /** On whose behalf, in the tenant of the agent that is asked. */
    public Caller callerIn(TenantId tenant) {
        return trace == null ? Caller.anonymous(tenant) : trace.callerIn(tenant);
    }

    /** What is known of the conversation that it came from. */
    public Attributes attributes() {
        return trace == null ? Attributes.NONE : trace.known();
    }

    /** The text of the last message. */
    public String task() {
        return messages.isEmpty() ? "" : messages.getLast().text();
    }
}
