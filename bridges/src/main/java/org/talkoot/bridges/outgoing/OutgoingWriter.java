package org.talkoot.bridges.outgoing;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.talkoot.bridges.wire.EventWriter;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.bridges.wire.WireMessage;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.core.event.AgentEvent;

/**
 * Writes what leaves. An event that is larger than its broker takes would hold up all behind it for ever. It leaves
 * without its payload, and its metadata says where that is (Hohpe and Woolf, Enterprise Integration Patterns, "Claim
 * Check").
 *
 * @param maxBytes of a body
 */
public record OutgoingWriter(WireFormat format, int maxBytes) implements Function<Outgoing, WireMessage> {

    /** Metadata: the path, on any node, of the feed with the whole event in it. */
    public static final String PAYLOAD_AT = "talkoot_payload_at";

    /** Metadata: how large the whole body would have been. */
    public static final String PAYLOAD_BYTES = "talkoot_payload_bytes";

    private static final EventWriter WRITER = new EventWriter();

    @Override
    public WireMessage apply(Outgoing outgoing) {
        WireMessage whole = WRITER.write(outgoing.event(), format);
        return whole.body().length <= maxBytes ? whole : WRITER.write(checked(outgoing, whole.body().length), format);
    }

    private static AgentEvent checked(Outgoing outgoing, int bytes) {
        AgentEvent event = outgoing.event();
        Map<String, String> metadata = new HashMap<>(event.metadata());
        metadata.put(
                PAYLOAD_AT,
                "/v1/conversations/%s/events?from=%d&limit=1"
                        .formatted(event.subject().key(), outgoing.position() - 1));
        metadata.put(PAYLOAD_BYTES, Integer.toString(bytes));
        return event.withPayload("null").withMetadata(metadata);
    }
}
