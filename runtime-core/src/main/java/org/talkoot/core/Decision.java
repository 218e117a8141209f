package org.talkoot.core;

import java.util.List;

/** What an aggregate says to a command. */
public sealed interface Decision<E> {

    /** These events happen, all or none. Never empty. */
    record Accept<E>(List<E> events) implements Decision<E> {
        public Accept {
            events = List.copyOf(events);
            if (events.isEmpty()) {
                throw new IllegalArgumentException("an accepted command has at least one event");
            }
        }
    }

    /** Nothing changes: a repeat, or an answer that came too late. The sender may be told "yes". */
    record Ignore<E>() implements Decision<E> {}

    /** Nothing changes, and the sender is told why. */
    record Refuse<E>(Rejection rejection) implements Decision<E> {}

    static <E> Decision<E> accept(E event) {
        return new Accept<>(List.of(event));
    }

    static <E> Decision<E> accept(E first, E second) {
        return new Accept<>(List.of(first, second));
    }

    static <E> Decision<E> ignore() {
        return new Ignore<>();
    }

    static <E> Decision<E> refuse(Rejection rejection) {
        return new Refuse<>(rejection);
    }
}
