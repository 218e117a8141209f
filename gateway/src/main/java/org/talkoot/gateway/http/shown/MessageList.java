package org.talkoot.gateway.http.shown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.MessageId;
import org.talkoot.core.StreamId;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;

/** What was said, collected from the feed of a conversation. For one thread. */
public final class MessageList {

    private final EventCodec codec;
    private final ArrayNode messages = Json.object().putArray("messages");

    public MessageList(EventCodec codec) {
        this.codec = codec;
    }

    public int size() {
        return messages.size();
    }

    public ArrayNode messages() {
        return messages;
    }

    /** Takes entries in order until there are {@code limit} messages. */
    public void append(List<JournalEntry> entries, int limit) {
        for (JournalEntry entry : entries) {
            if (messages.size() >= limit) {
                return;
            }
            switch (entry.stream()) {
                case StreamId.OfConversation s -> append(entry);
                case StreamId.OfInbox s -> {}
                case StreamId.OfSchedule s -> {}
                case StreamId.OfMemory s -> {}
                case StreamId.OfDeadLetter s -> {}
                case StreamId.OfAgent s -> {}
            }
        }
    }

    private void append(JournalEntry entry) {
        switch ((ConversationEvent) entry.event(codec)) {
            case ConversationEvent.MessagePosted e -> {
                ObjectNode message = messages.addObject()
                        .put("sequence", entry.position())
                        .put("message_id", e.message().value())
                        .put("role", "user")
                        .put("text", e.text());
                AttachmentJson.put(message, e.attachments());
                message.put("at", e.at().toString());
            }
            case ConversationEvent.AnswerPosted e -> {
                ObjectNode message = messages.addObject()
                        .put("sequence", entry.position())
                        .put("message_id", MessageId.answerOf(e.run()).value())
                        .put("role", "assistant")
                        .put("text", e.text());
                Json.putAnswerData(message, e.text(), e.dataType());
                AttachmentJson.put(message, e.attachments());
                message.put("agent", e.agent().value())
                        .put("at", e.at().toString())
                        .set("metadata", Json.metadata(Optional.ofNullable(e.model())));
            }
            case ConversationEvent.RunRequested e -> {}
            case ConversationEvent.HandedOff e -> {}
            case ConversationEvent.Reassigned e -> {}
            case ConversationEvent.AttributesChanged e -> {}
            case ConversationEvent.ConversationRemoved e -> {}
            case ConversationEvent.TurnFailed e -> {}
            case ConversationEvent.TurnAbandoned e -> {}
            case ConversationEvent.AbandonedRunSettled e -> {}
            case ConversationEvent.TurnProlonged e -> {}
        }
    }
}
