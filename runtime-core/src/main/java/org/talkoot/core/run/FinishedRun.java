package org.talkoot.core.run;

import org.talkoot.core.RunId;

import java.time.Instant;

/** A run that has ended and whose outcome may not have reached whoever asked for it. */
public record FinishedRun(RunId run, RunOrigin origin, RunOutcome outcome, Instant at) {}
