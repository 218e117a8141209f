package org.talkoot.agents.provider.langchain4j;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How long a provider asks us to wait: seconds, milliseconds (OpenAI) or a date. */
final class RetryAfter {

    private RetryAfter() {}

    /** Null where it does not ask, or cannot be understood. */
    static @Nullable Duration of(HttpHeaders headers, Clock clock) {
        String millis = headers.firstValue("retry-after-ms").orElse("");
        if (millis.matches("\\d{1,9}")) {
            return Duration.ofMillis(Long.parseLong(millis));
        }
        String value = headers.firstValue("retry-after").orElse("").strip();
        if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return Duration.ofMillis((long) (Double.parseDouble(value) * 1000));
        }
        return value.isEmpty() ? null : untilDate(value, clock);
    }

    private static @Nullable Duration untilDate(String value, Clock clock) {
        try {
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), date);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException notADate) {
            return null;
        }
    }
}
