package org.talkoot.core.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the occurrences of a schedule are due. */
public sealed interface Timing {

    /** Once. */
    record At(Instant instant) implements Timing {}

    /**
     * At equal distances, whatever the clocks of people show.
     *
     * @param from the first; null: one period after the schedule was made
     */
    record Every(Duration period, @Nullable Instant from) implements Timing {}

    /**
     * By a calendar.
     *
     * @param expression five fields: minute, hour, day of the month, month, day of the week
     * @param zone by whose clocks, as {@code Europe/Helsinki} or {@code UTC}
     */
    record Calendar(String expression, String zone) implements Timing {}
}
