package org.talkoot.agents.entity;

import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;

/** What becomes of a message that was posted. */
public sealed interface PostReply {

    /**
     * It is durable, now or since an earlier try, and will be answered by this run or its
     * successors.
     */
    record Accepted(MessageId message, RunId run) implements PostReply {}

    /** Nothing was stored. */
    record Refused(Rejection rejection) implements PostReply {}
}
