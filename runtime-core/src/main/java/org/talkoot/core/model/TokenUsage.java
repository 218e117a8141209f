package org.talkoot.core.model;

/**
 * What one model call, or many together, consumed.
 *
 * @param costMicros money in millionths of the currency in which the node's prices are configured; zero where no price
 *     is known
 */
public record TokenUsage(long input, long output, long costMicros) {

    public static final TokenUsage NONE = new TokenUsage(0, 0, 0);

    public static TokenUsage of(long input, long output) {
        return new TokenUsage(input, output, 0);
    }

    public long total() {
        return input + output;
    }

    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(input + other.input, output + other.output, costMicros + other.costMicros);
    }
}
