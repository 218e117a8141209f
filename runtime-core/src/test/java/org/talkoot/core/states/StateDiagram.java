package org.talkoot.core.states;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * Transitions between the states of one sealed type, drawn. States and events stand in the order of their declarations;
 * events that are declared as a kind of their own are drawn as that kind.
 *
 * @param root the sealed type of the states
 * @param events the sealed type of the events
 * @param initial where it begins
 */
record StateDiagram(Class<?> root, Class<?> events, Class<?> initial, Set<Exploration.Transition> transitions) {

    /** Kinds of events that no transition shows. */
    List<String> missing() {
        return Arrays.stream(events.getPermittedSubclasses())
                .filter(kind -> transitions.stream().noneMatch(t -> kind.isAssignableFrom(t.event())))
                .map(Class::getSimpleName)
                .toList();
    }

    /** As it stands in the Javadoc of the root, between {@code <pre>} and {@code </pre>}. */
    String javadoc() {
        int width = states().stream()
                .mapToInt(s -> s.getSimpleName().length())
                .max()
                .orElse(0);
        return String.join(
                "", arrows((from, to) -> " *   " + from + " ".repeat(width - from.length()) + " --%s--> " + to + "\n"));
    }

    String mermaid() {
        return "stateDiagram-v2\n    [*] --> "
                + initial.getSimpleName()
                + "\n"
                + String.join("", arrows((from, to) -> "    " + from + " --> " + to + ": %s\n"));
    }

    private List<String> arrows(BinaryOperator<String> format) {
        List<String> arrows = new ArrayList<>();
        for (Class<?> from : states()) {
            for (Class<?> to : states()) {
                String label = between(from, to);
                if (!label.isEmpty()) {
                    arrows.add(format.apply(from.getSimpleName(), to.getSimpleName())
                            .formatted(label));
                }
            }
        }
        return arrows;
    }

    private String between(Class<?> from, Class<?> to) {
        return Arrays.stream(events.getPermittedSubclasses())
                .filter(kind -> transitions.stream()
                        .anyMatch(t -> t.from() == from && t.to() == to && kind.isAssignableFrom(t.event())))
                .map(Class::getSimpleName)
                .collect(joining(", "));
    }

    /** Those that are states; other types may be declared inside the root. */
    private Collection<Class<?>> states() {
        return states(root).distinct().toList();
    }

    private static Stream<Class<?>> states(Class<?> kind) {
        return kind.isSealed()
                ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(StateDiagram::states)
                : Stream.of(kind);
    }
}
