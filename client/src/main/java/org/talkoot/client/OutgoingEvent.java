package org.talkoot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;

/**
 * An event for the runtime, as a broker would bring it; docs/events.md says what each field means. Two with one id are
 * one event.
 *
 * @param type such as {@code shop.order-paid}; {@code task.requested} and {@code message.posted} are messages
 * @param conversation what it is about; a conversation of its own when empty
 * @param target the agent that it is for, if it is a message
 */
public record OutgoingEvent(
        String id, String type, JsonNode payload, Optional<String> conversation, Optional<String> target) {

    /**
     * With an id of its own, which makes it safe to repeat for this process.
     *
     * @param payload a record, a map, a {@link JsonNode}: whatever Jackson writes
     */
    public static OutgoingEvent of(String type, Object payload) {
        return new OutgoingEvent(
                UUID.randomUUID().toString(), type, Json.of(payload), Optional.empty(), Optional.empty());
    }

    public OutgoingEvent withId(String own) {
        return new OutgoingEvent(own, type, payload, conversation, target);
    }

    public OutgoingEvent in(String ofConversation) {
        return new OutgoingEvent(id, type, payload, Optional.of(ofConversation), target);
    }

    public OutgoingEvent to(String agent) {
        return new OutgoingEvent(id, type, payload, conversation, Optional.of(agent));
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("event_id", id).put("event_type", type);
        conversation.ifPresent(key -> json.put("conversation_id", key));
        target.ifPresent(agent -> json.put("target_agent", agent));
        return json.set("payload", payload);
    }
}
