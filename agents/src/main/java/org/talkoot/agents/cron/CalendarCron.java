package org.talkoot.agents.cron;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.talkoot.core.schedule.Cron;

/**
 * Cron by cron-utils, which walks the calendar; what the clocks of a place make of its times is decided here, because
 * people expect of an hour that comes twice or never what no walk along a calendar gives.
 */
public final class CalendarCron implements Cron {

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final ExecutionTime times;
    private final boolean everyHour;

    private CalendarCron(ExecutionTime times, boolean everyHour) {
        this.times = times;
        this.everyHour = everyHour;
    }

    /** As {@link Cron.Reader}. */
    public static Cron read(String expression) {
        String hours = expression.strip().split("\\s+", -1).length == 5
                ? expression.strip().split("\\s+", -1)[1]
                : "";
        return new CalendarCron(ExecutionTime.forCron(PARSER.parse(expression)), hours.startsWith("*"));
    }

    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Optional<Instant> next = firstPass(after, rules, LocalDateTime.ofInstant(after, zone));
        return everyHour ? earlier(next, secondPass(after, rules)) : next;
    }

    /** Of two times with one name the first is meant. */
    private Optional<Instant> firstPass(Instant after, ZoneRules rules, LocalDateTime from) {
        Optional<LocalDateTime> found = nextLocal(from);
        while (found.isPresent()) {
            Instant instant = first(found.get(), rules);
            if (instant.isAfter(after)) {
                return Optional.of(instant);
            }
            found = nextLocal(found.get());
        }
        return Optional.empty();
    }

    /** When clocks are put back, what comes every hour comes in the hour that is shown again, too. */
    private Optional<Instant> secondPass(Instant after, ZoneRules rules) {
        ZoneOffsetTransition change = rules.previousTransition(after.plusNanos(1));
        LocalDateTime now = LocalDateTime.ofInstant(after, rules.getOffset(after));
        if (change != null && change.isOverlap() && now.isBefore(change.getDateTimeBefore())) {
            return nextLocal(now)
                    .filter(local -> local.isBefore(change.getDateTimeBefore()))
                    .map(local -> local.toInstant(change.getOffsetAfter()));
        }
        ZoneOffsetTransition coming = rules.nextTransition(after);
        return coming == null || !coming.isOverlap()
                ? Optional.empty()
                : nextLocal(coming.getDateTimeAfter().minusMinutes(1))
                        .map(local -> local.toInstant(coming.getOffsetAfter()));
    }

    /** What clocks leave out is when they are put forward. */
    private static Instant first(LocalDateTime local, ZoneRules rules) {
        ZoneOffsetTransition change = rules.getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.toInstant(rules.getValidOffsets(local).getFirst());
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().isBefore(other.get()) ? one : other;
    }

    /** Along a calendar in which every day has 24 hours. */
    private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }
}
