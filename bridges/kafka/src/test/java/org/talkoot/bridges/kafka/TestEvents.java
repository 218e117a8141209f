package org.talkoot.bridges.kafka;

import java.time.Instant;
import java.util.Map;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;

/** What leaves in tests. */
final class TestEvents {

    private TestEvents() {}

    /** An event of {@code order-7} whose id says its position. */
    static Outgoing event(String topic, long position) {
        String id = "e-" + position;
        return new Outgoing(
                topic,
                position,
                new AgentEvent(
                        id,
                        EventType.of("test.happened"),
                        Instant.EPOCH,
                        AgentEvent.Address.from("/test"),
                        ConversationId.of("order-7"),
                        new Trace(id, id, 0),
                        "{}",
                        Map.of()));
    }
}
