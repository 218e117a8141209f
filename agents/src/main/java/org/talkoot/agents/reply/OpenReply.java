package org.talkoot.agents.reply;

import org.talkoot.agents.wire.WireMessage;

/** Whether the turn of a message waits or is being worked on. */
public record OpenReply(boolean open) implements WireMessage {}
