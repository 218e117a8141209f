package org.talkoot.bridges.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.talkoot.bridges.wire.json.JsonText;
import org.talkoot.bridges.wire.json.RawJson;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.event.AgentEvent;

/**
 * Writes events. What it writes, {@link EventReader} reads as the same event. The payload is copied as it is, so it
 * must be one JSON value: see {@link #payload}. Stateless, for any thread.
 */
public final class EventWriter {

    /**
     * The event in this form, with the headers {@code event-type}, {@code source-agent}, {@code correlation-id} and
     * {@code content-type}, so that a consumer can choose without reading the body. The record's key is for the
     * transport: it is the key of the event's subject.
     */
    public WireMessage write(AgentEvent event, WireFormat format) {
        return switch (format) {
            case JSON -> message(event, PlainJson.write(event), MediaType.JSON, Map.of());
            case CLOUDEVENTS_STRUCTURED ->
                message(event, CloudEventWriting.of(event).structured(), MediaType.CLOUDEVENT, Map.of());
            case CLOUDEVENTS_BINARY -> {
                CloudEventWriting written = CloudEventWriting.of(event);
                yield message(event, written.data(), MediaType.JSON, written.attributes());
            }
        };
    }

    /**
     * What somebody said, as a payload: as it is where it is exactly one JSON value, otherwise as a JSON string. So
     * nothing that is said can become a part of the envelope around it.
     */
    public static String payload(String said) {
        try {
            RawJson unused = RawJson.parse(said, Integer.MAX_VALUE);
            return said;
        } catch (UnreadableEventException e) {
            return JsonText.quoted(said); // prose is no mistake: it is a string
        }
    }

    private static WireMessage message(
            AgentEvent event, String body, String contentType, Map<String, String> attributes) {
        Map<String, String> headers = new HashMap<>();
        headers.put("event-type", event.type().name());
        headers.put("source-agent", event.address().source());
        headers.put("correlation-id", event.trace().correlation());
        headers.put("content-type", contentType);
        attributes.forEach((name, value) -> headers.put(CloudEventHeaders.PREFIX + name, value));
        return new WireMessage(body.getBytes(StandardCharsets.UTF_8), headers);
    }
}
