package org.talkoot.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.conversation.ConversationEvent;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.run.RunEvent;
import org.talkoot.gateway.http.exchange.Json;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.journal.JournalEntry;

/**
 * What was said, collected from the feed of a conversation. One turn is worked on at a time, so the run that was asked
 * for last is the one that answers. For one thread; blocks.
 */
final class MessageList {

    private final ConversationId conversation;
    private final EventCodec codec;
    private final AnsweringModels models;
    private final String modelReplied;
    private final ArrayNode messages = Json.object().putArray("messages");
    private Optional<RunId> run = Optional.empty();
    private Optional<ModelName> model = Optional.empty();

    MessageList(ConversationId conversation, EventCodec codec, AnsweringModels models) {
        this.conversation = conversation;
        this.codec = codec;
        this.models = models;
        this.modelReplied = codec.nameOf(RunEvent.ModelReplied.class);
    }

    int size() {
        return messages.size();
    }

    ArrayNode messages() {
        return messages;
    }

    /** Takes entries in order until there are {@code limit} messages. */
    void append(List<JournalEntry> entries, int limit) {
        for (JournalEntry entry : entries) {
            if (messages.size() >= limit) {
                return;
            }
            if (entry.stream().isConversation()) {
                append(entry);
            } else if (entry.type().equals(modelReplied)) {
                replied((RunEvent.ModelReplied) entry.event(codec));
            }
        }
    }

    private void append(JournalEntry entry) {
        switch ((ConversationEvent) entry.event(codec)) {
            case ConversationEvent.MessagePosted e ->
                messages.addObject()
                        .put("sequence", entry.ordering())
                        .put("message_id", e.message().value())
                        .put("role", "user")
                        .put("text", e.text())
                        .put("at", e.at().toString());
            case ConversationEvent.AnswerPosted e ->
                messages.addObject()
                        .put("sequence", entry.ordering())
                        .put("message_id", MessageId.answerOf(e.run()).value())
                        .put("role", "assistant")
                        .put("text", e.text())
                        .put("agent", e.agent().value())
                        .put("at", e.at().toString())
                        .set("metadata", Json.metadata(modelOf(e.run(), entry.ordering())));
            case ConversationEvent.RunRequested e -> began(e.run());
            case ConversationEvent.HandedOff e -> began(e.next());
            case ConversationEvent.Reassigned e -> {}
            case ConversationEvent.TurnFailed e -> {}
            case ConversationEvent.TurnAbandoned e -> {}
            case ConversationEvent.AbandonedRunSettled e -> {}
        }
    }

    private void began(RunId next) {
        run = Optional.of(next);
        model = Optional.empty();
    }

    private void replied(RunEvent.ModelReplied e) {
        if (run.filter(e.run()::equals).isPresent()) {
            model = Optional.of(e.model());
        }
    }

    /** The first answer may be of a run that began before the first entry. */
    private Optional<ModelName> modelOf(RunId answered, long ordering) {
        return run.filter(answered::equals).isPresent() ? model : models.before(conversation, answered, ordering);
    }
}
