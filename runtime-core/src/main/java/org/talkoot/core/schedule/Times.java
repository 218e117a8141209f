package org.talkoot.core.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.Rejection;

/** The times that a timing names. */
final class Times {

    /** No schedule begins later, so that every time that is computed can be written down. */
    private static final Duration FARTHEST = Duration.ofDays(36_525);

    private final Cron.Reader crons;

    Times(Cron.Reader crons) {
        this.crons = crons;
    }

    /**
     * The first time after this one.
     *
     * @param made when the schedule was made
     * @return empty: nothing more is to come
     */
    Optional<Instant> next(Timing timing, Instant made, Instant after) {
        return switch (timing) {
            case Timing.At t -> Optional.of(t.instant()).filter(instant -> instant.isAfter(after));
            case Timing.Every t -> Optional.of(next(t, made, after));
            case Timing.Calendar t -> crons.read(t.expression()).next(after, ZoneId.of(t.zone()));
        };
    }

    private static Instant next(Timing.Every timing, Instant made, Instant after) {
        Duration period = timing.period();
        Instant first = timing.from() != null ? timing.from() : made.plus(period);
        return after.isBefore(first)
                ? first
                : first.plus(period.multipliedBy(Duration.between(first, after).dividedBy(period) + 1));
    }

    /** By whose clocks the times of an occurrence are told. */
    static ZoneId zone(Timing timing) {
        return timing instanceof Timing.Calendar t ? ZoneId.of(t.zone()) : ZoneOffset.UTC;
    }

    /** Why nothing can come of it, or not what is meant; null: it can be followed. */
    @Nullable
    Rejection flaw(Timing timing, ScheduleLimits limits, Instant now) {
        return switch (timing) {
            case Timing.At t -> outOfReach(t.instant(), now);
            case Timing.Every t -> flaw(t, limits, now);
            case Timing.Calendar t -> flaw(t, now);
        };
    }

    private static @Nullable Rejection outOfReach(Instant instant, Instant now) {
        if (!instant.isAfter(now)) {
            return new Rejection.UnfitSchedule("past-time", "%s has passed: it is %s.".formatted(instant, now));
        }
        return instant.isAfter(now.plus(FARTHEST))
                ? new Rejection.UnfitSchedule("too-far", "%s is more than a hundred years away.".formatted(instant))
                : null;
    }

    private static @Nullable Rejection flaw(Timing.Every t, ScheduleLimits limits, Instant now) {
        if (t.period().compareTo(limits.shortestPeriod()) < 0) {
            return new Rejection.UnfitSchedule(
                    "period-too-short",
                    "A period is at least %s here, this one is %s.".formatted(limits.shortestPeriod(), t.period()));
        }
        if (t.period().compareTo(FARTHEST) > 0) {
            return new Rejection.UnfitSchedule("too-far", "A period of %s is too long.".formatted(t.period()));
        }
        return t.from() == null ? null : outOfReach(t.from(), now);
    }

    private @Nullable Rejection flaw(Timing.Calendar t, Instant now) {
        ZoneId zone;
        try {
            zone = ZoneId.of(t.zone());
        } catch (DateTimeException e) {
            return new Rejection.UnfitSchedule(
                    "unknown-time-zone", "There is no time zone '%s'; one is Europe/Helsinki.".formatted(t.zone()));
        }
        try {
            return crons.read(t.expression()).next(now, zone).isPresent()
                    ? null
                    : new Rejection.UnfitSchedule("never-due", "'%s' never comes.".formatted(t.expression()));
        } catch (IllegalArgumentException e) {
            return new Rejection.UnfitSchedule("bad-cron", String.valueOf(e.getMessage()));
        }
    }
}
