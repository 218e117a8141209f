package org.talkoot.agents.reply;

import org.talkoot.agents.wire.WireMessage;
import org.talkoot.core.Rejection;

/** What becomes of a run that an event triggers. */
public sealed interface BeginReply extends WireMessage {

    /**
     * It is durable.
     *
     * @param repeat it was so before
     */
    record Accepted(boolean repeat) implements BeginReply {}

    /** Nothing was stored. */
    record Refused(Rejection rejection) implements BeginReply {}
}
