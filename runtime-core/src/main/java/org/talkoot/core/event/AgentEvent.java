package org.talkoot.core.event;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * An event that enters or leaves the runtime, in the envelope that every transport carries.
 *
 * @param id unique; a repeat has the same id
 * @param type what happened, in dotted lower case, with the version of its meaning
 * @param source the agent that says so
 * @param target the agent it is meant for, if it is meant for one
 * @param trace which request it belongs to and what caused it
 * @param payload a JSON value
 */
public record AgentEvent(
        String id,
        EventType type,
        Instant time,
        String source,
        @Nullable String target,
        Trace trace,
        String payload,
        Map<String, String> metadata) {

    public AgentEvent {
        metadata = Map.copyOf(metadata);
        if (id.isBlank() || id.length() > 256) {
            throw new IllegalArgumentException("an event id has 1 to 256 characters");
        }
    }

    /** A name and the version of its meaning. */
    public record EventType(String name, int version) {
        public EventType {
            if (name.isBlank() || version < 1) {
                throw new IllegalArgumentException("an event type has a name, and versions from 1");
            }
        }
    }

    /**
     * Which request an event belongs to, and what led to it.
     *
     * @param correlation the same for everything that one request causes
     * @param causation the event or command that caused this one
     */
    public record Trace(@Nullable String correlation, @Nullable String causation) {}
}
