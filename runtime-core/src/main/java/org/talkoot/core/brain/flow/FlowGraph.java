package org.talkoot.core.brain.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The steps of a flow and the ways between them. Immutable. */
final class FlowGraph {

    private final Class<?> task;
    private final Map<String, FlowStep<?, ?>> steps;
    private final List<Way> ways;
    private final Set<String> ends;
    private final Map<String, List<Way>> behind = new LinkedHashMap<>();
    private final Map<String, List<Way>> into = new LinkedHashMap<>();

    FlowGraph(Class<?> task, Map<String, FlowStep<?, ?>> steps, List<Way> ways, Set<String> ends) {
        this.task = task;
        this.steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
        this.ways = List.copyOf(ways);
        this.ends = Collections.unmodifiableSet(new LinkedHashSet<>(ends));
        for (String step : steps.keySet()) {
            behind.put(
                    step, ways.stream().filter(way -> way.from().contains(step)).toList());
            into.put(step, ways.stream().filter(way -> way.to().equals(step)).toList());
        }
    }

    Class<?> task() {
        return task;
    }

    Map<String, FlowStep<?, ?>> steps() {
        return steps;
    }

    List<Way> ways() {
        return ways;
    }

    Set<String> ends() {
        return ends;
    }

    FlowStep<?, ?> step(String name) {
        FlowStep<?, ?> step = steps.get(name);
        if (step == null) {
            throw new IllegalStateException(
                    "there is no step '%s': the run was begun by another version of the flow".formatted(name));
        }
        return step;
    }

    /** The ways that come from a step. */
    List<Way> behind(String step) {
        return behind.getOrDefault(step, List.of());
    }

    /** The ways that lead into it. */
    List<Way> into(String step) {
        return into.getOrDefault(step, List.of());
    }

    /** Those of which one is chosen when the step has come. */
    List<Way> choices(String step) {
        return behind(step).stream().filter(way -> way.kind().isChosen()).toList();
    }

    /** All steps that can be reached from these by ways like that, these included. */
    Set<String> reachable(Set<String> from, Predicate<Way> taken) {
        Set<String> reached = new LinkedHashSet<>(from);
        Deque<String> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            for (Way way : behind(open.remove())) {
                if (taken.test(way) && reached.add(way.to())) {
                    open.add(way.to());
                }
            }
        }
        return reached;
    }

    /** Whether one leads to the other and back: both belong to a loop. */
    boolean isLoop(String one, String other) {
        return after(one).contains(other) && after(other).contains(one);
    }

    /** The steps that can come when this one has. */
    private Set<String> after(String step) {
        Set<String> next = new HashSet<>();
        behind(step).forEach(way -> next.add(way.to()));
        return reachable(next, way -> true);
    }

    /**
     * The steps that can still come when these are under way, and what has come waits at joins.
     *
     * @param waiting whether something from this step waits at this join
     */
    Set<String> possible(Set<String> under, Waiting waiting) {
        Set<String> possible = new HashSet<>(under);
        List<Way> open = new ArrayList<>(ways);
        boolean more = true;
        while (more) {
            List<Way> taken = open.stream()
                    .filter(way -> isPossible(way, possible, waiting))
                    .toList();
            taken.forEach(way -> possible.add(way.to()));
            more = open.removeAll(taken);
        }
        return possible;
    }

    private static boolean isPossible(Way way, Set<String> possible, Waiting waiting) {
        return switch (way.kind()) {
            case START -> false;
            case JOIN -> way.from().stream().allMatch(from -> possible.contains(from) || waiting.at(way, from));
            default -> way.from().stream().anyMatch(possible::contains);
        };
    }

    @FunctionalInterface
    interface Waiting {
        boolean at(Way join, String from);
    }

    /** The steps that are of no use once this has been taken: whatever comes of them leads there and nowhere else. */
    Set<String> onlyFor(Way either) {
        Set<String> only = new HashSet<>(steps.keySet());
        only.removeAll(ends);
        boolean fewer = true;
        while (fewer) {
            fewer = only.removeIf(
                    step -> behind(step).stream().anyMatch(way -> !way.equals(either) && !only.contains(way.to())));
        }
        return only;
    }

    /** Whether the way can be taken because of this step, without a loop. */
    boolean leadsTo(String step, Way way) {
        Set<String> reached = reachable(Set.of(step), taken -> taken.kind() != Way.Kind.AGAIN);
        return way.from().stream().anyMatch(reached::contains);
    }
}
