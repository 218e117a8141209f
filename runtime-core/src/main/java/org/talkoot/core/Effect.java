package org.talkoot.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something a state waits for, as data. Two effects are the same piece of work exactly if their ids are equal; the
 * shell never compares anything else of them.
 *
 * @param <C> commands of the aggregate that waits
 */
public interface Effect<C> {

    /** Unique among the effects of one aggregate, and the same in every replay. */
    String id();

    /** A message to another aggregate: it may be lost, and may be repeated. */
    interface Told {}

    /** A wait that ends by itself, whatever else happens. */
    interface Timed<C> extends Effect<C> {

        /** When it ends. */
        Instant until();

        /**
         * How long it is waited without a sign of life: counted from when the wait begins, and anew after each sign and
         * each recovery.
         *
         * @return empty: until its end
         */
        default Optional<Duration> lease() {
            return Optional.empty();
        }

        /** What is to be decided then. */
        C over(Instant at);
    }
}
