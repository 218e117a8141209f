package org.talkoot.core.budget;

import org.jspecify.annotations.Nullable;
import org.talkoot.core.model.TokenUsage;

/**
 * What a run has used so far.
 *
 * @param promised what agents that have not reported yet may spend for it
 */
public record Spend(int steps, int modelCalls, TokenUsage usage, Budget promised) {

    public static final Spend NOTHING = new Spend(0, 0, TokenUsage.NONE, Budget.NOTHING);

    public Spend step() {
        return new Spend(steps + 1, modelCalls, usage, promised);
    }

    public Spend modelCall() {
        return new Spend(steps, modelCalls + 1, usage, promised);
    }

    public Spend charge(TokenUsage more) {
        return new Spend(steps, modelCalls, usage.plus(more), promised);
    }

    /** An agent has been handed this; null: none. */
    public Spend promise(@Nullable Budget budget) {
        return budget == null ? this : new Spend(steps, modelCalls, usage, promised.plus(budget.counted()));
    }

    /** An agent that had been handed this has reported. */
    public Spend release(@Nullable Budget budget) {
        return budget == null ? this : new Spend(steps, modelCalls, usage, promised.minus(budget.counted()));
    }

    /** What is gone, or as good as gone. */
    Budget gone() {
        return new Budget(usage.total(), usage.costMicros()).plus(promised);
    }
}
