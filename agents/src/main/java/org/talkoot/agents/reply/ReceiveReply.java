package org.talkoot.agents.reply;

import org.talkoot.agents.wire.WireMessage;

/**
 * An event is in the journal.
 *
 * @param repeat it was there already
 */
public record ReceiveReply(boolean repeat) implements WireMessage {}
