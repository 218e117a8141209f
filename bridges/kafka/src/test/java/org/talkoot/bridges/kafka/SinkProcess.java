package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.ConversationId;
import org.talkoot.core.bus.EventSink;
import org.talkoot.core.bus.JournalMark;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.event.Trace;

/** The main class of a process that writes events without end, from where its sink says. */
final class SinkProcess {

    private static final int BATCH = 40;

    private SinkProcess() {}

    public static void main(String[] arguments) {
        String topic = arguments[2];
        try (EventSink sink = sink(settings(arguments[0], arguments[1]))) {
            long position = sink.open().map(JournalMark::position).orElse(0L);
            while (true) {
                sink.write(events(topic, position + 1, position + BATCH), at(position + BATCH));
                position += BATCH;
            }
        }
    }

    static JournalMark at(long position) {
        return new JournalMark(position, "entry");
    }

    static KafkaSettings settings(String bootstrapServers, String progressTopic) {
        return new KafkaSettings(
                bootstrapServers,
                Map.of(),
                new KafkaSettings.In(Set.of("unused"), "unused", 16),
                new KafkaSettings.Out("killed", progressTopic, WireFormat.JSON, 900_000),
                List.of());
    }

    static EventSink sink(KafkaSettings settings) {
        return new KafkaSink(
                settings.sink().name(),
                "journal",
                settings,
                outgoing -> new WireMessage(outgoing.event().id().getBytes(UTF_8), Map.of()));
    }

    static List<Outgoing> events(String topic, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(position -> new Outgoing(topic, position, event(position)))
                .toList();
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
