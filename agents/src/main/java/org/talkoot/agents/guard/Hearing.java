package org.talkoot.agents.guard;

import java.util.List;
import org.talkoot.core.guard.Guard;
import org.talkoot.core.guard.PassageGuardrail;
import org.talkoot.core.guard.Window;
import org.talkoot.core.model.Deltas;

/** What is heard of an answer while it is written. */
public sealed interface Hearing {

    /** All of it. */
    record Everything() implements Hearing {}

    /** Nothing: it is heard when it is complete, and let out. */
    record Nothing() implements Hearing {}

    /** What these let out of it, one after the other. */
    record Guarded(List<PassageGuardrail> guardrails) implements Hearing {
        public Guarded {
            guardrails = List.copyOf(guardrails);
        }
    }

    /** Behind all of these guards. One that has to see the whole lets nothing be heard before. */
    static Hearing behind(List<Guard> guards) {
        if (guards.isEmpty()) {
            return new Everything();
        }
        return Window.suffices(guards)
                ? new Guarded(guards.stream().map(PassageGuardrail.class::cast).toList())
                : new Nothing();
    }

    /** Where the pieces of one attempt go so that only that is heard. */
    default Deltas of(Deltas listeners) {
        return switch (this) {
            case Everything h -> listeners;
            case Nothing h -> Deltas.ignored();
            case Guarded h -> new GuardedDeltas(h.guardrails(), listeners);
        };
    }

    /** Whether anything may be heard. */
    default boolean hearsAny() {
        return !(this instanceof Nothing);
    }
}
