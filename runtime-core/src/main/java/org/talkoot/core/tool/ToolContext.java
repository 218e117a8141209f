package org.talkoot.core.tool;

import org.talkoot.core.AgentId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.RunId;

/** Who calls a tool, and the key under which the call is the same call in every attempt. */
public record ToolContext(IdempotencyKey key, AgentId agent, RunId run) {}
