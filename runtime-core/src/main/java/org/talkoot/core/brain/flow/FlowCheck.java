package org.talkoot.core.brain.flow;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with a flow, in words. */
final class FlowCheck {

    private final FlowGraph graph;
    private final List<String> mistakes = new ArrayList<>();
    private final Set<String> reached;

    private FlowCheck(FlowGraph graph) {
        this.graph = graph;
        this.reached = reached();
    }

    /** All of it; empty: nothing is. */
    static List<String> of(FlowGraph graph) {
        FlowCheck check = new FlowCheck(graph);
        check.beginAndEnd();
        graph.steps().keySet().forEach(check::step);
        graph.ways().forEach(check::way);
        if (check.mistakes.isEmpty()) {
            check.loops();
            check.meetings();
        }
        return List.copyOf(new LinkedHashSet<>(check.mistakes));
    }

    private void mistake(String text) {
        mistakes.add(text);
    }

    private void beginAndEnd() {
        if (graph.ways().stream().noneMatch(way -> way.kind() == Way.Kind.START)) {
            mistake("it does not begin: there is no 'start'");
        }
        if (graph.ends().isEmpty()) {
            mistake("it does not end: there is no 'end'");
        }
    }

    private void step(String name) {
        if (!reached.contains(name)) {
            mistake("'%s' is never reached%s"
                    .formatted(name, graph.into(name).isEmpty() ? ": it comes after nothing" : ""));
        }
        if (graph.ends().contains(name)) {
            if (!graph.behind(name).stream().allMatch(way -> way.kind() == Way.Kind.FAILED)) {
                mistake("'%s' is an end, and yet something comes after it".formatted(name));
            }
        } else if (graph.behind(name).stream().allMatch(way -> way.kind() == Way.Kind.FAILED)) {
            mistake("nothing comes after '%s', and it is no end".formatted(name));
        }
        choice(name);
    }

    private void choice(String name) {
        List<Way> choices = graph.choices(name);
        long otherwise =
                choices.stream().filter(way -> way.kind() == Way.Kind.OTHERWISE).count();
        if (otherwise == 0 && !choices.isEmpty()) {
            mistake("after '%s' there is no 'otherwise': what if nothing holds of %s?"
                    .formatted(name, labels(choices)));
        } else if (otherwise == choices.size() && otherwise > 0) {
            mistake("after '%s' there is an 'otherwise' and no condition".formatted(name));
        } else if (otherwise > 1) {
            mistake("after '%s' there is more than one 'otherwise'".formatted(name));
        }
        Set<String> seen = new HashSet<>();
        choices.stream()
                .filter(way -> way.kind() != Way.Kind.OTHERWISE)
                .filter(way -> !seen.add(way.label()))
                .forEach(way -> mistake("after '%s' two conditions are named '%s'".formatted(name, way.label())));
    }

    private static String labels(List<Way> choices) {
        return choices.stream().map(way -> "'" + way.label() + "'").collect(Collectors.joining(", "));
    }

    private void way(Way way) {
        FlowStep<?, ?> to = graph.step(way.to());
        switch (way.kind()) {
            case START -> fits("the task", graph.task(), to);
            case FAILED -> fits("what fails", Trouble.class, to);
            case JOIN -> joins(way, to);
            case AFTER, WHEN, AGAIN, OTHERWISE, EITHER ->
                way.from()
                        .forEach(from -> fits("'" + from + "'", graph.step(from).brings(), to));
        }
        if (way.most() < 1) {
            mistake("'%s' after '%s' is chosen at least once, not %s".formatted(way.label(), way.origin(), way.most()));
        }
        if (way.kind().isChosen() && (way.label().isBlank() || way.label().contains("\n"))) {
            mistake("a condition after '%s' is named by a line of text".formatted(way.origin()));
        }
        boolean several = way.kind() == Way.Kind.JOIN || way.kind() == Way.Kind.EITHER;
        if (several && new HashSet<>(way.from()).size() < Math.max(2, way.from().size())) {
            mistake("'%s' takes '%s' at least two steps, each once".formatted(way.to(), way.label()));
        }
    }

    private void fits(String what, Class<?> brings, FlowStep<?, ?> to) {
        if (!brings.equals(to.takes())) {
            mistake("%s is a %s, but '%s' takes a %s"
                    .formatted(what, brings.getSimpleName(), to, to.takes().getSimpleName()));
        }
    }

    private void joins(Way way, FlowStep<?, ?> to) {
        Class<?> type = to.takes();
        if (!type.isRecord()) {
            mistake("'%s' takes all of several, so it takes a record, and no %s".formatted(to, type.getSimpleName()));
            return;
        }
        Map<String, Class<?>> components = new LinkedHashMap<>();
        for (RecordComponent component : Objects.requireNonNull(type.getRecordComponents())) {
            components.put(component.getName(), component.getType());
        }
        for (String from : way.from()) {
            FlowStep<?, ?> step = graph.step(from);
            Class<?> component = components.remove(step.component());
            if (component == null) {
                mistake("%s has no component '%s' for what '%s' brings"
                        .formatted(type.getSimpleName(), step.component(), from));
            } else if (!component.equals(step.brings())) {
                mistake("'%s' is a %s, but '%s' of %s is a %s"
                        .formatted(
                                from,
                                step.brings().getSimpleName(),
                                step.component(),
                                type.getSimpleName(),
                                component.getSimpleName()));
            }
        }
        components
                .keySet()
                .forEach(name -> mistake(
                        "'%s' of %s comes from no step that '%s' joins".formatted(name, type.getSimpleName(), to)));
    }

