package org.talkoot.core.conversation;

import java.time.Duration;

/**
 * The bounds of one conversation.
 *
 * @param maxWaiting messages that may wait while a turn is worked on; one more is refused
 * @param maxTextLength characters of one message
 * @param maxHandoffs how often one turn may change hands
 * @param turnTime what a turn may take beside the longest wall time that an agent has, so that its end never cuts a run
 *     that is within its own limits; at most a hundred years
 * @param retryAfter what a refused sender is told to wait
 */
public record ConversationLimits(
        int maxWaiting, int maxTextLength, int maxHandoffs, Duration turnTime, Duration retryAfter) {

    /** Messages among which a repeated one is recognised. */
    public static final int DEDUPLICATION_WINDOW = 256;

    /** Changes of attributes among which a repeated one is recognised. */
    public static final int REMEMBERED_CHANGES = 64;

    /** Abandoned runs whose end is waited for; the oldest is given up for one more. */
    public static final int MAX_ABANDONED = 16;

    private static final Duration LONGEST = Duration.ofDays(36_525);

    public static final ConversationLimits DEFAULT =
            new ConversationLimits(16, 32_000, 8, Duration.ofDays(1), Duration.ofSeconds(2));

    public ConversationLimits {
        if (maxWaiting < 0 || maxTextLength < 1 || maxHandoffs < 0) {
            throw new IllegalArgumentException("bounds must not be negative, text at least 1");
        }
        if (!turnTime.isPositive() || turnTime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "turn-time must be positive and at most a hundred years, but is " + turnTime);
        }
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("retry-after must not be negative");
        }
    }
}
