package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The alarms of one entity, at instants however far away. They are kept in memory only; recovery sets them again. For
 * the thread of the entity.
 */
final class LongTimers<M> {

    /** The scheduler refuses what is further away than 248 days; such an alarm is set in legs. */
    static final Duration LEG = Duration.ofDays(100);

    /** This message at this time. A key has one alarm; a new one replaces the old. */
    record Alarm<M>(Object key, Instant at, M message) {}

    private final TimerScheduler<M> timers;
    private final InstantSource clock;
    private final Function<Alarm<M>, M> leg;

    /** @param leg a message on which the entity sets the alarm once more */
    LongTimers(TimerScheduler<M> timers, InstantSource clock, Function<Alarm<M>, M> leg) {
        this.timers = timers;
        this.clock = clock;
        this.leg = leg;
    }

    void set(Alarm<M> alarm) {
        Duration left = Duration.between(clock.instant(), alarm.at());
        if (left.compareTo(LEG) > 0) {
            timers.startSingleTimer(alarm.key(), leg.apply(alarm), LEG);
        } else {
            timers.startSingleTimer(alarm.key(), alarm.message(), left.isNegative() ? Duration.ZERO : left);
        }
    }

    void cancel(Object key) {
        timers.cancel(key);
    }
}
