package org.talkoot.agents.entity;

/**
 * An event is in the journal.
 *
 * @param repeat it was there already
 */
public record ReceiveReply(boolean repeat) {}
