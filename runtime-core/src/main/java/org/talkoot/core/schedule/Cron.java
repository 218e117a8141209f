package org.talkoot.core.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A cron expression that could be read. A pure function: the same arguments give the same instant for as long as the
 * rules of the zone are the same.
 */
public interface Cron {

    /**
     * The next time that it names, by the clocks of that place. A time that the clocks there leave out is when they
     * have been put forward; one that they show twice is the first of both, unless the expression names times of every
     * hour.
     *
     * @param after is not itself meant
     * @return empty: never
     */
    Optional<Instant> next(Instant after, ZoneId zone);

    /** Reads expressions: the port to a library, as the model depends on none. Safe for use by any thread. */
    interface Reader {

        /**
         * Reads five fields: minute, hour, day of the month, month, day of the week.
         *
         * @throws IllegalArgumentException if it is none; the message says why, for the person who wrote it
         */
        Cron read(String expression);
    }
}
