package org.talkoot.core.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.agent.RunFailure;

/** What a dead letter can be told. All of it may be told more than once. */
public sealed interface DeadLetterCommand {

    /** Something died. */
    record Open(DeadLetter letter) implements DeadLetterCommand {}

    /**
     * A person wants it tried again.
     *
     * @param content instead of the original; null: unchanged
     */
    record Redrive(String by, @Nullable String content, Instant at) implements DeadLetterCommand {}

    /** A person gives it up. */
    record Discard(String by, String reason, Instant at) implements DeadLetterCommand {}

    /** The conversation that it belongs to is removed, and what the letter holds with it. */
    record Remove(Instant at) implements DeadLetterCommand {}

    /** The time of the next attempt has come. */
    record FireRetry(int attempt, Instant at) implements DeadLetterCommand {}

    /** The attempt is under way: it is durable, and how it ends will be reported. */
    record RecordSent(int attempt, Instant at) implements DeadLetterCommand {}

    record RecordSuccess(int attempt, Instant at) implements DeadLetterCommand {}

    record RecordFailure(int attempt, FailureClass failure, String reason, Instant at) implements DeadLetterCommand {

        public static RecordFailure of(int attempt, RunFailure failure, Instant at) {
            return new RecordFailure(attempt, FailureClass.of(failure), failure.detail(), at);
        }
    }
}
