package org.talkoot.core.budget;

import java.time.Duration;
import java.time.Instant;

/**
 * A rate limit as a value: a bucket that refills steadily up to its capacity. Taking more than is
 * there is not possible; settling may leave it below zero, which later takers wait out.
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

    /** The same bucket at a later time. Time does not run backwards here. */
    public TokenBucket at(Instant now) {
        if (!now.isAfter(asOf)) {
            return this;
        }
        double gained = (double) Duration.between(asOf, now).toNanos() / period.toNanos();
        return new TokenBucket(
                capacity, period, Math.min((double) capacity, level + gained * capacity), now);
    }

    /**
     * How long until {@code amount} can be taken; zero if it can be taken now. An amount above the
     * capacity can be taken from a full bucket, which then has to make up for it.
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
        return new TokenBucket(
                capacity, period, Math.min((double) capacity, level + reserved - used), asOf);
    }
}
