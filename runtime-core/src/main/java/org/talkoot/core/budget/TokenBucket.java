package org.talkoot.core.budget;

import java.time.Duration;
import java.time.Instant;

/**
 * A rate limit as a value: a bucket that refills steadily up to its capacity. Taking more than is there is not
 * possible; settling may leave it below zero, which later takers wait out.
 *
 * @param capacity the most it holds, which is also what it gains in one {@code period}
 * @param level what it held at {@code asOf}
 */
public record TokenBucket(long capacity, Duration period, double level, Instant asOf) {

    /** A full bucket that refills {@code perMinute} in a minute. */
    public static TokenBucket perMinute(long perMinute, Instant now) {
        if (perMinute < 1) {
            throw new IllegalArgumentException("a rate must be at least 1 per minute");
        }
        return new TokenBucket(perMinute, Duration.ofMinutes(1), (double) perMinute, now);
    }

    /**
     * A full bucket that never gives more than {@code perMinute} in any minute: it holds a sixth of that, so that a few
     * can come at once, and refills with the rest.
     */
    public static TokenBucket steady(long perMinute, Instant now) {
        long burst = Math.max(1, perMinute / 6);
        long refill = Math.max(1, perMinute - burst);
        Duration period = Duration.ofMinutes(1).multipliedBy(burst).dividedBy(refill);
        return perMinute(perMinute, now).with(burst, period);
    }

    private TokenBucket with(long burst, Duration gainedIn) {
        return new TokenBucket(burst, gainedIn, (double) burst, asOf);
    }

    /** The same bucket at a later time. Time does not run backwards here. */
    public TokenBucket at(Instant now) {
        if (!now.isAfter(asOf)) {
            return this;
        }
        double gained = (double) Duration.between(asOf, now).toNanos() / period.toNanos();
        return new TokenBucket(capacity, period, Math.min((double) capacity, level + gained * capacity), now);
    }

    /**
     * How long until {@code amount} can be taken; zero if it can be taken now. An amount above the capacity can be
     * taken from a full bucket, which then has to make up for it.
     */
    public Duration untilAvailable(long amount) {
        double missing = Math.min(amount, capacity) - level;
        if (missing <= 0) {
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil(missing / capacity * period.toNanos()));
    }

    public TokenBucket take(long amount) {
        return new TokenBucket(capacity, period, level - amount, asOf);
    }

    /** Corrects an earlier take: what was reserved goes back, what was used goes out. */
    public TokenBucket settle(long reserved, long used) {
        return new TokenBucket(capacity, period, Math.min((double) capacity, level + reserved - used), asOf);
    }
}
