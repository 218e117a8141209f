package org.talkoot.persistence.view;

import java.time.Instant;
import java.util.Optional;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.deadletter.FailureClass;

/**
 * A dead letter at a glance.
 *
 * @param agent who failed, if it got that far
 * @param attempts how often it was tried again
 */
public record DeadLetterSummary(
        DeadLetterId id,
        ConversationId conversation,
        Optional<AgentType> agent,
        FailureClass failure,
        String reason,
        Status status,
        int attempts,
        Times times) {

    /** How it stands. */
    public enum Status {
        WAITING,
        UNDERWAY,
        RESOLVED,
        DISCARDED
    }

    /**
     * When.
     *
     * @param retry when it is tried again by itself, if it is
     */
    public record Times(Instant opened, Instant changed, Optional<Instant> retry) {}
}
