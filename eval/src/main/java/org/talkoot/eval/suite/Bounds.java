package org.talkoot.eval.suite;

import java.time.Duration;

/**
 * How much of a suite is done, and how much at a time.
 *
 * @param repetitions of each case with each model
 * @param parallel cases at work at the same time, each on a node of its own
 * @param time what one case may take, from its first message to its last answer
 */
public record Bounds(int repetitions, int parallel, Duration time) {

    public static final int MOST_REPETITIONS = 100;
    public static final int MOST_PARALLEL = 16;
    public static final Duration LONGEST = Duration.ofMinutes(30);

    /** Cases, models and repetitions multiplied. */
    public static final int MOST_EXECUTIONS = 10_000;

    public static final Bounds DEFAULT = new Bounds(1, 2, Duration.ofMinutes(1));

    public Bounds {
        require(repetitions, MOST_REPETITIONS, "repetitions");
        require(parallel, MOST_PARALLEL, "parallel");
        if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("time is from 1ms to %dm".formatted(LONGEST.toMinutes()));
        }
    }

    private static void require(int value, int most, String name) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("%s is from 1 to %d, not %d".formatted(name, most, value));
        }
    }

    public Bounds withRepetitions(int changed) {
        return new Bounds(changed, parallel, time);
    }

    public Bounds withParallel(int changed) {
        return new Bounds(repetitions, changed, time);
    }
}
