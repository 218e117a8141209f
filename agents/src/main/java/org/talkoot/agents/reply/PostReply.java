package org.talkoot.agents.reply;

import org.talkoot.agents.wire.WireMessage;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;

/** What becomes of a message that was posted. */
public sealed interface PostReply extends WireMessage {

    /**
     * It is durable and will be answered by this run or its successors.
     *
     * @param repeat it was durable before; nothing changed
     */
    record Accepted(MessageId message, RunId run, boolean repeat) implements PostReply {}

    /** Nothing was stored. */
    record Refused(Rejection rejection) implements PostReply {}
}
