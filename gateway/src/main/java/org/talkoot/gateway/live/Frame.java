package org.talkoot.gateway.live;

import org.talkoot.core.model.ModelRequest;
import org.talkoot.persistence.journal.JournalEntry;

/** What a follower of a feed is sent. */
public sealed interface Frame {

    /** A journalled event; its position is the position to resume after. */
    record Event(JournalEntry entry) implements Frame {}

    /**
     * A piece of an answer that is being produced. Has no position: what it says will be journalled.
     *
     * @param truncated some pieces after this one were dropped, because they were not read in time
     */
    record Delta(ModelRequest.Origin origin, String text, boolean truncated) implements Frame {}

    /** What was sent of this answer is void: it comes once more, from its beginning. */
    record DeltaRestart(ModelRequest.Origin origin) implements Frame {}

    /** Nothing happened for a while; the connection is alive. */
    record Heartbeat() implements Frame {}
}