    /** Steps that something leads to, whatever is chosen. */
    private Set<String> reached() {
        Set<String> starts = graph.ways().stream()
                .filter(way -> way.kind() == Way.Kind.START)
                .map(Way::to)
                .collect(Collectors.toSet());
        return graph.possible(starts, (join, from) -> false);
    }

    /** Every loop has to pass a way that is taken a bounded number of times. */
    private void loops() {
        for (String step : graph.steps().keySet()) {
            List<String> loop = loop(step, List.of(step), new HashSet<>());
            if (!loop.isEmpty()) {
                mistake("it may go round for ever by %s: say 'again', with a bound"
                        .formatted(loop.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))));
                return;
            }
        }
    }

    /** A way back to it behind this path; a step that was left has led nowhere. */
    private List<String> loop(String to, List<String> path, Set<String> left) {
        for (Way way : graph.behind(path.getLast())) {
            if (way.kind() == Way.Kind.AGAIN) {
                continue;
            }
            if (way.to().equals(to)) {
                return path;
            }
            if (left.add(way.to())) {
                List<String> longer = new ArrayList<>(path);
                longer.add(way.to());
                List<String> found = loop(to, longer, left);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    /** Something that must have happened before a step began: of this step, this. */
    private record Before(String step, String what, String value) {

        boolean excludes(Before other) {
            return step.equals(other.step) && what.equals(other.what) && !value.equals(other.value);
        }
    }

    /** Where ways meet, it must be clear whether one comes, the first, or all. */
    private void meetings() {
        Map<String, Set<Before>> before = new HashMap<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (String step : graph.steps().keySet()) {
                @Nullable Set<Before> found = null;
                for (Way way : graph.into(step)) {
                    Set<Before> by = before(way, before);
                    if (by != null) {
                        found = found == null ? new HashSet<>(by) : common(found, by);
                    }
                }
                if (found != null && !found.equals(before.put(step, found))) {
                    changed = true;
                }
            }
        }
        graph.ways().stream().filter(way -> way.kind() == Way.Kind.JOIN).forEach(way -> joined(way, before));
        graph.steps().keySet().forEach(step -> alone(step, before));
    }

    private void joined(Way join, Map<String, Set<Before>> before) {
        Set<Before> all = before(join, before);
        if (all != null && exclude(all, all)) {
            mistake("'%s' can never begin: of %s not all come in one run"
                    .formatted(
                            join.to(),
                            join.from().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))));
        }
    }

    private void alone(String step, Map<String, Set<Before>> before) {
        List<Way> ways = graph.into(step).stream()
                .filter(way -> way.from().stream().noneMatch(from -> graph.isLoop(from, step)))
                .toList();
        for (int i = 0; i < ways.size(); i++) {
            for (Way other : ways.subList(i + 1, ways.size())) {
                Set<Before> one = before(ways.get(i), before);
                Set<Before> two = before(other, before);
                if (one != null && two != null && !exclude(one, two)) {
                    mistake("'%s' comes after %s and after %s, and both may come: say 'join' or 'either'"
                            .formatted(step, origin(ways.get(i)), origin(other)));
                }
            }
        }
    }

    private static String origin(Way way) {
        return way.kind() == Way.Kind.START
                ? "the start"
                : way.from().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    /** What has happened before this way is taken; null: not known yet. */
    private static @Nullable Set<Before> before(Way way, Map<String, Set<Before>> before) {
        List<Set<Before>> each = new ArrayList<>();
        for (String from : way.from()) {
            Set<Before> known = before.get(from);
            if (known != null) {
                Set<Before> with = new HashSet<>(known);
                with.add(new Before(from, "outcome", way.kind() == Way.Kind.FAILED ? "failed" : "came"));
                if (way.kind().isChosen()) {
                    with.add(new Before(from, "choice", way.kind() + " " + way.label()));
                }
                each.add(with);
            } else if (way.kind() == Way.Kind.JOIN) {
                return null;
            }
        }
        if (way.kind() == Way.Kind.START) {
            return Set.of();
        }
        return each.stream()
                .reduce((one, two) -> way.kind() == Way.Kind.JOIN ? both(one, two) : common(one, two))
                .orElse(null);
    }

    private static Set<Before> common(Set<Before> one, Set<Before> two) {
        Set<Before> common = new HashSet<>(one);
        common.retainAll(two);
        return common;
    }

    private static Set<Before> both(Set<Before> one, Set<Before> two) {
        Set<Before> both = new HashSet<>(one);
        both.addAll(two);
        return both;
    }

    /** Whether they cannot both have happened. What a loop repeats may come out differently each time. */
    private boolean exclude(Set<Before> one, Set<Before> two) {
        return one.stream()
                .filter(some -> !graph.isLoop(some.step(), some.step()))
                .anyMatch(some -> two.stream().anyMatch(some::excludes));
    }
}
