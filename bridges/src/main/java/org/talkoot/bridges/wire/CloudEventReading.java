package org.talkoot.bridges.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.wire.json.JsonText;
import org.talkoot.bridges.wire.json.RawJson;
import org.talkoot.bridges.wire.json.RawObject;
import org.talkoot.bridges.wire.json.Texts;
import org.talkoot.bridges.wire.json.UnreadableEventException;

/** CloudEvents 1.0 of anybody. What has no place in our envelope becomes metadata. */
final class CloudEventReading {

    static final String SPEC_VERSION = "specversion";

    private static final String CONTENT_TYPE = "datacontenttype";
    private static final String DATA = "data";
    private static final String BINARY_DATA = "data_base64";

    private CloudEventReading() {}

    /** One JSON object. */
    static Draft structured(RawObject object, WireLimits limits) {
        object.requireNothingTwice();
        Map<String, String> attributes = new HashMap<>();
        object.members().forEach((name, value) -> {
            boolean isData = name.equals(DATA) || name.equals(BINARY_DATA);
            if (!isData && value.token() != JsonToken.VALUE_NULL) {
                String text = value.string();
                attributes.put(name, text != null ? text : value.text());
            }
        });
        RawJson data = object.members().getOrDefault(DATA, RawJson.EMPTY_OBJECT);
        String encoded = Texts.scalar(object.get(BINARY_DATA), "field 'data_base64'");
        return draft(
                attributes,
                encoded == null ? data : content(decoded(encoded), attributes.get(CONTENT_TYPE), limits),
                limits);
    }

    /** Attributes from headers, data from the body. */
    static Draft binary(Map<String, String> attributes, byte[] body, WireLimits limits) {
        return draft(attributes, content(body, attributes.get(CONTENT_TYPE), limits), limits);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw UnreadableEventException.poison("field 'data_base64' is not Base64");
        }
    }

    private static RawJson content(byte[] bytes, @Nullable String type, WireLimits limits) {
        MediaType media = MediaType.of(type);
        if (!media.isJson() && !media.isText()) {
            throw UnreadableEventException.poison(
                    "content type %s is neither JSON nor text".formatted(Texts.quoted(media.name())));
        }
        String text = Texts.decode(bytes);
        if (media.isText()) {
            return new RawJson(JsonText.quoted(text), JsonToken.VALUE_STRING, 0, text);
        }
        return text.isBlank() ? RawJson.EMPTY_OBJECT : RawJson.parse(text, limits.maxDepth() + 1);
    }

    private static Draft draft(Map<String, String> given, RawJson data, WireLimits limits) {
        requireSpecVersion(given.get(SPEC_VERSION));
        Map<String, String> rest = new HashMap<>(given);
        rest.remove(SPEC_VERSION);
        if (MediaType.of(rest.get(CONTENT_TYPE)).isJson()) {
            rest.remove(CONTENT_TYPE);
        }
        Map<Field, String> fields = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            String value = rest.remove(field.attribute());
            if (value != null) {
                fields.put(field, value);
            }
        }
        readType(given.get(Field.TYPE.attribute()), fields, rest);
        String shape = rest.remove(CloudEventWriting.SHAPE);
        RawJson payload = shape == null ? data : unpack(shape, data, rest, limits);
        Metadata.claim(rest, fields);
        return new Draft(Field::attributeLabel, fields, rest, payload);
    }

    private static void readType(@Nullable String type, Map<Field, String> fields, Map<String, String> rest) {
        if (type != null) {
            CloudEventType parsed = CloudEventType.parse(type);
            fields.put(Field.TYPE, parsed.name());
            fields.put(Field.VERSION, parsed.version());
            rest.remove(CloudEventWriting.SCHEMA, CloudEventType.schema(parsed.name(), parsed.version()));
        }
    }

    /** Undoes what {@link CloudEventWriting} did to a payload that had metadata. */
    private static RawJson unpack(String shape, RawJson data, Map<String, String> metadata, WireLimits limits) {
        boolean merged = shape.equals(CloudEventWriting.MERGED);
        if (!merged && !shape.equals(CloudEventWriting.WRAPPED)) {
            throw UnreadableEventException.poison(
                    "attribute 'talkootdata' must be merged or wrapped, but is " + Texts.quoted(shape));
        }
        if (data.token() != JsonToken.START_OBJECT) {
            throw UnreadableEventException.poison("attribute 'talkootdata' is given, but the data is not an object");
        }
        RawObject object = RawObject.parse(data.text(), data.depth());
        RawJson said = object.get(CloudEventWriting.METADATA);
        if (said != null) {
            Metadata.parse(said, "field 'data.metadata'", limits.maxDepth()).forEach(metadata::putIfAbsent);
        }
        return merged
                ? RawJson.parse(object.without(CloudEventWriting.METADATA), data.depth())
                : object.members().getOrDefault(CloudEventWriting.PAYLOAD, RawJson.EMPTY_OBJECT);
    }

    private static void requireSpecVersion(@Nullable String version) {
        if (version == null) {
            throw UnreadableEventException.poison("attribute 'specversion' is missing");
        }
        if (!version.equals("1.0")) {
            throw UnreadableEventException.unknownVersion(
                    "attribute 'specversion' must be 1.0, but is " + Texts.quoted(version));
        }
    }
}
