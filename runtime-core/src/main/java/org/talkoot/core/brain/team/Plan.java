package org.talkoot.core.brain.team;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@link Supervisor} has its workers do: tasks, some of which wait for others.
 *
 * @param tasks in any order
 */
public record Plan(List<Task> tasks) {

    private static final String NAME = "[a-z0-9_-]{1,40}";
    private static final int LONGEST_TEXT = 8_000;

    public Plan {
        tasks = List.copyOf(tasks);
    }

    /**
     * One thing that one worker does.
     *
     * @param name unlike that of any other task: 1 to 40 of a-z 0-9 _ -
     * @param worker who does it
     * @param text what is to be done
     * @param after the tasks whose results it needs; they are handed to the worker
     */
    public record Task(String name, String worker, String text, List<String> after) {
        public Task {
            after = List.copyOf(after);
        }
    }

    /**
     * Why nobody can work by it, in words for whoever has made it; none, when one can.
     *
     * @param workers whom there is
     * @param done tasks of former plans that have been done: they may be built on, and not be done again
     * @param most how many tasks there may be
     */
    public List<String> problems(Set<String> workers, Set<String> done, int most) {
        List<String> problems = new ArrayList<>();
        if (tasks.isEmpty()) {
            problems.add("There is no task in it.");
        }
        if (tasks.size() > most) {
            return List.of("It has %d tasks; there may be %d.".formatted(tasks.size(), most));
        }
        Set<String> names = new HashSet<>(done);
        for (Task task : tasks) {
            if (!task.name().matches(NAME)) {
                problems.add(
                        "'%s' is no name of a task: it has 1 to 40 of a-z 0-9 _ -.".formatted(shortened(task.name())));
            } else if (!names.add(task.name())) {
                problems.add("The name '%s' has been given before.".formatted(task.name()));
            }
            if (!workers.contains(task.worker())) {
                problems.add("There is no worker '%s'; there are %s."
                        .formatted(
                                shortened(task.worker()),
                                workers.stream().sorted().toList()));
            }
            if (task.text().isBlank() || task.text().length() > LONGEST_TEXT) {
                problems.add("The text of '%s' has to have 1 to %d characters."
                        .formatted(shortened(task.name()), LONGEST_TEXT));
            }
        }
        for (Task task : tasks) {
            task.after().stream()
                    .filter(needed -> !names.contains(needed))
                    .forEach(needed -> problems.add("'%s' is to come after '%s', which is no task."
                            .formatted(shortened(task.name()), shortened(needed))));
        }
        if (problems.isEmpty() && hasCircle()) {
            problems.add("Some tasks wait for each other in a circle.");
        }
        return problems;
    }

    /** Whether not all of them can be put in an order: takes out what waits for nothing, until nothing goes. */
    private boolean hasCircle() {
        Map<String, Task> left = new HashMap<>();
        tasks.forEach(task -> left.put(task.name(), task));
        boolean goesOn = true;
        while (goesOn) {
            goesOn = left.values().removeIf(task -> task.after().stream().noneMatch(left::containsKey));
        }
        return !left.isEmpty();
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
