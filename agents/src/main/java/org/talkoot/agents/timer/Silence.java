package org.talkoot.agents.timer;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * How long nobody has written to an entity. One timer, set when it begins and again when it was early: what is written
 * costs a look at the clock, where a receive timeout would cancel a timer and set another one. For the thread of the
 * entity.
 *
 * @param <M> what the entity is told
 */
public final class Silence<M> {

    /** The key of the timer, different from all other keys of the entity. */
    private record Since() {}

    private static final Since KEY = new Since();

    private final TimerScheduler<M> timers;
    private final LongSupplier nanos;
    private final long most;
    private final M look;
    private long heardAt;

    /**
     * @param nanos a clock that never goes back
     * @param most after which it is long
     * @param look asks the entity to see whether it {@link #isLong}
     */
    public Silence(TimerScheduler<M> timers, LongSupplier nanos, Duration most, M look) {
        this.timers = timers;
        this.nanos = nanos;
        this.most = most.toNanos();
        this.look = look;
    }

    /** From now on, whatever was before; timers that the entity had may be gone. */
    public void begin() {
        heardAt = nanos.getAsLong();
        lookIn(most);
    }

    /** Somebody has written. */
    public void broken() {
        heardAt = nanos.getAsLong();
    }

    /** Whether it has lasted; if not, the entity is asked again when it may have. */
    public boolean isLong() {
        long left = most - (nanos.getAsLong() - heardAt);
        if (left > 0) {
            lookIn(left);
        }
        return left <= 0;
    }

    private void lookIn(long left) {
        timers.startSingleTimer(KEY, look, Duration.ofNanos(left));
    }
}
