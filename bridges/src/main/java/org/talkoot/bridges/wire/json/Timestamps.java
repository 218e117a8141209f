package org.talkoot.bridges.wire.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;

/** Times as senders write them: RFC 3339, also with a space for the T and without a zone. */
public final class Timestamps {

    private static final DateTimeFormatter LENIENT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter();

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Timestamps() {}

    /** A time without a zone is UTC, which is what clocks of servers mean by it. */
    public static Instant parse(String text, String label) {
        Instant instant = instant(text, label);
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw unreadable(text, label);
        }
        return instant;
    }

    private static Instant instant(String text, String label) {
        try {
            TemporalAccessor parsed = LENIENT.parseBest(
                    text.replaceFirst("^(\\S{10}) ", "$1T"), OffsetDateTime::from, LocalDateTime::from);
            return parsed instanceof OffsetDateTime time
                    ? time.toInstant()
                    : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw unreadable(text, label);
        }
    }

    private static UnreadableEventException unreadable(String text, String label) {
        return UnreadableEventException.poison(
                "%s must be a time such as 2026-01-31T12:00:00Z, but is %s".formatted(label, Texts.quoted(text)));
    }
}
