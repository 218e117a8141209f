package org.talkoot.agents.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a call has waited for providers, and what was said about it.
 *
 * @param before in the stages before this one; time in which an attempt is out is no waiting
 * @param told until when it was said to wait; null: nothing was said
 * @param toldAt when that was said
 * @param times how often something was said
 */
record Waited(
        Duration before, @Nullable Instant told, @Nullable Instant toldAt, int times) {

    static final Waited NOT_YET = new Waited(Duration.ZERO, null, null, 0);

    /** A shorter wait is not worth an entry in the journal. */
    static final Duration WORTH_SAYING = Duration.ofSeconds(2);

    private static final int MOST_DOUBLINGS = 20;

    /** In all, when this stage began then. */
    Duration until(Instant since, Instant now) {
        return before.plus(Duration.between(since, now));
    }

    Waited plus(Instant since, Instant now) {
        return new Waited(until(since, now), told, toldAt, times);
    }

    /**
     * Whether it should be said that it waits until then. Each time twice as long must have passed as the time before,
     * so that what is journalled grows with the logarithm of the wait.
     */
    boolean isNews(Instant until, Instant now) {
        if (Duration.between(now, until).compareTo(WORTH_SAYING) <= 0) {
            return false;
        }
        if (told == null || toldAt == null) {
            return true;
        }
        Duration pause = WORTH_SAYING.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        return until.isAfter(told) && !now.isBefore(toldAt.plus(pause));
    }

    Waited said(Instant until, Instant now) {
        return new Waited(before, until, now, times + 1);
    }
}
