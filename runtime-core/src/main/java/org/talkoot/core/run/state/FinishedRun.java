package org.talkoot.core.run.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.model.TokenUsage;

/**
 * A run that has ended and whose outcome may not have reached whoever asked for it.
 *
 * @param successor the run in which another agent goes on, for whoever waits; null: none
 * @param usage what it has cost, with all that it asked of others
 */
public record FinishedRun(
        RunId run,
        RunOrigin origin,
        RunOutcome outcome,
        @Nullable Successor successor,
        TokenUsage usage,
        Instant at) {

    /** Who goes on, and with what. */
    public record Successor(AgentId agent, RunRequest request) {}
}
