package org.talkoot.core.schedule;

import java.time.Duration;

/**
 * The bounds of one schedule.
 *
 * @param shortestPeriod a schedule that is due more often is refused; a calendar is due once a minute at most
 * @param lateAfter what begins so much later than it was due has been missed
 * @param maxTextLength characters of what an occurrence says
 * @param generation occurrences after which the stream begins a new generation
 */
public record ScheduleLimits(Duration shortestPeriod, Duration lateAfter, int maxTextLength, int generation) {

    public static final ScheduleLimits DEFAULT =
            new ScheduleLimits(Duration.ofSeconds(10), Duration.ofMinutes(1), 32_000, 128);

    public ScheduleLimits {
        if (!shortestPeriod.isPositive() || !lateAfter.isPositive() || maxTextLength < 1 || generation < 1) {
            throw new IllegalArgumentException(
                    "shortest-period, late-after, the length of a text and a generation must be positive");
        }
    }
}
