package org.talkoot.agents.reply;

import java.time.Instant;
import java.util.List;
import org.talkoot.agents.wire.WireMessage;
import org.talkoot.core.CallId;

/**
 * When workers have given a sign of life last. Known by the node on which the agent is, from when it is there: calls of
 * which nothing was heard are not among them.
 */
public record HeardReply(List<Heard> calls) implements WireMessage {

    public HeardReply {
        calls = List.copyOf(calls);
    }

    /** The attempt that is waited for, of one call. */
    public record Heard(CallId call, Instant at) {}
}
