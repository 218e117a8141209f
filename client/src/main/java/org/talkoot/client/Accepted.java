package org.talkoot.client;

/**
 * A message that is stored, and going to be answered.
 *
 * @param message names its turn, for cancelling it
 * @param run the first of its runs
 */
public record Accepted(String conversation, String message, String run) {

    /**
     * Runs of a turn are {@code message-1}, {@code message-2} where it was handed on; those of delegates have a dot.
     */
    boolean isOfTurn(String other) {
        return other.startsWith(message + "-")
                && other.substring(message.length() + 1).matches("\\d+");
    }
}
