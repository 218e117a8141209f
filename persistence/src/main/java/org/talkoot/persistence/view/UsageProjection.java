package org.talkoot.persistence.view;

import java.util.concurrent.TimeUnit;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.TableProjection;
import org.talkoot.persistence.view.table.ViewTable;

/** What models were used: counters by conversation, agent, model and day (UTC). */
public final class UsageProjection {

    public static final String NAME = "usage";

    /** The model of a call that brought no reply: what it cost is known, not whom it was paid. */
    public static final String NO_MODEL = "none";

    private static final ViewTable TABLE = new ViewTable("usage_view")
            .key("tenant", ViewTable.Type.TEXT)
            .key("conversation", ViewTable.Type.TEXT)
            .key("agent", ViewTable.Type.TEXT)
            .key("model", ViewTable.Type.TEXT)
            .key("on_day", ViewTable.Type.NUMBER)
            .counter("calls", "input_tokens", "output_tokens", "cost_micros");

    private UsageProjection() {}

    public static Projection of(EventCodec codec, Dialect dialect) {
        EventHandlers<Changes> handlers = new EventHandlers<Changes>(codec)
                .on(
                        RunEvent.ModelReplied.class,
                        (changes, entry, e) -> count(changes, entry, e.model().value(), e.usage()))
                .on(RunEvent.ModelCallFailed.class, (changes, entry, e) -> count(changes, entry, NO_MODEL, e.usage()))
                .on(
                        RunEvent.SummaryWritten.class,
                        (changes, entry, e) -> count(changes, entry, e.model().value(), e.usage()))
                .on(RunEvent.GuardrailAnswered.class, (changes, entry, e) -> {
                    if (e.model() != null) {
                        count(changes, entry, e.model().value(), e.usage());
                    }
                })
                .on(RunEvent.GuardrailFailed.class, (changes, entry, e) -> {
                    if (!e.usage().equals(TokenUsage.NONE)) {
                        count(changes, entry, NO_MODEL, e.usage());
                    }
                })
                .on(RunEvent.SummaryFailed.class, (changes, entry, e) -> count(changes, entry, NO_MODEL, e.usage()))
                .on(RunEvent.LateUsageCharged.class, (changes, entry, e) -> count(changes, entry, NO_MODEL, e.usage()));
        return new TableProjection(NAME, TABLE, dialect, handlers);
    }

    private static void count(Changes changes, JournalEntry entry, String model, TokenUsage usage) {
        long day = TimeUnit.MILLISECONDS.toDays(entry.writtenAt().toEpochMilli());
        changes.row(
                        entry.feed().tenant().value(),
                        entry.feed().key(),
                        entry.stream().agent().type().value(),
                        model,
                        day)
                .add("calls", 1)
                .add("input_tokens", usage.input())
                .add("output_tokens", usage.output())
                .add("cost_micros", usage.costMicros());
    }
}
