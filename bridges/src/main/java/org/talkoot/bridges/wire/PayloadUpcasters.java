package org.talkoot.bridges.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.talkoot.bridges.wire.json.UnreadableEventException;
import org.talkoot.core.event.EventType;

/**
 * Which versions of which payloads this release reads, and how older ones become present ones. It knows the types that
 * the runtime itself reads; any other type belongs to the application, whose subscribers decide about its versions.
 * Immutable.
 */
public final class PayloadUpcasters {

    /** What this release reads: {@code task.requested} and {@code message.posted}, both v1. */
    public static final PayloadUpcasters STANDARD = new PayloadUpcasters(Map.of(), Map.of())
            .reading(EventType.of("task.requested"))
            .reading(EventType.of("message.posted"));

    /** A payload as the runtime reads it, and the version that it has now. */
    record Upcast(EventType type, String payload) {}

    private final Map<String, Integer> present;
    private final Map<EventType, UnaryOperator<String>> steps;

    private PayloadUpcasters(Map<String, Integer> present, Map<EventType, UnaryOperator<String>> steps) {
        this.present = Map.copyOf(present);
        this.steps = Map.copyOf(steps);
    }

    /** Also reads this type, in this version and in older ones for which there are upcasters. */
    public PayloadUpcasters reading(EventType type) {
        Map<String, Integer> more = new HashMap<>(present);
        more.put(type.name(), type.version());
        return new PayloadUpcasters(more, steps);
    }

    /**
     * Also reads this older version.
     *
     * @param step makes the next version's payload of one of this version; both are JSON. Pure. Any exception it throws
     *     means that the payload is not what its version promises
     */
    public PayloadUpcasters upcasting(EventType from, UnaryOperator<String> step) {
        Map<EventType, UnaryOperator<String>> more = new HashMap<>(steps);
        more.put(from, step);
        return new PayloadUpcasters(present, more);
    }

    /**
     * Brings a payload to the present version of its type.
     *
     * @throws UnreadableEventException when the version is newer than this release, or too old
     */
    Upcast apply(EventType type, String payload) {
        int now = present.getOrDefault(type.name(), type.version());
        if (type.version() > now) {
            throw UnreadableEventException.unknownVersion(
                    "version %d of '%s' is newer than this release, which reads up to version %d"
                            .formatted(type.version(), type.name(), now));
        }
        EventType reached = type;
        String text = payload;
        while (reached.version() < now) {
            text = next(reached, text);
            reached = new EventType(reached.name(), reached.version() + 1);
        }
        return new Upcast(reached, text);
    }

    private String next(EventType type, String payload) {
        UnaryOperator<String> step = steps.get(type);
        if (step == null) {
            throw UnreadableEventException.unknownVersion(
                    "version %d of '%s' is too old for this release, which reads version %d"
                            .formatted(type.version(), type.name(), present.get(type.name())));
        }
        try {
            return step.apply(payload);
        } catch (RuntimeException e) {
            throw UnreadableEventException.poison("the payload is not a version %d of '%s': %s"
                    .formatted(type.version(), type.name(), e.getMessage()));
        }
    }
}
