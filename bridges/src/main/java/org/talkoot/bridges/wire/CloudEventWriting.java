package org.talkoot.bridges.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.json.JsonText;
import org.talkoot.bridges.wire.json.RawObject;
import org.talkoot.bridges.wire.json.Texts;
import org.talkoot.core.TenantId;
import org.talkoot.core.event.AgentEvent;

/**
 * An event as a CloudEvent 1.0. Written by hand, because the payload is JSON already: the SDK would parse it to write
 * it. The tests read every form with the SDK.
 *
 * <p>Metadata that has no attribute goes into {@code data.metadata}. A payload that is an object without such a member
 * keeps its shape and gets one; any other payload cannot, so data becomes {@code {"payload": ..., "metadata": ...}}.
 * The attribute {@code talkootdata} says which of the two happened, so that a reader never mistakes what a sender calls
 * metadata for ours.
 */
record CloudEventWriting(Map<String, String> attributes, String data) {

    /** Metadata that CloudEvents has attributes for. */
    static final String[] KNOWN = {"traceparent", "tracestate", "sequence"};

    static final String SCHEMA = "dataschema";
    static final String SHAPE = "talkootdata";
    static final String MERGED = "merged";
    static final String WRAPPED = "wrapped";
    static final String PAYLOAD = "payload";
    static final String METADATA = "metadata";

    static CloudEventWriting of(AgentEvent event) {
        Map<String, String> attributes = new LinkedHashMap<>();
        context(event, attributes);
        Map<String, String> rest = new HashMap<>(event.metadata());
        rest.keySet().removeIf(Metadata::isReserved);
        schema(event, rest, attributes);
        for (String name : KNOWN) {
            String value = rest.get(name);
            if (value != null && !value.isBlank() && Texts.isClean(value)) {
                attributes.put(name, value);
                rest.remove(name);
            }
        }
        if (rest.isEmpty()) {
            return new CloudEventWriting(attributes, event.payload());
        }
        RawObject mergeable = mergeable(event.payload());
        attributes.put(SHAPE, mergeable != null ? MERGED : WRAPPED);
        String data = mergeable != null
                ? merged(event.payload(), mergeable.members().isEmpty(), rest)
                : wrapped(event.payload(), rest);
        return new CloudEventWriting(attributes, data);
    }

    private static void context(AgentEvent event, Map<String, String> attributes) {
        attributes.put("specversion", "1.0");
        put(attributes, Field.ID, event.id());
        put(attributes, Field.SOURCE, AgentPath.of(event));
        put(attributes, Field.TYPE, CloudEventType.of(event.type()));
        put(attributes, Field.TIME, event.time().toString());
        put(attributes, Field.SUBJECT, event.subject().key());
        put(attributes, Field.CORRELATION, event.trace().correlation());
        put(attributes, Field.CAUSATION, event.trace().causation());
        put(attributes, Field.PARTITION_KEY, event.subject().key());
        String target = event.address().target();
        if (target != null) {
            put(attributes, Field.TARGET, target);
        }
        if (!event.subject().tenant().equals(TenantId.DEFAULT)) {
            put(attributes, Field.TENANT, event.subject().tenant().value());
        }
        if (event.trace().depth() > 0) {
            put(attributes, Field.DEPTH, Integer.toString(event.trace().depth()));
        }
    }

    private static void put(Map<String, String> attributes, Field field, String value) {
        attributes.put(field.attribute(), value);
    }

    private static void schema(AgentEvent event, Map<String, String> rest, Map<String, String> attributes) {
        String given = rest.get(SCHEMA);
        if (given != null && AgentPath.isReference(given) && given.indexOf(':') > 0) {
            attributes.put(SCHEMA, given);
            rest.remove(SCHEMA);
        } else if (CloudEventType.isOwn(event.type().name())) {
            String version = Integer.toString(event.type().version());
            attributes.put(SCHEMA, CloudEventType.schema(event.type().name(), version));
        }
    }

    /** The payload if it is an object that metadata can be put into. */
    private static @Nullable RawObject mergeable(String payload) {
        if (!payload.stripLeading().startsWith("{")) {
            return null;
        }
        RawObject object = RawObject.parse(payload, Integer.MAX_VALUE);
        return object.has(METADATA) ? null : object;
    }

    private static String merged(String payload, boolean empty, Map<String, String> rest) {
        String open = payload.substring(0, payload.lastIndexOf('}'));
        String metadata = JsonText.of(128, json -> Metadata.write(json, rest));
        return open + (empty ? "" : ",") + "\"metadata\":" + metadata + "}";
    }

    private static String wrapped(String payload, Map<String, String> rest) {
        return JsonText.of(payload.length() + 128, json -> {
            json.writeStartObject();
            json.writeFieldName(PAYLOAD);
            json.writeRawValue(payload);
            json.writeFieldName(METADATA);
            Metadata.write(json, rest);
            json.writeEndObject();
        });
    }

    /** All of it as one JSON object. */
    String structured() {
        return JsonText.of(data.length() + 640, json -> {
            json.writeStartObject();
            for (Map.Entry<String, String> attribute : attributes.entrySet()) {
                write(json, attribute.getKey(), attribute.getValue());
            }
            json.writeStringField("datacontenttype", "application/json");
            json.writeFieldName("data");
            json.writeRawValue(data);
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, String name, String value) throws IOException {
        if (name.equals(Field.DEPTH.attribute())) {
            json.writeNumberField(name, Integer.parseInt(value));
        } else {
            json.writeStringField(name, value);
        }
    }
}
