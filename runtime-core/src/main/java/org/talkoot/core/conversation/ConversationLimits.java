package org.talkoot.core.conversation;

import java.time.Duration;

/**
 * The bounds of one conversation.
 *
 * @param maxWaiting messages that may wait while a turn is worked on; one more is refused
 * @param maxTextLength characters of one message
 * @param maxHandoffs how often one turn may change hands
 * @param retryAfter what a refused sender is told to wait
 */
public record ConversationLimits(
        int maxWaiting, int maxTextLength, int maxHandoffs, Duration retryAfter) {

    /** Messages among which a repeated one is recognised. */
    public static final int DEDUPLICATION_WINDOW = 256;

    public static final ConversationLimits DEFAULT =
            new ConversationLimits(16, 32_000, 8, Duration.ofSeconds(2));

    public ConversationLimits {
        if (maxWaiting < 0 || maxTextLength < 1 || maxHandoffs < 0) {
            throw new IllegalArgumentException("bounds must not be negative, text at least 1");
        }
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("retry-after must not be negative");
        }
    }
}
