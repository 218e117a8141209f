package org.talkoot.agents.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.core.schema.TextType;

/**
 * Types whose values are one text in the arguments and results of tools: those of the core, and numbers of any size,
 * which keep every digit that way even where a vendor's client reads numbers as floating point.
 */
final class TextTypes {

    private static final List<TextType<?>> ALL = all();

    private TextTypes() {}

    private static List<TextType<?>> all() {
        List<TextType<?>> all = new ArrayList<>(TextType.all());
        all.add(new TextType<>(
                BigDecimal.class, "number as text, with all its digits", BigDecimal::new, BigDecimal::toPlainString));
        all.add(new TextType<>(
                BigInteger.class, "integer as text, with all its digits", BigInteger::new, BigInteger::toString));
        return List.copyOf(all);
    }

    /** How the mapper of arguments and results reads and writes them. */
    static SimpleModule module() {
        SimpleModule module = new SimpleModule("talkoot-text-types");
        ALL.forEach(type -> register(module, type));
        return module;
    }

    private static <T> void register(SimpleModule module, TextType<T> type) {
        module.addSerializer(type.type(), new Writer<>(type));
        module.addDeserializer(type.type(), new Reader<>(type));
    }

    private static final class Writer<T> extends StdSerializer<T> {
        private final transient TextType<T> type;

        Writer(TextType<T> type) {
            super(type.type());
            this.type = type;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider context) throws IOException {
            if (value instanceof Number) {
                out.writeNumber(type.write().apply(value));
            } else {
                out.writeString(type.write().apply(value));
            }
        }
    }

    private static final class Reader<T> extends StdDeserializer<T> {
        private final transient TextType<T> type;

        Reader(TextType<T> type) {
            super(type.type());
            this.type = type;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            boolean readable = in.currentToken() == JsonToken.VALUE_STRING
                    || (Number.class.isAssignableFrom(type.type())
                            && in.currentToken().isNumeric());
            if (!readable) {
                throw context.weirdStringException(in.getText(), type.type(), "not a text");
            }
            try {
                return type.read().apply(in.getText());
            } catch (DateTimeException | IllegalArgumentException e) {
                throw context.weirdStringException(in.getText(), type.type(), "not as in ISO 8601");
            }
        }
    }
}
