package org.talkoot.core.event;

import org.talkoot.core.MessageId;

/**
 * Which request something belongs to, and what led to it.
 *
 * @param correlation the same for everything that one request causes, whichever agents do it
 * @param causation the id of the event or message that caused this
 * @param depth how many runs lie between this and what came from outside; a chain of events that
 *     feeds itself is recognised by it
 */
public record Trace(String correlation, String causation, int depth) {

    /** The deepest chain of events that still wakes agents. */
    public static final int MAX_DEPTH = 32;

    /** Longest correlation or causation id. */
    public static final int MAX_ID = 512;

    public Trace {
        if (correlation.isBlank() || correlation.length() > MAX_ID) {
            throw new IllegalArgumentException("a correlation id has 1 to 512 characters");
        }
        if (causation.isBlank() || causation.length() > MAX_ID) {
            throw new IllegalArgumentException("a causation id has 1 to 512 characters");
        }
        if (depth < 0) {
            throw new IllegalArgumentException("depth must not be negative");
        }
    }

    /** What a message causes that came alone: it is its own request. */
    public static Trace begunBy(MessageId message) {
        return new Trace(message.value(), message.value(), 0);
    }

    /** The trace of what {@code event} causes. */
    public static Trace causedBy(AgentEvent event) {
        return new Trace(event.trace().correlation(), event.id(), event.trace().depth());
    }

    /** The same request, one run further. */
    public Trace deeper() {
        return new Trace(correlation, causation, depth + 1);
    }
}
