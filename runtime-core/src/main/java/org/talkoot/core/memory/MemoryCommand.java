package org.talkoot.core.memory;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.IdempotencyKey;

/** What a memory can be told. All of it may be told more than once, in any order. */
public sealed interface MemoryCommand {

    /**
     * This is so from now on, whatever was known of the subject before.
     *
     * @param key the same in each repeat
     * @param keep for how long; null: until it is forgotten
     */
    record Remember(
            IdempotencyKey key,
            Subject subject,
            String text,
            @Nullable Duration keep,
            Source source,
            Instant at) implements MemoryCommand {}

    /** Nothing is to be known of the subject, and nothing to be left of what was. */
    record Forget(IdempotencyKey key, Subject subject, Instant at) implements MemoryCommand {}

    /** The same for all that is known. */
    record ForgetAll(IdempotencyKey key, Instant at) implements MemoryCommand {}

    /** The time has come at which something is known no more. */
    record Expire(Instant at) implements MemoryCommand {}
}
