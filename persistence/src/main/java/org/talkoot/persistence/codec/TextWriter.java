package org.talkoot.persistence.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.WritableTypeId;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.function.Function;

/** Writes a value as one JSON string. */
final class TextWriter<T> extends StdSerializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Function<T, String> write;

    TextWriter(Class<T> type, Function<T, String> write) {
        super(type);
        this.write = write;
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString(write.apply(value));
    }

    @Override
    public void serializeWithType(T value, JsonGenerator json, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        WritableTypeId id = type.writeTypePrefix(json, type.typeId(value, JsonToken.VALUE_STRING));
        serialize(value, json, provider);
        type.writeTypeSuffix(json, id);
    }

    /** Writes a value as the key of a JSON object. */
    static final class Key<T> extends StdSerializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient Function<T, String> write;

        Key(Class<T> type, Function<T, String> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeFieldName(write.apply(value));
        }
    }
}
