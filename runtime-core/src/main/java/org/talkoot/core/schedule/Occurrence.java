package org.talkoot.core.schedule;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Hash;
import org.talkoot.core.MessageId;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Template;

/**
 * One time at which a schedule does what it is for. Everything that comes of it is named after it, so it may be told
 * any number of times, by whatever node.
 *
 * @param number counted from 1, those that were missed too; never used twice, also when the name of the schedule is
 * @param due when it was due; of what somebody wanted at once, when that was
 * @param asked the id of the request of who wanted it at once; null: it was due by the clock
 */
public record Occurrence(long number, Instant due, @Nullable String asked) {

    /** What a text may have blanks for. */
    public static final Set<String> BLANKS = Set.of("due", "date", "time", "number", "schedule");

    private static final DateTimeFormatter KEY = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    /** The message that it posts: the same however often it is told. */
    public MessageId message(ScheduleId schedule) {
        return new MessageId("at-" + Hash.of("%s\n%d\n%d".formatted(schedule, due.toEpochMilli(), number), 32));
    }

    /** Where it is posted. */
    public ConversationId conversation(ScheduleId schedule, ScheduleTerms terms) {
        return terms.place()
                .orElseGet(() -> schedule.conversation(KEY.format(due.atOffset(ZoneOffset.UTC)) + "-" + number));
    }

    /** What is posted, on behalf of who made the schedule. */
    public PostMessage post(ScheduleId schedule, ScheduleTerms terms, Instant at) {
        MessageId message = message(schedule);
        Trace trace =
                Trace.begunBy(message).because("schedule " + schedule.name()).by(terms.caller());
        return new PostMessage(message, terms.agent(), text(schedule, terms), trace, at);
    }

    private String text(ScheduleId schedule, ScheduleTerms terms) {
        ZonedDateTime local = due.atZone(Times.zone(terms.timing()));
        return new Template(terms.text())
                .filled(Map.of(
                        "due", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local.truncatedTo(SECONDS)),
                        "date", DateTimeFormatter.ISO_LOCAL_DATE.format(local),
                        "time", TIME.format(local),
                        "number", Long.toString(number),
                        "schedule", schedule.name()));
    }
}
