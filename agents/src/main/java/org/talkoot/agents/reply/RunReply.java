package org.talkoot.agents.reply;

import org.talkoot.agents.wire.WireMessage;
import org.talkoot.core.RunId;

/** What is said to somebody who waits for the end of a run. */
public sealed interface RunReply extends WireMessage {

    /** It is over, or was never known. How it ended is in the journal. */
    record Ended(RunId run) implements RunReply {}

    /** So many wait for runs of this agent that this one cannot. */
    record TooManyAwaiting(int bound) implements RunReply {}
}
