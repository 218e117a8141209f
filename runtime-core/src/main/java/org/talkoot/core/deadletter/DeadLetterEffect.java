package org.talkoot.core.deadletter;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.Effect;

/** What a dead letter waits for. */
public sealed interface DeadLetterEffect extends Effect<DeadLetterCommand> {

    /** It is to be tried again then. */
    record ArmRetry(int attempt, Instant until) implements DeadLetterEffect, Timed<DeadLetterCommand> {
        @Override
        public String id() {
            return "retry:" + attempt;
        }

        @Override
        public DeadLetterCommand over(Instant at) {
            return new DeadLetterCommand.FireRetry(attempt, at);
        }
    }

    /**
     * It is to be sent again. Repeating it does no harm: what it becomes has ids that are derived from the letter and
     * the attempt.
     *
     * @param content instead of the original; null: unchanged
     */
    record Send(DeadLetter letter, int attempt, @Nullable String content) implements DeadLetterEffect, Told {
        @Override
        public String id() {
            return "send:" + attempt;
        }
    }
}
