package org.talkoot.core.deadletter;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.DeadLetterId;

/**
 * The state of a dead letter.
 *
 * <pre>
 *   Unopened  --Opened--> Waiting
 *   Unopened  --LetterRemoved--> Closed
 *   Waiting   --RetryScheduled--> Waiting
 *   Waiting   --RedriveStarted--> Redriving
 *   Waiting   --Discarded, LetterRemoved--> Closed
 *   Redriving --RedriveFailed--> Waiting
 *   Redriving --RedriveSent--> Underway
 *   Redriving --Resolved, Discarded, LetterRemoved--> Closed
 *   Underway  --RedriveFailed--> Waiting
 *   Underway  --Resolved, Discarded, LetterRemoved--> Closed
 *   Closed    --LetterRemoved--> Closed
 * </pre>
 */
public sealed interface DeadLetterState {

    /** Nothing of this id has died. */
    record Unopened() implements DeadLetterState {}

    /**
     * It waits for a person, or for its next attempt.
     *
     * @param attempts how often it was tried again
     * @param failure why it is here, by the latest attempt
     * @param retryAt when it is tried again by itself
     */
    record Waiting(
            DeadLetter letter,
            int attempts,
            FailureClass failure,
            @Nullable String content,
            Optional<Instant> retryAt) implements DeadLetterState {}

    /** It is to be sent again, until that is durable. */
    record Redriving(
            DeadLetter letter, int attempt, @Nullable String content) implements DeadLetterState {}

    /** It is being processed again; how that ends will be reported. */
    record Underway(
            DeadLetter letter, int attempt, @Nullable String content) implements DeadLetterState {}

    /** Nothing is left to do. */
    record Closed(DeadLetterId id) implements DeadLetterState {}
}
