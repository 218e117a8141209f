package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The timers of one entity, at instants however far away. They are kept in memory only; recovery sets them again. For
 * the thread of the entity.
 */
final class LongTimers<M> {

    /** The scheduler refuses what is further away than 248 days; such a timer is set again and again. */
    static final Duration LONGEST = Duration.ofDays(100);

    /** This message at this time. A key has one timer; a new one replaces the old. */
    record Timer<M>(Object key, Instant at, M message) {}

    private final TimerScheduler<M> timers;
    private final InstantSource clock;
    private final Function<Timer<M>, M> setAgain;

    /** @param setAgain a message on which the entity sets the timer once more */
    LongTimers(TimerScheduler<M> timers, InstantSource clock, Function<Timer<M>, M> setAgain) {
        this.timers = timers;
        this.clock = clock;
        this.setAgain = setAgain;
    }

    void set(Timer<M> timer) {
        Duration left = Duration.between(clock.instant(), timer.at());
        if (left.compareTo(LONGEST) > 0) {
            timers.startSingleTimer(timer.key(), setAgain.apply(timer), LONGEST);
        } else {
            timers.startSingleTimer(timer.key(), timer.message(), left.isNegative() ? Duration.ZERO : left);
        }
    }

    void cancel(Object key) {
        timers.cancel(key);
    }
}
