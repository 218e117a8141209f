package org.talkoot.bridges.pulsar;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;

/** Events whose ids are their positions. */
final class SinkEvents {

    private SinkEvents() {}

    static List<Outgoing> of(String topic, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(position -> new Outgoing(topic, position, event(position)))
                .toList();
    }

    static List<String> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Long::toString).toList();
    }

    static JournalMark at(long position) {
        return new JournalMark(position, "entry");
    }

    private static AgentEvent event(long position) {
        String id = Long.toString(position);
        return new AgentEvent(
                id,
                EventType.of("test.happened"),
                Instant.EPOCH.plusSeconds(position),
                AgentEvent.Address.from("/test"),
                ConversationId.of("conversation-" + position % 7),
                new Trace(id, id, 0),
                "{}",
                Map.of());
    }
}
