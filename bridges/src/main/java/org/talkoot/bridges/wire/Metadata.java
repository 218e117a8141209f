package org.talkoot.bridges.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.talkoot.bridges.wire.json.RawJson;
import org.talkoot.bridges.wire.json.RawObject;
import org.talkoot.bridges.wire.json.Texts;
import org.talkoot.bridges.wire.json.UnreadableEventException;

/** The metadata of an event: a flat object of strings. */
final class Metadata {

    private Metadata() {}

    /** Reads it. Numbers and booleans become their text, as do objects and arrays; null is absent. */
    static Map<String, String> parse(RawJson json, String label, int maxDepth) {
        if (json.token() != JsonToken.START_OBJECT) {
            throw UnreadableEventException.poison(label + " must be an object of strings");
        }
        Map<String, String> entries = new HashMap<>();
        RawObject.parse(json.text(), maxDepth).requireNothingTwice().members().forEach((name, value) -> {
            if (value.token() != JsonToken.VALUE_NULL) {
                String text = value.string();
                entries.put(name, text != null ? text : value.text());
            }
        });
        return entries;
    }

    static void requireModest(Map<String, String> entries) {
        if (entries.size() > WireLimits.MAX_METADATA) {
            throw UnreadableEventException.poison(
                    "metadata has %d entries; at most %d are read".formatted(entries.size(), WireLimits.MAX_METADATA));
        }
        entries.forEach((name, value) -> {
            Texts.require(name, "a metadata name", WireLimits.MAX_METADATA_NAME);
            Texts.requireLines(value, "metadata " + Texts.quoted(name), WireLimits.MAX_METADATA_VALUE);
        });
    }

    /** Moves what belongs into the envelope there, unless the envelope says it already. */
    static void claim(Map<String, String> entries, Map<Field, String> fields) {
        for (Field field : Field.values()) {
            String value = field.isMetadata() ? entries.remove(field.jsonName()) : null;
            if (value != null) {
                fields.putIfAbsent(field, value);
            }
        }
    }

    /** What an event may not say in its metadata because its envelope says it. */
    static boolean isReserved(String name) {
        return name.equals(Field.TENANT.jsonName()) || name.equals(Field.DEPTH.jsonName());
    }

    /** Writes an object, in the order of the names, so that the same event is the same bytes. */
    static void write(JsonGenerator json, Map<String, String> entries) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
