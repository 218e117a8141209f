package org.talkoot.agents.reply;

import org.talkoot.agents.wire.WireMessage;
import org.talkoot.core.Rejection;

/** What becomes of an event that came from outside. */
public sealed interface ReceiveReply extends WireMessage {

    /**
     * It is in the journal.
     *
     * @param repeat it was there already
     */
    record Received(boolean repeat) implements ReceiveReply {}

    /** Nothing was stored. */
    record Refused(Rejection rejection) implements ReceiveReply {}
}
