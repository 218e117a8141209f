package org.talkoot.core.schema;

import java.net.URI;
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
import java.util.UUID;
import java.util.function.Function;

/**
 * A type whose values are one text in JSON: all of {@code java.time} as ISO 8601 writes it, {@code UUID} and
 * {@code URI}.
 *
 * @param form what a model is told of it
 * @param read throws {@code DateTimeException} or {@code IllegalArgumentException} at what it cannot read
 */
public record TextType<T>(Class<T> type, String form, Function<String, T> read, Function<T, String> write) {

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
            new TextType<>(Year.class, iso("year", "2026"), Year::parse, YEAR::format),
            iso(YearMonth.class, "year and month", "2026-11", YearMonth::parse),
            iso(MonthDay.class, "month and day", "--11-21", MonthDay::parse),
            iso(ZoneId.class, "time zone", "Europe/Helsinki", ZoneId::of),
            iso(ZoneOffset.class, "offset from UTC", "+02:00", ZoneOffset::of),
            new TextType<>(UUID.class, "UUID: 7f8a2b1c-3d4e-4f5a-8b6c-7d8e9f0a1b2c", UUID::fromString, UUID::toString),
            new TextType<>(URI.class, "URI: https://example.org/a?b=c", URI::create, URI::toString));

    private static final Map<Class<?>, TextType<?>> BY_CLASS = byClass();

    public static Optional<TextType<?>> of(Class<?> type) {
        return Optional.ofNullable(BY_CLASS.get(type));
    }

    /** All of them. */
    public static List<TextType<?>> all() {
        return ALL;
    }

    private static Map<Class<?>, TextType<?>> byClass() {
        Map<Class<?>, TextType<?>> types = new LinkedHashMap<>();
        ALL.forEach(type -> types.put(type.type(), type));
        return Map.copyOf(types);
    }

    private static <T> TextType<T> iso(Class<T> type, String what, String example, Function<String, T> read) {
        return new TextType<>(type, iso(what, example), read, Object::toString);
    }

    private static String iso(String what, String example) {
        return "%s as in ISO 8601: %s".formatted(what, example);
    }

    String written(Object value) {
        return write.apply(type.cast(value));
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}
