package org.talkoot.core.brain.team;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.Called;
import org.talkoot.core.schema.DataType;

/**
 * What has become of the tasks of all plans of one run, told again from its steps: the n-th call behind a plan is the
 * n-th task that was noted as begun behind it. For one question.
 */
final class PlannedWork {

    private final List<Supervisor.Finding> done = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Plan.Task> begun = new HashMap<>();
    private final List<Plan.Task> owed = new ArrayList<>();
    private Plan plan = new Plan(List.of());
    private int revisions;
    private int open;

    private PlannedWork() {}

    static PlannedWork of(RunView view, String planLabel, String begunLabel, String reviseLabel) {
        PlannedWork work = new PlannedWork();
        List<Calls.Call> calls = view.calls().begun();
        int before = view.calls().steps();
        int next = 0;
        for (int i = 0; i < view.steps().size(); i++) {
            if (!(view.steps().get(i) instanceof Step.Noted note)) {
                continue;
            }
            if (note.label().equals(planLabel)) {
                work.follow(read(note.text()));
            } else if (note.label().equals(reviseLabel)) {
                work.revisions++;
            } else if (note.label().equals(begunLabel)) {
                while (next < calls.size() && calls.get(next).after() - before <= i) {
                    next++;
                }
                for (String name : note.text().split("\n", -1)) {
                    work.begin(view, name, next < calls.size() ? calls.get(next++) : null);
                }
            }
        }
        return work;
    }

    private static Plan read(String text) {
        return DataType.of(Plan.class)
                .read(text)
                .fitting()
                .orElseThrow(() -> new IllegalStateException("what was noted as a plan is none: " + text));
    }

    private void follow(Plan next) {
        plan = next;
        begun.clear();
        failures.clear();
    }

    private void begin(RunView view, String name, Calls.@Nullable Call call) {
        Plan.Task task = plan.tasks().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("what was noted as begun is not planned: " + name));
        begun.put(name, task);
        if (call == null) {
            owed.add(task);
            return;
        }
        switch (Called.of(view, call)) {
            case Called.NotYet<String> none -> open++;
            case Called.Came<String>(String text) -> done.add(new Supervisor.Finding(name, task.worker(), text));
            case Called.Failed<String> failed ->
                failures.add("'%s' has failed: %s"
                        .formatted(name, failed.why().detail().replace('\n', ' ')));
        }
    }

    /** Of all plans. */
    List<Supervisor.Finding> done() {
        return List.copyOf(done);
    }

    /** Of all tasks that are done: they may be built on. */
    Set<String> names() {
        Set<String> found = new HashSet<>();
        done.forEach(finding -> found.add(finding.task()));
        return found;
    }

    List<Supervisor.Finding> resultsOf(Set<String> tasks) {
        return done.stream().filter(finding -> tasks.contains(finding.task())).toList();
    }

    /** What of the last plan has failed, in words. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    int revisions() {
        return revisions;
    }

    boolean anyOpen() {
        return open > 0;
    }

    /** How many more may be worked on, when so many may. */
    int room(int atOnce) {
        return Math.max(0, atOnce - open);
    }

    /** How many tasks of the last plan nobody has been asked to do. */
    int ahead() {
        return plan.tasks().size() - begun.size() + owed.size();
    }

    /** Noted as begun and not asked for yet. */
    boolean owes() {
        return !owed.isEmpty();
    }

    List<Plan.Task> owed() {
        return List.copyOf(owed);
    }

    /** Tasks of the last plan that wait for nothing and have not begun. */
    List<Plan.Task> ready() {
        Set<String> found = names();
        return plan.tasks().stream()
                .filter(task -> !begun.containsKey(task.name()) && found.containsAll(task.after()))
                .toList();
    }
}
