package org.talkoot.persistence.view;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.talkoot.core.conversation.ConversationEvent.AnswerPosted;
import org.talkoot.core.conversation.ConversationEvent.AttributesChanged;
import org.talkoot.core.conversation.ConversationEvent.HandedOff;
import org.talkoot.core.conversation.ConversationEvent.MessagePosted;
import org.talkoot.core.conversation.ConversationEvent.Reassigned;
import org.talkoot.core.conversation.ConversationEvent.RunRequested;
import org.talkoot.core.conversation.ConversationEvent.TurnAbandoned;
import org.talkoot.core.conversation.ConversationEvent.TurnFailed;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.json.Json;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.TableProjection;
import org.talkoot.persistence.view.table.ViewTable;

/** One row a conversation: who has it, how much was said, when last, what it waits for, what is known of it. */
public final class ConversationViewProjection {

    public static final String NAME = "conversation-view";

    private static final ViewTable TABLE = new ViewTable("conversation_view")
            .key("tenant", ViewTable.Type.TEXT)
            .key("conversation", ViewTable.Type.TEXT)
            .text("owner", "open_run", "last_outcome", "attributes", "batch")
            .number("last_activity")
            .counter("messages");

    private ConversationViewProjection() {}

    public static Projection of(EventCodec codec, Dialect dialect) {
        EventHandlers<Changes> handlers = new EventHandlers<Changes>(codec)
                .on(
                        MessagePosted.class,
                        (changes, entry, e) -> row(changes, entry, e.at()).add("messages", 1))
                .on(
                        RunRequested.class,
                        (changes, entry, e) -> row(changes, entry, e.at())
                                .set("owner", e.agent().value())
                                .set("open_run", e.run().value()))
                .on(
                        AnswerPosted.class,
                        (changes, entry, e) ->
                                ended(changes, entry, e.at(), "answered").add("messages", 1))
                .on(TurnFailed.class, (changes, entry, e) -> ended(changes, entry, e.at(), "failed"))
                .on(TurnAbandoned.class, (changes, entry, e) -> ended(changes, entry, e.at(), "failed"))
                .on(
                        AttributesChanged.class,
                        (changes, entry, e) -> row(changes, entry, e.at()).set("attributes", write(e.attributes())))
                .on(
                        Reassigned.class,
                        (changes, entry, e) -> row(changes, entry, e.at()).set("owner", e.to().value()))
                .on(
                        HandedOff.class,
                        (changes, entry, e) -> row(changes, entry, e.at())
                                .set("owner", e.to().value())
                                .set("open_run", e.next().value()));
        return new TableProjection(NAME, TABLE, dialect, handlers);
    }

    private static String write(Attributes attributes) {
        SequencedMap<String, Json> fields = new LinkedHashMap<>();
        attributes.values().forEach((name, value) -> fields.put(name, new Json.Text(value)));
        return new Json.Obj(fields).write();
    }

    static Attributes read(String json) {
        Map<String, String> values = new LinkedHashMap<>();
        if (Json.parse(json) instanceof Json.Obj object) {
            object.fields().forEach((name, value) -> {
                if (value instanceof Json.Text text) {
                    values.put(name, text.value());
                }
            });
        }
        return new Attributes(values);
    }

    private static Changes.Row row(Changes changes, JournalEntry entry, Instant at) {
        Changes.Row row =
                changes.row(entry.feed().tenant().value(), entry.feed().key()).set("last_activity", at.toEpochMilli());
        entry.feed().batch().ifPresent(batch -> row.set("batch", batch));
        return row;
    }

    private static Changes.Row ended(Changes changes, JournalEntry entry, Instant at, String outcome) {
        return row(changes, entry, at).set("open_run", "").set("last_outcome", outcome);
    }
}
