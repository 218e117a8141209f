package org.talkoot.agents.reply;

import java.util.List;
import org.talkoot.agents.wire.WireMessage;
import org.talkoot.core.memory.Fact;

/**
 * What a memory knows.
 *
 * @param known the newest first
 */
public record RecallReply(List<Fact> known) implements WireMessage {
    public RecallReply {
        known = List.copyOf(known);
    }
}
