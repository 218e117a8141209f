package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.talkoot.core.AgentType;

/**
 * Whether an agent that this node does not have is gone for good, so that its runs fail. A rollout must not destroy
 * work: until it is sure, whoever asks for the agent asks again.
 */
interface AgentAbsence {

    boolean isGone(AgentType type);

    /** As one node knows it: gone is what it has not had for so long after its start. */
    static AgentAbsence since(Instant start, Duration grace, InstantSource clock) {
        return type -> !clock.instant().isBefore(start.plus(grace));
    }
}
