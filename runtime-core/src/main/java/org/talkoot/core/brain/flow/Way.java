package org.talkoot.core.brain.flow;

import java.util.List;
import java.util.function.Predicate;

/**
 * A way into a step.
 *
 * @param from by the names of the steps that it comes from; empty: the flow begins with it
 * @param label what is written at it, and down when it is chosen
 * @param holds whether it is chosen, given what came; only of a choice
 * @param most how often it may be chosen in a run
 */
record Way(Kind kind, List<String> from, String to, String label, Predicate<String> holds, int most) {

    /** What it takes. */
    enum Kind {
        START,
        AFTER,
        /** Chosen by a condition. */
        WHEN,
        /** The same, so many times: a loop. */
        AGAIN,
        /** Chosen when no condition holds. */
        OTHERWISE,
        /** The first of several. */
        EITHER,
        /** All of several. */
        JOIN,
        /** The step has failed. */
        FAILED;

        boolean isChosen() {
            return this == WHEN || this == AGAIN || this == OTHERWISE;
        }
    }

    static Way plain(Kind kind, List<String> from, String to, String label) {
        return new Way(kind, List.copyOf(from), to, label, text -> true, Integer.MAX_VALUE);
    }

    /** Where it comes from, if that is one step. */
    String origin() {
        return from.getFirst();
    }
}
