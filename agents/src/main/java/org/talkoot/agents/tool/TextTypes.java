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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Types whose values are one text in the arguments and results of tools: all of {@code java.time} as ISO 8601 writes
 * it, and numbers of any size, which keep every digit that way even where a vendor's client reads numbers as floating
 * point.
 */
public final class TextTypes {

    /**
     * One of them.
     *
     * @param schema what a model is told besides the description of the parameter
     */
    public record TextType<T>(
            Class<T> type, Map<String, Object> schema, Function<String, T> read, Function<T, String> write) {}

    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("uuuu");

    private static final List<TextType<?>> ALL = List.of(
            iso(LocalDate.class, "date", "2026-11-21", LocalDate::parse),
            iso(LocalTime.class, "time", "09:30:00", LocalTime::parse),
            iso(OffsetTime.class, "time", "09:30:00+01:00", OffsetTime::parse),
            iso(LocalDateTime.class, "date-time", "2026-11-21T09:30:00", LocalDateTime::parse),
            iso(Instant.class, "date-time", "2026-11-21T08:30:00Z", Instant::parse),
            iso(OffsetDateTime.class, "date-time", "2026-11-21T09:30:00+01:00", OffsetDateTime::parse),
            iso(ZonedDateTime.class, "date-time", "2026-11-21T09:30:00+01:00[Europe/Helsinki]", ZonedDateTime::parse),
            iso(Duration.class, "duration", "PT1H30M", Duration::parse),
            iso(Period.class, "duration", "P1Y2M3D", Period::parse),
            new TextType<>(Year.class, schema("year", "2026"), Year::parse, YEAR::format),
            iso(YearMonth.class, "year and month", "2026-11", YearMonth::parse),
            iso(MonthDay.class, "month and day", "--11-21", MonthDay::parse),
            iso(ZoneId.class, "time zone", "Europe/Helsinki", ZoneId::of),
            iso(ZoneOffset.class, "offset from UTC", "+02:00", ZoneOffset::of),
            new TextType<>(
                    BigDecimal.class,
                    number("^-?[0-9]+(\\.[0-9]+)?$", "number"),
                    BigDecimal::new,
                    BigDecimal::toPlainString),
            new TextType<>(BigInteger.class, number("^-?[0-9]+$", "integer"), BigInteger::new, BigInteger::toString));

    private static final Map<Class<?>, TextType<?>> BY_CLASS = byClass();

    private TextTypes() {}

    public static Optional<TextType<?>> of(Class<?> type) {
        return Optional.ofNullable(BY_CLASS.get(type));
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

    private static Map<Class<?>, TextType<?>> byClass() {
        Map<Class<?>, TextType<?>> types = new LinkedHashMap<>();
        ALL.forEach(type -> types.put(type.type(), type));
        return Map.copyOf(types);
    }

    private static <T> TextType<T> iso(Class<T> type, String what, String example, Function<String, T> read) {
        return new TextType<>(type, schema(what, example), read, Object::toString);
    }

    private static Map<String, Object> schema(String what, String example) {
        return Map.of("type", "string", "description", "%s as in ISO 8601: %s".formatted(what, example));
    }

    /** A number is taken as well, for models that will not write text. */
    private static Map<String, Object> number(String pattern, String what) {
        return Map.of(
                "type", List.of("string", what),
                "pattern", pattern,
                "description", "%s as text, with all its digits".formatted(what));
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
            } catch (DateTimeException | NumberFormatException e) {
                throw context.weirdStringException(in.getText(), type.type(), "not as in ISO 8601");
            }
        }
    }
}
