package org.talkoot.agents.timer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.talkoot.core.Effect;

/**
 * The timers of the waits of one entity, which end at instants however far away. They are kept in memory only; recovery
 * sets them again. For the thread of the entity.
 *
 * @param <M> what the entity is told
 */
public final class LongTimers<M> {

    /** The scheduler refuses what is further away than 248 days; such a timer is set again and again. */
    public static final Duration LONGEST = Duration.ofDays(100);

    /** The key of a timer, different from all other keys of the entity. */
    private record Wait(String effect) {}

    private final TimerScheduler<M> timers;
    private final InstantSource clock;
    private final Function<String, M> due;

    /** When the leases of waits end that have one; in memory only, as signs of life are. */
    private Map<String, Instant> leases = Map.of();

    /** @param due says that the wait of that id may be over */
    public LongTimers(TimerScheduler<M> timers, InstantSource clock, Function<String, M> due) {
        this.timers = timers;
        this.clock = clock;
        this.due = due;
    }

    /** The wait begins now, or somebody has given a sign of life. */
    public void begin(Effect.Timed<?> wait) {
        wait.lease().ifPresent(lease -> {
            if (leases.isEmpty()) {
                leases = new HashMap<>();
            }
            leases.put(wait.id(), clock.instant().plus(lease));
        });
        set(wait);
    }

    /** What says that it is due comes when the wait is over, or before: then it is to be set again. */
    public void set(Effect.Timed<?> wait) {
        Duration left = Duration.between(clock.instant(), end(wait));
        Duration leg = left.compareTo(LONGEST) > 0 ? LONGEST : left.isNegative() ? Duration.ZERO : left;
        timers.startSingleTimer(new Wait(wait.id()), due.apply(wait.id()), leg);
    }

    public void cancel(Effect.Timed<?> wait) {
        timers.cancel(new Wait(wait.id()));
        if (leases.containsKey(wait.id())) {
            leases.remove(wait.id());
        }
    }

    private Instant end(Effect.Timed<?> wait) {
        Instant lease = leases.get(wait.id());
        return lease != null && lease.isBefore(wait.until()) ? lease : wait.until();
    }

    public boolean isOver(Effect.Timed<?> wait) {
        return !clock.instant().isBefore(end(wait));
    }

    /**
     * Whether the wait ends so late that nothing need stay in memory for it for that long. Signs of life are kept
     * nowhere else.
     */
    public boolean outlasts(Effect.Timed<?> wait, Duration span) {
        return wait.lease().isEmpty() && wait.until().isAfter(clock.instant().plus(span));
    }
}
