package org.talkoot.agents.reply;

/**
 * An event is in the journal.
 *
 * @param repeat it was there already
 */
public record ReceiveReply(boolean repeat) {}
