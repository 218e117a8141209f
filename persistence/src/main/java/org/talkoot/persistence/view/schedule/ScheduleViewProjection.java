package org.talkoot.persistence.view.schedule;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.schedule.Occurrence;
import org.talkoot.core.schedule.ScheduleEvent;
import org.talkoot.core.schedule.ScheduleState;
import org.talkoot.core.schedule.ScheduleTerms;
import org.talkoot.core.schedule.Timing;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.schedule.ScheduleSummary.Outcome;
import org.talkoot.persistence.view.schedule.ScheduleSummary.Status;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.TableProjection;
import org.talkoot.persistence.view.table.ViewTable;

/** One row a schedule, for as long as there is one. */
public final class ScheduleViewProjection {

    public static final String NAME = "schedule-view";

    private static final ViewTable TABLE = new ViewTable("schedule_view")
            .key("tenant", ViewTable.Type.TEXT)
            .key("schedule", ViewTable.Type.TEXT)
            .text("agent", "content", "conversation", "timing", "expression", "zone")
            .number("begins_at")
            .text("missed", "overlap", "made_by", "status", "reason")
            .number("due", "last_number", "last_due")
            .text("last_outcome", "last_detail")
            .number("made_at", "changed_at");

    private ScheduleViewProjection() {}

    public static Projection of(EventCodec codec, Dialect dialect) {
        EventHandlers<Changes> handlers = new EventHandlers<Changes>(codec)
                .on(ScheduleEvent.ScheduleMade.class, (c, entry, e) -> {
                    Changes.Row row = changed(terms(c, entry, e.terms(), e.at()), entry);
                    goesOn(row, e.due());
                    occurred(row, 0, Instant.EPOCH, Outcome.BEGUN);
                })
                .on(ScheduleEvent.OccurrenceBegun.class, ScheduleViewProjection::begun)
                .on(ScheduleEvent.OccurrenceMissed.class, (c, entry, e) -> {
                    occurred(row(c, entry), e.number(), e.due(), Outcome.MISSED);
                    goesOn(changed(row(c, entry), entry), e.next());
                })
                .on(
                        ScheduleEvent.OccurrencePosted.class,
                        (c, entry, e) -> outcome(changed(row(c, entry), entry), Outcome.POSTED))
                .on(
                        ScheduleEvent.OccurrenceSkipped.class,
                        (c, entry, e) -> outcome(changed(row(c, entry), entry), Outcome.SKIPPED))
                .on(
                        ScheduleEvent.OccurrenceRefused.class,
                        (c, entry, e) -> outcome(changed(row(c, entry), entry), Outcome.REFUSED)
                                .set("last_detail", e.detail()))
                .on(
                        ScheduleEvent.SchedulePaused.class,
                        (c, entry, e) -> status(changed(row(c, entry), entry), Status.PAUSED)
                                .set("reason", e.reason())
                                .set("due", 0L))
                .on(
                        ScheduleEvent.ScheduleResumed.class,
                        (c, entry, e) -> goesOn(changed(row(c, entry), entry), e.due()))
                .on(ScheduleEvent.GenerationBegun.class, ScheduleViewProjection::carried)
                .on(ScheduleEvent.ScheduleDeleted.class, (c, entry, e) -> delete(c, entry))
                .on(ScheduleEvent.ScheduleRemoved.class, (c, entry, e) -> delete(c, entry));
        return new TableProjection(NAME, TABLE, dialect, handlers);
    }

    private static void begun(Changes changes, JournalEntry entry, ScheduleEvent.OccurrenceBegun e) {
        Changes.Row row = changed(row(changes, entry), entry);
        Occurrence occurrence = e.occurrence();
        occurred(row, occurrence.number(), occurrence.due(), Outcome.BEGUN);
        if (occurrence.asked() == null) {
            goesOn(row, e.next());
        }
    }

    /**
     * What stood before may be gone when the view is made anew; of the latest occurrence no more is carried than that.
     */
    private static void carried(Changes changes, JournalEntry entry, ScheduleEvent.GenerationBegun e) {
        ScheduleState.Standing standing = e.state().standing();
        Changes.Row row = changed(terms(changes, entry, standing.terms(), standing.made()), entry);
        Occurrence posted = standing.posted();
        if (posted != null && posted.number() == e.number()) {
            occurred(row, posted.number(), posted.due(), Outcome.POSTED);
        }
        switch (e.state()) {
            case ScheduleState.Waiting s -> goesOn(row, s.due());
            case ScheduleState.Finished s -> goesOn(row, null);
            case ScheduleState.Paused s -> {
                Changes.Row unused = status(row, Status.PAUSED).set("due", 0L);
            }
        }
    }

    private static Changes.Row terms(Changes changes, JournalEntry entry, ScheduleTerms terms, Instant made) {
        Changes.Row row = row(changes, entry)
                .set("agent", terms.agent().value())
                .set("content", terms.text())
                .set(
                        "conversation",
                        terms.conversation() == null ? "" : terms.conversation().key())
                .set("missed", lower(terms.missed()))
                .set("overlap", lower(terms.overlap()))
                .set("made_by", terms.caller().user())
                .set("made_at", made.toEpochMilli());
        return switch (terms.timing()) {
            case Timing.At t -> timing(row, "at", t.instant().toString(), "");
            case Timing.Every t ->
                timing(row, "every", t.period().toString(), "")
                        .set("begins_at", t.from() == null ? 0L : t.from().toEpochMilli());
            case Timing.Calendar t -> timing(row, "cron", t.expression(), t.zone());
        };
    }

    private static Changes.Row timing(Changes.Row row, String kind, String expression, String zone) {
        return row.set("timing", kind)
                .set("expression", expression)
                .set("zone", zone)
                .set("begins_at", 0L);
    }

    private static void occurred(Changes.Row row, long number, Instant due, Outcome outcome) {
        Changes.Row unused = outcome(row, outcome)
                .set("last_number", number)
                .set("last_due", due.toEpochMilli())
                .set("last_detail", "");
    }

    private static Changes.Row outcome(Changes.Row row, Outcome outcome) {
        return row.set("last_outcome", lower(outcome));
    }

    /** @param due null: never */
    private static void goesOn(Changes.Row row, @Nullable Instant due) {
        Changes.Row unused = status(row, due == null ? Status.FINISHED : Status.WAITING)
                .set("reason", "")
                .set("due", due == null ? 0L : due.toEpochMilli());
    }

    private static Changes.Row status(Changes.Row row, Status status) {
        return row.set("status", lower(status));
    }

    private static Changes.Row changed(Changes.Row row, JournalEntry entry) {
        return row.set("changed_at", entry.writtenAt().toEpochMilli());
    }

    private static Changes.Row row(Changes changes, JournalEntry entry) {
        ScheduleId id = entry.stream().schedule();
        return changes.row(id.tenant().value(), id.name());
    }

    private static void delete(Changes changes, JournalEntry entry) {
        ScheduleId id = entry.stream().schedule();
        changes.delete(id.tenant().value(), id.name());
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
