package org.talkoot.agents.model;

import java.time.Duration;

/**
 * What one node asks of one provider at most, and how long it keeps trying.
 *
 * @param maxConcurrent calls in flight
 * @param callTimeout how long one attempt may take; it is interrupted then
 */
public record ProviderLimits(
        int maxConcurrent, Duration callTimeout, Rates rates, Waiting waiting, Retries retries, Breaking breaking) {

    /** No limit on calls in flight or rates; everything else is bounded even so. */
    public static final ProviderLimits UNLIMITED = new ProviderLimits(
            Integer.MAX_VALUE,
            Duration.ofMinutes(2),
            Rates.NONE,
            new Waiting(10_000, Duration.ofSeconds(30), Duration.ofSeconds(60)),
            new Retries(3, Duration.ofMillis(500), Duration.ofSeconds(30)),
            new Breaking(10, Duration.ofSeconds(15)));

    public ProviderLimits {
        requireAtLeastOne(maxConcurrent, "max-concurrent-calls");
        requirePositive(callTimeout, "call-timeout");
    }

    /**
     * Rates per minute; zero is no limit.
     *
     * @param expectedOutput output tokens to reserve for a call before anybody knows
     */
    public record Rates(long requests, long tokens, long expectedOutput) {
        static final Rates NONE = new Rates(0, 0, 0);

        public Rates {
            if (requests < 0 || tokens < 0 || expectedOutput < 0) {
                throw new IllegalArgumentException("rates must not be negative");
            }
        }
    }

    /**
     * The line before the provider.
     *
     * @param maxCalls calls that wait, for a slot or for their next attempt
     * @param longest how long a call waits for a slot before it goes to the next model of its chain, if there is one
     * @param patience how long a call waits in all, attempts that are out not counted, when a person waits for it;
     *     others wait as long as their run may take
     */
    public record Waiting(int maxCalls, Duration longest, Duration patience) {
        public Waiting {
            requireAtLeastOne(maxCalls, "max-waiting-calls");
            requirePositive(longest, "longest-wait");
            requirePositive(patience, "patience");
        }
    }

    /**
     * Attempts after failures that may pass.
     *
     * @param attempts at one model, the first included, before the next of the chain is asked; and where there is none,
     *     how many may fail that the provider had begun to work on
     * @param first the wait after the first failure; it doubles with each
     * @param longest the longest wait of our own. Who is told by the provider to wait longer asks the next model of the
     *     chain, if there is one
     */
    public record Retries(int attempts, Duration first, Duration longest) {
        public Retries {
            requireAtLeastOne(attempts, "attempts");
            requirePositive(first, "first-wait");
            requirePositive(longest, "longest-wait");
        }

        /** How long to wait after {@code failures} failures in a row, {@code jitter} in [0, 1). */
        Duration delay(int failures, double jitter) {
            long doubled = first.toMillis() << Math.min(failures - 1, 20);
            long capped = Math.min(doubled, longest.toMillis());
            return Duration.ofMillis((long) (capped * (0.5 + 0.5 * jitter)));
        }
    }

    /**
     * When to leave a failing provider alone.
     *
     * @param failures attempts that fail in a row
     * @param openFor how long nobody calls it then; one call probes afterwards
     */
    public record Breaking(int failures, Duration openFor) {
        public Breaking {
            requireAtLeastOne(failures, "failures");
            requirePositive(openFor, "open-for");
        }
    }

    private static void requireAtLeastOne(int value, String key) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " must be at least 1");
        }
    }

    private static void requirePositive(Duration value, String key) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(key + " must be positive");
        }
    }
}
