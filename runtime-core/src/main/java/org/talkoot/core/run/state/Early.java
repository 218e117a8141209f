package org.talkoot.core.run.state;

import org.talkoot.core.RunId;

/** What those outside have said to a run that has not begun: it waits for its agent. */
public record Early(RunId run, Outside outside) {}
