package org.talkoot.bridges.wire;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.json.RawObject;
import org.talkoot.bridges.wire.json.Texts;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.TenantId;
import org.talkoot.core.event.AgentEvent;

/**
 * Reads events in every form, of strangers too. Lenient about what a sender leaves out and strict about what it says:
 * the rules are in {@code docs/events.md}. The same message is always the same event. Immutable, for any thread.
 */
public final class EventReader {

    /**
     * A header that names the agent that is meant when the envelope names none: how a bridge tells what a subject or a
     * routing key says.
     */
    public static final String TARGET_HEADER = "target-agent";

    private final WireLimits limits;
    private final PayloadUpcasters known;

    /** A reader of what this release knows, within the usual limits. */
    public EventReader() {
        this(WireLimits.DEFAULT, PayloadUpcasters.STANDARD);
    }

    public EventReader(WireLimits limits, PayloadUpcasters known) {
        this.limits = limits;
        this.known = known;
    }

    /**
     * What to assume where the envelope says nothing. All of it must be the same when the message is delivered again,
     * but for the time where its broker does not keep that.
     *
     * @param source who sent it
     * @param key the key of the record, if it has one
     * @param at when the broker got it
     * @param tenant whose it is
     */
    public record Defaults(String source, @Nullable String key, Instant at, TenantId tenant) {

        /** Of the tenant of installations that have one. */
        public Defaults(String source, @Nullable String key, Instant at) {
            this(source, key, at, TenantId.DEFAULT);
        }
    }

    /**
     * The event that a message carries.
     *
     * @throws UnreadableEventException when there is none in it that this release can read
     */
    public AgentEvent read(WireMessage message, Defaults defaults) {
        if (message.body().length > limits.maxBytes()) {
            throw UnreadableEventException.poison(
                    "the body has %d bytes; at most %d are read".formatted(message.body().length, limits.maxBytes()));
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(message.headers());
        return draft(message.body(), headers)
                .otherwiseFor(headers.get(TARGET_HEADER))
                .toEvent(defaults, limits, known);
    }

    private Draft draft(byte[] body, Map<String, String> headers) {
        MediaType type = MediaType.of(headers.get("content-type"));
        if (type.name().startsWith("application/cloudevents")) {
            return structured(body, type);
        }
        Map<String, String> attributes = CloudEventHeaders.attributes(headers);
        if (!attributes.isEmpty()) {
            return CloudEventReading.binary(attributes, body, limits);
        }
        RawObject object = object(body);
        return isCloudEvent(object) ? CloudEventReading.structured(object, limits) : PlainJson.read(object, limits);
    }

    private Draft structured(byte[] body, MediaType type) {
        if (!type.name().equals(MediaType.CLOUDEVENT)) {
            throw UnreadableEventException.poison("content type %s is not read; send one event as %s"
                    .formatted(Texts.quoted(type.name()), MediaType.CLOUDEVENT));
        }
        return CloudEventReading.structured(object(body), limits);
    }

    private RawObject object(byte[] body) {
        return RawObject.parse(Texts.decode(body), limits.maxDepth() + 1);
    }

    /** Many tools send a CloudEvent and forget to say so. */
    private static boolean isCloudEvent(RawObject object) {
        return object.has(CloudEventReading.SPEC_VERSION) && !object.has(Field.ID.jsonName());
    }
}
