package org.talkoot.agents.entity;

import org.talkoot.core.RunId;

/** A run is over, or was never known. How it ended is in the journal. */
public record RunEnded(RunId run) {}
