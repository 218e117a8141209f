package org.talkoot.persistence.attachment;

import java.util.List;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.Checking;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.Dialect;
import org.talkoot.persistence.journal.JournalEntry;
import org.talkoot.persistence.tail.Projection;
import org.talkoot.persistence.view.table.Changes;
import org.talkoot.persistence.view.table.EventHandlers;
import org.talkoot.persistence.view.table.TableProjection;
import org.talkoot.persistence.view.table.ViewTable;

/** One row for each conversation and attachment, from the first event that refers to it until that is erased. */
public final class AttachmentUses {

    public static final String NAME = "attachment-uses";

    private static final ViewTable TABLE = new ViewTable("attachment_use")
            .key("tenant", ViewTable.Type.TEXT)
            .key("conversation", ViewTable.Type.TEXT)
            .key("hash", ViewTable.Type.TEXT)
            .number("since");

    private AttachmentUses() {}

    public static Projection of(EventCodec codec, Dialect dialect) {
        EventHandlers<Changes> handlers = new EventHandlers<Changes>(codec)
                .on(ConversationEvent.MessagePosted.class, (changes, entry, e) -> used(changes, entry, e.attachments()))
                .on(ConversationEvent.AnswerPosted.class, (changes, entry, e) -> used(changes, entry, e.attachments()))
                .on(RunEvent.RunAnswered.class, (changes, entry, e) -> used(changes, entry, e.attachments()))
                .on(RunEvent.GuardrailAsked.class, (changes, entry, e) -> used(changes, entry, held(e.what())))
                .on(
                        RunEvent.ToolCallSettled.class,
                        (changes, entry, e) -> used(changes, entry, e.result().attachments()))
                .on(
                        RunEvent.LateCallSettled.class,
                        (changes, entry, e) -> used(changes, entry, e.result().attachments()));
        return new TableProjection(NAME, TABLE, dialect, handlers);
    }

    /** What a guardrail is asked about refers to it already, however long that takes. */
    private static List<Attachment> held(Checking what) {
        return switch (what) {
            case Checking.Task w -> List.of();
            case Checking.Arguments w -> List.of();
            case Checking.Result w -> w.result().attachments();
            case Checking.Answer w -> w.attachments();
        };
    }

    private static void used(Changes changes, JournalEntry entry, List<Attachment> attachments) {
        for (Attachment attachment : attachments) {
            Changes.Row unused = changes.row(
                            entry.feed().tenant().value(),
                            entry.feed().key(),
                            attachment.id().value())
                    .set("since", entry.writtenAt().toEpochMilli());
        }
    }
}
