package org.talkoot.core.memory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.IdempotencyKey;

/** What has happened to a memory. */
public sealed interface MemoryEvent {

    /**
     * This is known now, and what was known of its subject before is not.
     *
     * @param due when the next of all that is known ends; null: nothing does
     */
    record FactRemembered(
            IdempotencyKey key, Fact fact, @Nullable Instant due) implements MemoryEvent {}

    /** Nothing is known of the subject; perhaps nothing was. */
    record FactForgotten(IdempotencyKey key, Subject subject, Instant at) implements MemoryEvent {}

    /** Nothing is known; perhaps nothing was. */
    record AllForgotten(IdempotencyKey key, Instant at) implements MemoryEvent {}

    /** The time of these was over. */
    record FactsExpired(List<Subject> subjects, Instant at) implements MemoryEvent {
        public FactsExpired {
            subjects = List.copyOf(subjects);
        }
    }

    /**
     * A new generation of the stream: this is all that is to be known of what came before, which is erased. It follows
     * at once on whatever was forgotten or is over.
     */
    record GenerationBegun(MemoryState state) implements MemoryEvent {}
}
