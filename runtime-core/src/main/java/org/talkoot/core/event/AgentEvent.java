package org.talkoot.core.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;

/**
 * An event that enters or leaves the runtime, in the envelope that every transport carries.
 *
 * @param id unique; a repeat has the same id
 * @param subject the conversation it belongs to: events of one subject stay in order
 * @param trace which request it belongs to and what caused it
 * @param payload a JSON value
 * @param metadata whatever else the sender said, unchanged
 */
public record AgentEvent(
        String id,
        EventType type,
        Instant time,
        Address address,
        ConversationId subject,
        Trace trace,
        String payload,
        Map<String, String> metadata) {

    /** Longest event id. */
    public static final int MAX_ID = Trace.MAX_ID;

    /** Longest payload that an agent may publish, in characters; brokers refuse larger records. */
    public static final int MAX_PAYLOAD = 256 * 1024;

    public AgentEvent {
        metadata = Map.copyOf(metadata);
        if (id.isBlank() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("an event id has 1 to 512 characters");
        }
    }

    /** The same event with another payload. */
    public AgentEvent withPayload(String changed) {
        return new AgentEvent(id, type, time, address, subject, trace, changed, metadata);
    }

    /** The same event, sent by this caller. */
    public AgentEvent by(Caller caller) {
        return new AgentEvent(id, type, time, address, subject, trace.by(caller), payload, metadata);
    }

    /** The same event with other metadata. */
    public AgentEvent withMetadata(Map<String, String> changed) {
        return new AgentEvent(id, type, time, address, subject, trace, payload, changed);
    }

    /**
     * From whom to whom.
     *
     * @param source who says so: an agent, or a system outside
     * @param target the agent it is meant for, if it is meant for one
     */
    public record Address(String source, @Nullable String target) {

        /** To everyone who listens. */
        public static Address from(String source) {
            return new Address(source, null);
        }

        public Address to(String recipient) {
            return new Address(source, recipient);
        }
    }
}
