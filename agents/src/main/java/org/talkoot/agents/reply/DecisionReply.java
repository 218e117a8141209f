package org.talkoot.agents.reply;

import org.talkoot.agents.wire.WireMessage;
import org.talkoot.core.Rejection;

/** What becomes of a human's decision, or of a wish to cancel. */
public sealed interface DecisionReply extends WireMessage {

    /** It is durable, or there was nothing left to change. */
    record Accepted() implements DecisionReply {}

    record Refused(Rejection rejection) implements DecisionReply {}
}
