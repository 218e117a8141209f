package org.talkoot.core.tool;

import org.talkoot.core.AgentId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;
import org.talkoot.core.lease.Epoch;

/**
 * Who calls a tool, and the key under which the call is the same call in every attempt.
 *
 * @param epoch which incarnation of which node makes this attempt: a later attempt of the same call never has a lower
 *     one, so that whoever keeps it beside the key can refuse a straggler
 */
public record ToolContext(IdempotencyKey key, AgentId agent, RunId run, Epoch epoch) {

    public ToolContext(IdempotencyKey key, AgentId agent, RunId run) {
        this(key, agent, run, Epoch.NONE);
    }

    public ToolContext in(Epoch incarnation) {
        return new ToolContext(key, agent, run, incarnation);
    }
}
