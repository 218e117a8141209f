package org.talkoot.core.budget;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The wall time that a run has left. It stands still while people are waited for: how long they take is none of the
 * run's doing, and bounded by the patience that they are waited for with.
 *
 * @param granted when the run is over, if the clock does not stand still again
 * @param pause since and until when it stands still; null: it goes
 */
public record RunClock(Instant granted, @Nullable Pause pause) {

    /**
     * People are waited for.
     *
     * @param until it stands still no longer than that
     * @param reported whether it is certain that whoever waits for the run knows
     */
    public record Pause(Instant since, Instant until, boolean reported) {}

    public static RunClock until(Instant deadline) {
        return new RunClock(deadline, null);
    }

    /** When the run is over, as far as is known now. */
    public Instant deadline() {
        return pause == null ? granted : granted.plus(Duration.between(pause.since(), pause.until()));
    }

    /** Whether a wait until then is more than is known. */
    public boolean isNews(Instant until) {
        return pause == null || until.isAfter(pause.until());
    }

    /** It stands still, for the first time or longer. */
    public RunClock stopped(Instant at, Instant until) {
        return new RunClock(granted, new Pause(pause == null ? at : pause.since(), until, false));
    }

    /** Whether it stands still until then, and nobody is sure yet that this is known. */
    public boolean isUnreported(Instant until) {
        return pause != null && !pause.reported() && pause.until().equals(until);
    }

    /** Whoever waits for the run knows. */
    public RunClock reported(Instant until) {
        return pause == null || !pause.until().equals(until)
                ? this
                : new RunClock(granted, new Pause(pause.since(), until, true));
    }

    /** When the run is over if the clock goes on now. */
    public Instant afterPause(Instant now) {
        if (pause == null) {
            return granted;
        }
        Instant end = now.isBefore(pause.until()) ? now : pause.until();
        return end.isBefore(pause.since()) ? granted : granted.plus(Duration.between(pause.since(), end));
    }
}
