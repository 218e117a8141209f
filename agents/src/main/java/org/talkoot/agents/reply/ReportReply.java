package org.talkoot.agents.reply;

import org.talkoot.agents.wire.WireMessage;

/** What became of what somebody outside has reported to a run. Whichever it is, it need not be reported again. */
public sealed interface ReportReply extends WireMessage {

    /** The run goes by it, or knows now that its call is alive. */
    record Taken() implements ReportReply {}

    /** It was known before, or came when nobody waited for it any more: nothing has changed. */
    record Late() implements ReportReply {}
}
