package org.talkoot.core.brain.team;

import java.util.List;
import java.util.Optional;
import org.talkoot.core.event.EventPattern;

/**
 * What the board of a {@link Blackboard} has in the end.
 *
 * @param facts each in its latest version, in the order in which their first ones were posted
 * @param failures whom it was asked of in vain, the last {@link #FAILURES} of them
 */
public record Board(String task, End end, List<Fact> facts, List<String> failures) {

    /** How many failures are kept. */
    public static final int FAILURES = 20;

    /** Why it has ended. */
    public enum End {
        /** There is what was wanted. */
        GOAL,
        /** Nobody is at work, and there is nobody to be asked. */
        QUIET,
        /** Time is over. */
        TIME
    }

    public Board {
        facts = List.copyOf(facts);
        failures = List.copyOf(failures);
    }

    /** The latest version of a fact, if there is one. */
    public Optional<Fact> fact(String kind, String name) {
        return facts.stream()
                .filter(fact -> fact.kind().equals(kind) && fact.name().equals(name))
                .findFirst();
    }

    /** Those of these kinds, such as {@code log.>}, in order. */
    public List<Fact> of(String kinds) {
        EventPattern pattern = new EventPattern(kinds);
        return facts.stream().filter(fact -> pattern.matches(fact.kind())).toList();
    }
}
