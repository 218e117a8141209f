package org.talkoot.core.states;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.talkoot.core.Aggregate;
import org.talkoot.core.Decision;

/**
 * What can happen to an aggregate, found by trying: every command on every state that is reached within a number of
 * commands. Every event that is accepted shows a transition, also those between two events of one decision.
 */
final class Exploration {

    /** Kinds of states and of the event between them. */
    record Transition(Class<?> from, Class<?> event, Class<?> to) {}

    private Exploration() {}

    static <C, E, S> Set<Transition> of(Aggregate<C, E, S, ?> aggregate, List<C> commands, int depth) {
        Set<Transition> found = new LinkedHashSet<>();
        Set<S> seen = new HashSet<>(Set.of(aggregate.initial()));
        Set<S> frontier = Set.copyOf(seen);
        for (int i = 0; i < depth; i++) {
            Set<S> reached = new LinkedHashSet<>();
            for (S state : frontier) {
                for (C command : commands) {
                    reached.add(follow(aggregate, state, command, found));
                }
            }
            reached.removeIf(state -> !seen.add(state));
            frontier = reached;
        }
        return found;
    }

    private static <C, E, S> S follow(Aggregate<C, E, S, ?> aggregate, S state, C command, Set<Transition> found) {
        if (!(aggregate.decide(state, command) instanceof Decision.Accept<E> accept)) {
            return state;
        }
        S now = state;
        for (E event : accept.events()) {
            S next = aggregate.evolve(now, event);
            found.add(new Transition(now.getClass(), event.getClass(), next.getClass()));
            now = next;
        }
        return now;
    }
}
