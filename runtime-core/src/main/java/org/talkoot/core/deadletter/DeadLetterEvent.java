package org.talkoot.core.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has happened to a dead letter: its audit trail. */
public sealed interface DeadLetterEvent {

    record Opened(DeadLetter letter) implements DeadLetterEvent {}

    /** By rule, it will be tried again by itself. */
    record RetryScheduled(int attempt, Instant due) implements DeadLetterEvent {}

    /**
     * It is tried again.
     *
     * @param by who wants it; the rule has the name {@link DeadLetterCase#RULE}
     * @param content instead of the original, if it was edited
     */
    record RedriveStarted(int attempt, String by, @Nullable String content, Instant at) implements DeadLetterEvent {}

    /** The attempt is under way. */
    record RedriveSent(int attempt, Instant at) implements DeadLetterEvent {}

    record RedriveFailed(int attempt, FailureClass failure, String reason, Instant at) implements DeadLetterEvent {}

    /** An attempt succeeded: nothing is left to do. */
    record Resolved(int attempt, Instant at) implements DeadLetterEvent {}

    record Discarded(String by, String reason, Instant at) implements DeadLetterEvent {}

    /** The last event of a letter: its conversation is removed. What came before is erased. */
    record LetterRemoved(Instant at) implements DeadLetterEvent {}
}
