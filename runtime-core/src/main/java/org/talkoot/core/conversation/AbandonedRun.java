package org.talkoot.core.conversation;

import java.time.Instant;
import org.talkoot.core.AgentType;
import org.talkoot.core.RunId;

/**
 * A loose end of a conversation: the run of a turn that the conversation itself ended. Its agent is told to stop until
 * it has said that the run is over.
 *
 * @param reason what the agent is told
 * @param until how long that is waited for
 */
public record AbandonedRun(RunId run, AgentType agent, String reason, Instant until) {}
