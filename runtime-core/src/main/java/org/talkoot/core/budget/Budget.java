package org.talkoot.core.budget;

import java.util.function.LongBinaryOperator;

/**
 * What a run may spend at most, together with everything that it has other agents do. Handed down: whoever is asked
 * gets a part of what the asker has left, and can give no more than that to others in turn.
 *
 * @param tokens input and output together; {@link Long#MAX_VALUE}: as many as it likes
 * @param costMicros money in millionths; {@link Long#MAX_VALUE}: as much as it likes
 */
public record Budget(long tokens, long costMicros) {

    public static final Budget NOTHING = new Budget(0, 0);

    private static final long UNLIMITED = Long.MAX_VALUE;

    public Budget {
        if (tokens < 0 || costMicros < 0) {
            throw new IllegalArgumentException(
                    "a budget is nothing or more, not %d tokens and %d".formatted(tokens, costMicros));
        }
    }

    /** So many tokens, whatever they cost. */
    public static Budget ofTokens(long tokens) {
        return new Budget(tokens, UNLIMITED);
    }

    /** So much money in millionths, however many tokens that is. */
    public static Budget ofCostMicros(long costMicros) {
        return new Budget(UNLIMITED, costMicros);
    }

    /** Of each the less. */
    public Budget atMost(Budget other) {
        return with(other, Math::min);
    }

    /** What each of so many gets. */
    public Budget part(int takers) {
        return new Budget(part(tokens, takers), part(costMicros, takers));
    }

    private static long part(long whole, int takers) {
        return whole == UNLIMITED ? UNLIMITED : whole / takers;
    }

    /** What is left of it: nothing at least; of what has no limit, that. */
    public Budget minus(Budget gone) {
        return with(gone, (whole, less) -> whole == UNLIMITED ? UNLIMITED : Math.max(0, whole - less));
    }

    /** Both together. */
    public Budget plus(Budget more) {
        return with(more, (one, other) -> one > UNLIMITED - other ? UNLIMITED : one + other);
    }

    /** The same, where what has no limit counts as nothing: whoever has that has promised nothing of his own. */
    Budget counted() {
        return new Budget(tokens == UNLIMITED ? 0 : tokens, costMicros == UNLIMITED ? 0 : costMicros);
    }

    private Budget with(Budget other, LongBinaryOperator each) {
        return new Budget(each.applyAsLong(tokens, other.tokens), each.applyAsLong(costMicros, other.costMicros));
    }
}
