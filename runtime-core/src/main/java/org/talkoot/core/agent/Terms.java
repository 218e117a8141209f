package org.talkoot.core.agent;

import java.time.Instant;

/**
 * What a run goes by from its start to its end, whatever becomes of its agent's definition meanwhile.
 *
 * @param deadline when its wall time is over
 * @param version which version of the agent began it
 */
public record Terms(Instant deadline, String version) {}
