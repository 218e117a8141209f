package org.talkoot.core.run;

import org.talkoot.core.RunId;
import org.talkoot.core.model.TokenUsage;

import java.time.Instant;

/**
 * A run that has ended and whose outcome may not have reached whoever asked for it.
 *
 * @param usage what it has cost, with all that it asked of others
 */
public record FinishedRun(
        RunId run, RunOrigin origin, RunOutcome outcome, TokenUsage usage, Instant at) {}
