package org.talkoot.core.budget;

import org.talkoot.core.model.TokenUsage;

/** What a run has used so far. */
public record Spend(int steps, int modelCalls, TokenUsage usage) {

    public static final Spend NOTHING = new Spend(0, 0, TokenUsage.NONE);

    public Spend step() {
        return new Spend(steps + 1, modelCalls, usage);
    }

    public Spend modelCall() {
        return new Spend(steps, modelCalls + 1, usage);
    }

    public Spend charge(TokenUsage more) {
        return new Spend(steps, modelCalls, usage.plus(more));
    }
}
