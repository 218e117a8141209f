package org.talkoot.agents.model;

import java.time.Instant;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;

/** What {@link CallScheduler} wants done. */
sealed interface Action {

    /**
     * Ask the candidate.
     *
     * @param attempt unique on this node; its result comes back under this number
     * @param ordinal counts the attempts of one call at one candidate from 1
     */
    record Start(long attempt, ModelRequest request, Candidate candidate, int ordinal) implements Action {}

    /** Nobody waits for this attempt any more. */
    record Abandon(long attempt, String reason) implements Action {}

    /** The call waits, and will until then; for the reason with this code. */
    record Delay(ModelRequest.Origin origin, Instant until, String reason) implements Action {}

    /** The call has ended. */
    record Complete(ModelRequest.Origin origin, ModelOutcome outcome) implements Action {}
}
