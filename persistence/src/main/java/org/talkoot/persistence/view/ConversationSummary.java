package org.talkoot.persistence.view;

import java.time.Instant;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.RunId;
import org.talkoot.core.event.Attributes;

/**
 * A conversation at a glance.
 *
 * @param owner who answers messages that name nobody; empty before the first turn
 * @param messages what was said by either side
 * @param openRun the run that works on the present turn; empty: no turn is open
 * @param lastOutcome how the last turn ended; empty: none has
 * @param attributes what is known of it
 */
public record ConversationSummary(
        ConversationId id,
        Optional<AgentType> owner,
        long messages,
        Instant lastActivity,
        Optional<RunId> openRun,
        Optional<Outcome> lastOutcome,
        Attributes attributes) {

    /** How a turn ended. */
    public enum Outcome {
        ANSWERED,
        FAILED
    }
}
