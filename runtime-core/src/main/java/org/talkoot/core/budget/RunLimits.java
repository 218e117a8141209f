package org.talkoot.core.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much one run may use. Reaching a limit ends the run with a failure that names the limit.
 *
 * @param steps next-step decisions of the brain; one that watches may take another one for each call it has begun
 * @param modelCalls model calls, superseded ones included
 * @param calls calls of every kind that one run may begin
 * @param tokens input and output tokens together, what it has others do included; checked before each model call
 * @param costMicros money in millionths, what it has others do included; checked before each model call
 * @param wallTime from the start of the run to its end, waiting for timers included, and for people not: that has a
 *     clock of its own ({@link RunClock}); what is longer than a hundred years is a hundred years
 */
public record RunLimits(int steps, int modelCalls, int calls, long tokens, long costMicros, Duration wallTime) {

    /** Generous for a conversation, small enough to stop a loop within minutes. */
    public static final RunLimits DEFAULT =
            new RunLimits(64, 32, 20_000, 1_000_000, Long.MAX_VALUE, Duration.ofHours(1));

    /** So that a deadline is a date that everything can write down. */
    private static final Duration LIFETIME = Duration.ofDays(36_525);

    /** The limits that can end a run. */
    public enum Limit {
        STEPS,
        MODEL_CALLS,
        CALLS,
        TOKENS,
        COST,
        WALL_TIME
    }

    public RunLimits {
        if (steps < 1 || modelCalls < 0 || calls < 0 || tokens < 0 || costMicros < 0) {
            throw new IllegalArgumentException("limits must not be negative, steps at least 1");
        }
        if (wallTime.isNegative() || wallTime.isZero()) {
            throw new IllegalArgumentException("wall time must be positive, but is " + wallTime);
        }
    }

    /** When a run that began then has used up its wall time. */
    public Instant deadline(Instant started) {
        return started.plus(wallTime.compareTo(LIFETIME) < 0 ? wallTime : LIFETIME);
    }

    /**
     * The limit that stands in the way of another step.
     *
     * @param reasons calls each of which is a reason for one step more
     */
    public Optional<Limit> againstStep(Spend spend, int reasons) {
        return spend.steps() >= steps + (long) reasons ? Optional.of(Limit.STEPS) : Optional.empty();
    }

    /** The limit that stands in the way of so many more calls. */
    public Optional<Limit> againstCalls(int begun, int more) {
        return begun + (long) more > calls ? Optional.of(Limit.CALLS) : Optional.empty();
    }

    /** The limit that stands in the way of another model call. */
    public Optional<Limit> againstModelCall(Spend spend) {
        if (spend.modelCalls() >= modelCalls) {
            return Optional.of(Limit.MODEL_CALLS);
        }
        Budget left = left(spend);
        if (left.tokens() == 0) {
            return Optional.of(Limit.TOKENS);
        }
        return left.costMicros() == 0 ? Optional.of(Limit.COST) : Optional.empty();
    }

    /** What may be spent or promised yet. */
    public Budget left(Spend spend) {
        return new Budget(tokens, costMicros).minus(spend.gone());
    }

    /** The same for a run that has been handed a budget; null: it has not. */
    public RunLimits within(@Nullable Budget budget) {
        return budget == null
                ? this
                : withTokens(Math.min(tokens, budget.tokens()))
                        .withCostMicros(Math.min(costMicros, budget.costMicros()));
    }

    public RunLimits withSteps(int changed) {
        return new RunLimits(changed, modelCalls, calls, tokens, costMicros, wallTime);
    }

    public RunLimits withModelCalls(int changed) {
        return new RunLimits(steps, changed, calls, tokens, costMicros, wallTime);
    }

    public RunLimits withCalls(int changed) {
        return new RunLimits(steps, modelCalls, changed, tokens, costMicros, wallTime);
    }

    public RunLimits withTokens(long changed) {
        return new RunLimits(steps, modelCalls, calls, changed, costMicros, wallTime);
    }

    public RunLimits withCostMicros(long changed) {
        return new RunLimits(steps, modelCalls, calls, tokens, changed, wallTime);
    }

    public RunLimits withWallTime(Duration changed) {
        return new RunLimits(steps, modelCalls, calls, tokens, costMicros, changed);
    }
}
