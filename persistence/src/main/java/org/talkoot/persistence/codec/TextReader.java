package org.talkoot.persistence.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.function.Function;

/** Reads a value from one JSON string. */
final class TextReader<T> extends StdDeserializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> read;

    TextReader(Class<T> type, Function<String, T> read) {
        super(type);
        this.read = read;
    }

    @Override
    public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
        String text = json.getText();
        try {
            return read.apply(text);
        } catch (RuntimeException e) {
            throw context.weirdStringException(text, handledType(), e.getMessage());
        }
    }

    /** Reads a value from the key of a JSON object. */
    static final class Key extends KeyDeserializer {

        private final Function<String, ?> read;

        Key(Function<String, ?> read) {
            this.read = read;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return read.apply(key);
        }
    }
}
