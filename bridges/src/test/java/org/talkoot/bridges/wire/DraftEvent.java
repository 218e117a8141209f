package org.talkoot.bridges.wire;

import java.time.Instant;
import java.util.Map;
import org.talkoot.core.ConversationId;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;

/** An event with everything that one can have, on its way out and back. */
public final class DraftEvent {

    private DraftEvent() {}

    public static AgentEvent event(String payload) {
        return new AgentEvent(
                "e-1",
                EventType.of("draft.written"),
                Instant.EPOCH,
                AgentEvent.Address.from("writing"),
                ConversationId.of("c"),
                new Trace("request", "cause", 2),
                payload,
                Map.of("colour", "blue"));
    }

    public static AgentEvent read(WireMessage message) {
        return new EventReader().read(message, new EventReader.Defaults("log", "c", Instant.EPOCH));
    }
}
