package org.talkoot.core.event;

import java.util.function.Function;

/**
 * Which events wake an agent, and which instance of it. Part of the agent's definition.
 *
 * @param key the key of the instance that wakes; must be pure. A key that is no valid agent key makes the event a dead
 *     letter
 * @param from where an agent begins that has subscribed to nothing before, for all of its subscriptions the earliest of
 *     them. An agent that has a position in the journal keeps it, so a subscription that is added later sees what
 *     happens from then on
 */
public record Subscription(EventPattern pattern, Function<AgentEvent, String> key, From from) {

    /** Where a new subscriber begins. */
    public enum From {
        /** With what happens from now on. */
        NOW,
        /** With the first event of the journal, so that it catches up with all of history. */
        BEGINNING
    }

    /** To events of these types, from now on; in each conversation an instance of its own wakes. */
    public static Subscription to(String pattern) {
        return new Subscription(
                new EventPattern(pattern), event -> event.subject().key(), From.NOW);
    }

    /** The instance that wakes, by the event instead of by its conversation. */
    public Subscription keyedBy(Function<AgentEvent, String> changed) {
        return new Subscription(pattern, changed, from);
    }

    /** Everything since the beginning of history. */
    public Subscription fromBeginning() {
        return new Subscription(pattern, key, From.BEGINNING);
    }

    public boolean matches(AgentEvent event) {
        return pattern.matches(event.type().name());
    }
}
