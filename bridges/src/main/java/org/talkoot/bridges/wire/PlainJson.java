package org.talkoot.bridges.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.json.JsonText;
import org.talkoot.bridges.wire.json.RawJson;
import org.talkoot.bridges.wire.json.RawObject;
import org.talkoot.bridges.wire.json.Texts;
import org.talkoot.core.TenantId;
import org.talkoot.core.event.AgentEvent;

/** The envelope as one plain JSON object. */
final class PlainJson {

    private static final String PAYLOAD = "payload";
    private static final String METADATA = "metadata";

    private PlainJson() {}

    static String write(AgentEvent event) {
        return JsonText.of(event.payload().length() + 512, json -> {
            json.writeStartObject();
            writeEnvelope(json, event);
            json.writeFieldName(PAYLOAD);
            json.writeRawValue(event.payload());
            json.writeFieldName(METADATA);
            Metadata.write(json, metadata(event));
            json.writeEndObject();
        });
    }

    private static void writeEnvelope(JsonGenerator json, AgentEvent event) throws IOException {
        write(json, Field.ID, event.id());
        write(json, Field.TYPE, event.type().name());
        write(json, Field.VERSION, event.type().version() + ".0");
        write(json, Field.TIME, event.time().toString());
        write(json, Field.SOURCE, event.address().source());
        write(json, Field.TARGET, event.address().target());
        write(json, Field.CORRELATION, event.trace().correlation());
        write(json, Field.CAUSATION, event.trace().causation());
        write(json, Field.CONVERSATION, event.subject().key());
    }

    private static void write(JsonGenerator json, Field field, @Nullable String value) throws IOException {
        json.writeStringField(field.jsonName(), value);
    }

    private static Map<String, String> metadata(AgentEvent event) {
        Map<String, String> entries = new HashMap<>(event.metadata());
        entries.keySet().removeIf(Metadata::isReserved);
        if (!event.subject().tenant().equals(TenantId.DEFAULT)) {
            entries.put(Field.TENANT.jsonName(), event.subject().tenant().value());
        }
        if (event.trace().depth() > 0) {
            entries.put(Field.DEPTH.jsonName(), Integer.toString(event.trace().depth()));
        }
        return entries;
    }

    static Draft read(RawObject object, WireLimits limits) {
        object.requireNothingTwice();
        RawJson said = object.get(METADATA);
        Map<String, String> metadata =
                said == null ? new HashMap<>() : Metadata.parse(said, "field '" + METADATA + "'", limits.maxDepth());
        Map<Field, String> fields = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            String value = field.isTopLevel() ? Texts.scalar(object.get(field.jsonName()), field.jsonLabel()) : null;
            if (value != null) {
                fields.put(field, value);
            }
        }
        Metadata.claim(metadata, fields);
        RawJson payload = object.members().getOrDefault(PAYLOAD, RawJson.EMPTY_OBJECT);
        return new Draft(Field::jsonLabel, fields, metadata, payload);
    }
}
