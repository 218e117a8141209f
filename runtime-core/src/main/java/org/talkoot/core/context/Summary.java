package org.talkoot.core.context;

/**
 * What stands for the beginning of a history.
 *
 * @param upTo index of the first message that it does not tell of
 */
public record Summary(String text, int upTo) {}
