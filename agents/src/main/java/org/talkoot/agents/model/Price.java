package org.talkoot.agents.model;

import org.talkoot.core.model.TokenUsage;

/**
 * What a model costs.
 *
 * @param input millionths of the node's currency for a million input tokens
 * @param output the same for output tokens
 */
public record Price(long input, long output) {

    private static final long MILLION = 1_000_000;

    /** Nobody said what it costs. */
    public static final Price UNKNOWN = new Price(0, 0);

    public Price {
        if (input < 0 || output < 0) {
            throw new IllegalArgumentException("a price must not be negative");
        }
    }

    /** The usage with its cost, unless the provider has put one in already. */
    TokenUsage charge(TokenUsage usage) {
        if (usage.costMicros() != 0 || equals(UNKNOWN)) {
            return usage;
        }
        long cost = Math.ceilDiv(usage.input() * input + usage.output() * output, MILLION);
        return new TokenUsage(usage.input(), usage.output(), cost);
    }
}
