package org.talkoot.persistence.view;

import java.util.Locale;
import org.talkoot.core.AgentType;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.TableProjection;
import org.talkoot.persistence.view.table.ViewTable;

/** One row a dead letter: what it is about, why it is there, how it stands. */
public final class DeadLetterViewProjection {

    public static final String NAME = "dead-letter-view";

    /** Longest reason in a list; the letter itself has all of it. */
    private static final int MAX_REASON = 500;

    private static final ViewTable TABLE = new ViewTable("dead_letter_view")
            .key("letter", ViewTable.Type.TEXT)
            .text("tenant", "conversation", "agent", "failure", "reason", "status")
            .number("attempts", "opened_at", "changed_at", "retry_at");

    private DeadLetterViewProjection() {}

    public static Projection of(EventCodec codec, Dialect dialect) {
        EventHandlers<Changes> handlers = new EventHandlers<Changes>(codec)
                .on(DeadLetterEvent.Opened.class, DeadLetterViewProjection::opened)
                .on(
                        DeadLetterEvent.RetryScheduled.class,
                        (changes, entry, e) ->
                                row(changes, entry).set("retry_at", e.due().toEpochMilli()))
                .on(
                        DeadLetterEvent.RedriveStarted.class,
                        (changes, entry, e) -> status(changes, entry, DeadLetterSummary.Status.UNDERWAY)
                                .set("attempts", (long) e.attempt())
                                .set("retry_at", 0L))
                .on(
                        DeadLetterEvent.RedriveFailed.class,
                        (changes, entry, e) -> status(changes, entry, DeadLetterSummary.Status.WAITING)
                                .set("failure", e.failure().name())
                                .set("reason", shortened(e.reason())))
                .on(
                        DeadLetterEvent.Resolved.class,
                        (changes, entry, e) -> status(changes, entry, DeadLetterSummary.Status.RESOLVED))
                .on(
                        DeadLetterEvent.Discarded.class,
                        (changes, entry, e) -> status(changes, entry, DeadLetterSummary.Status.DISCARDED));
        return new TableProjection(NAME, TABLE, dialect, handlers);
    }

    private static void opened(Changes changes, JournalEntry entry, DeadLetterEvent.Opened e) {
        DeadLetter letter = e.letter();
        AgentType agent = letter.subject().agent();
        Changes.Row unused = status(changes, entry, DeadLetterSummary.Status.WAITING)
                .set("tenant", entry.feed().tenant().value())
                .set("conversation", entry.feed().key())
                .set("agent", agent == null ? "" : agent.value())
                .set("failure", letter.failure().name())
                .set("reason", shortened(letter.reason()))
                .set("attempts", 0L)
                .set("opened_at", letter.at().toEpochMilli())
                .set("retry_at", 0L);
    }

    private static Changes.Row status(Changes changes, JournalEntry entry, DeadLetterSummary.Status status) {
        return row(changes, entry)
                .set("status", status.name().toLowerCase(Locale.ROOT))
                .set("changed_at", entry.writtenAt().toEpochMilli());
    }

    private static Changes.Row row(Changes changes, JournalEntry entry) {
        return changes.row(entry.stream().letter().value());
    }

    private static String shortened(String reason) {
        return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...";
    }
}
