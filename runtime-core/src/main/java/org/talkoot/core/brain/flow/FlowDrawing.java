package org.talkoot.core.brain.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A flow as a Mermaid flowchart: tools, agents, people, signals, waits and code have shapes of their own. */
final class FlowDrawing {

    private final FlowGraph graph;
    private final @Nullable FlowCourse course;
    private final List<String> lines = new ArrayList<>();
    private final List<Integer> taken = new ArrayList<>();
    private int links;

    private FlowDrawing(FlowGraph graph, @Nullable FlowCourse course) {
        this.graph = graph;
        this.course = course;
    }

    static String of(FlowGraph graph) {
        return new FlowDrawing(graph, null).draw();
    }

    static String of(FlowGraph graph, FlowCourse course) {
        return new FlowDrawing(graph, course).draw();
    }

    private String draw() {
        lines.add("flowchart TD");
        Map<String, Long> times = course == null ? Map.of() : course.times();
        line("task([%s])".formatted(graph.task().getSimpleName()));
        graph.steps().values().forEach(step -> line(shape(step).formatted(id(step.name()), title(step, times))));
        graph.ways().forEach(this::way);
        if (!graph.ends().isEmpty()) {
            line("answer([answer])");
        }
        graph.ends().forEach(end -> link("%s --> answer".formatted(id(end)), isEnd(end)));
        if (course != null) {
            mark(course.states());
        }
        return String.join("\n", lines) + "\n";
    }

    private boolean isEnd(String end) {
        return course != null && course.states().get(end) == FlowCourse.State.CAME;
    }

    private static String title(FlowStep<?, ?> step, Map<String, Long> times) {
        long count = times.getOrDefault(step.name(), 0L);
        String name = step.doing() instanceof Doing.Hears hears
                ? "%s: signal %s".formatted(step.name(), hears.signal().name())
                : step.name();
        return count > 1 ? "%s, %d times".formatted(name, count) : name;
    }

    private static String shape(FlowStep<?, ?> step) {
        return switch (step.doing()) {
            case Doing.Gives gives when !gives.to().needs().tools().isEmpty() -> "%s[[\"%s\"]]";
            case Doing.Gives gives -> "%s(\"%s\")";
            case Doing.Delegates part -> "%s(\"%s\")";
            case Doing.Asks asks -> "%s[/\"%s\"/]";
            case Doing.Sleeps sleeps -> "%s>\"%s\"]";
            case Doing.Hears hears -> "%s[\\\"%s\"\\]";
            case Doing.Computes computes -> "%s[\"%s\"]";
        };
    }

    private void way(Way way) {
        boolean isTaken = course != null && course.isTaken(way);
        String to = id(way.to());
        switch (way.kind()) {
            case START -> link("task --> " + to, isTaken);
            case AFTER -> link("%s --> %s".formatted(id(way.origin()), to), isTaken);
            case WHEN, OTHERWISE ->
                link("%s -->|\"%s\"| %s".formatted(id(way.origin()), escaped(way.label()), to), isTaken);
            case AGAIN ->
                link(
                        "%s -->|\"%s, at most %d times\"| %s"
                                .formatted(id(way.origin()), escaped(way.label()), way.most(), to),
                        isTaken);
            case FAILED -> link("%s -.->|\"failed\"| %s".formatted(id(way.origin()), to), isTaken);
            case EITHER, JOIN -> {
                String meeting = "%s_%s".formatted(way.kind().name().toLowerCase(Locale.ROOT), to);
                line("%s{{\"%s\"}}".formatted(meeting, way.label()));
                way.from().forEach(from -> link("%s --> %s".formatted(id(from), meeting), isTaken));
                link("%s --> %s".formatted(meeting, to), isTaken);
            }
        }
    }

    private void mark(SequencedMap<String, FlowCourse.State> states) {
        Map<String, List<String>> marks = new TreeMap<>();
        states.forEach((step, state) ->
                marks.computeIfAbsent(mark(state), known -> new ArrayList<>()).add(id(step)));
        line("classDef came fill:#d9f2e3,stroke:#1b7f4b");
        line("classDef open fill:#fff3cd,stroke:#b07d00");
        line("classDef failed fill:#f8d7da,stroke:#b02a37");
        line("classDef givenUp fill:#eeeeee,stroke:#888888,stroke-dasharray:4");
        marks.forEach((mark, steps) -> line("class %s %s".formatted(String.join(",", steps), mark)));
        if (!taken.isEmpty()) {
            line("linkStyle %s stroke-width:3px"
                    .formatted(
                            String.join(",", taken.stream().map(String::valueOf).toList())));
        }
    }

    private static String mark(FlowCourse.State state) {
        return switch (state) {
            case DUE, OPEN, CHOOSING -> "open";
            case CAME -> "came";
            case FAILED -> "failed";
            case GIVEN_UP -> "givenUp";
        };
    }

    private void link(String text, boolean isTaken) {
        if (isTaken) {
            taken.add(links);
        }
        links++;
        line(text);
    }

    private void line(String text) {
        lines.add("    " + text);
    }

    /** An id of its own: some names of steps are words of Mermaid. */
    private static String id(String step) {
        return "s_" + step.replace('-', '_');
    }

    private static String escaped(String label) {
        return label.replace("\"", "#quot;");
    }
}
