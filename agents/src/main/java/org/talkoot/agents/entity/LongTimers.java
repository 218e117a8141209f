package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.InstantSource;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.talkoot.core.Effect;

/**
 * The timers of the waits of one entity, which end at instants however far away. They are kept in memory only; recovery
 * sets them again. For the thread of the entity.
 */
final class LongTimers {

    /** The scheduler refuses what is further away than 248 days; such a timer is set again and again. */
    static final Duration LONGEST = Duration.ofDays(100);

    /** The key of a timer, different from all other keys of the entity. */
    private record Wait(String effect) {}

    private final TimerScheduler<EntityMessage> timers;
    private final InstantSource clock;

    LongTimers(TimerScheduler<EntityMessage> timers, InstantSource clock) {
        this.timers = timers;
        this.clock = clock;
    }

    /** {@link EntityMessage.Due} comes when the wait is over, or before: then it is to be set again. */
    void set(Effect.Timed<?> wait) {
        Duration left = Duration.between(clock.instant(), wait.until());
        Duration leg = left.compareTo(LONGEST) > 0 ? LONGEST : left.isNegative() ? Duration.ZERO : left;
        timers.startSingleTimer(new Wait(wait.id()), new EntityMessage.Due(wait.id()), leg);
    }

    void cancel(Effect.Timed<?> wait) {
        timers.cancel(new Wait(wait.id()));
    }

    boolean isOver(Effect.Timed<?> wait) {
        return !clock.instant().isBefore(wait.until());
    }

    /** Whether the wait ends so late that nothing need stay in memory for it for that long. */
    boolean outlasts(Effect.Timed<?> wait, Duration span) {
        return wait.until().isAfter(clock.instant().plus(span));
    }
}
