package org.talkoot.core.memory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is known.
 *
 * @param at when it was remembered
 * @param expires from when on it is known no more; null: until it is forgotten
 */
public record Fact(
        Subject subject,
        String text,
        Source source,
        Instant at,
        @Nullable Instant expires) {

    /** Whether it is known no more at that time. */
    boolean expiredBy(Instant time) {
        return expires != null && !time.isBefore(expires);
    }
}
