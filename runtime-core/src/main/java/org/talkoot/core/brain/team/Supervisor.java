package org.talkoot.core.brain.team;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.Parts;
import org.talkoot.core.brain.Stages;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.schema.DataType;

/**
 * One plans, many do: a planner splits what is asked into tasks for workers, each begins as soon as what it waits for
 * is done, and when one fails the plan is made anew with what is known by then. When all is done, a last stage makes
 * the answer of the findings. Known as orchestrator and workers.
 *
 * <pre>{@code
 * Supervisor.named("research")
 *         .worker("search", "Finds pages in the archive.")
 *         .worker("law", "Knows what may be published.", LlmBrain.of("You are a lawyer."))
 * }</pre>
 *
 * <p>Planner and closing stage are any brains; the planner's task is a {@link Briefing} and its answer a {@link Plan},
 * the closing stage's task are {@link Findings}, a worker's an {@link Assignment}. A worker is an agent of the node or
 * a part of this brain, which may be a supervisor itself. Plans, and which tasks have begun, are notes: the feed shows
 * them, and no task is begun twice because of a crash. A plan that nobody can work by goes back with the reasons.
 *
 * <p>What the run may spend is for all of them. A task is handed an equal part of what is left then, with one part more
 * for what the supervisor does itself; a worker that has others work for it hands down parts of its own. So no branch
 * of a hierarchy spends more than its share, however often it plans anew.
 *
 * @param tasks how many a plan may have
 * @param atOnce how many are worked on at once
 * @param revisions how often another plan is made because a task has failed, and how often one that is refused
 */
public record Supervisor(
        String name, Brain planner, Map<String, Worker> workers, Brain closing, int tasks, int atOnce, int revisions)
        implements Brain {

    /** How many tasks a plan may have, unless something else is said. */
    public static final int TASKS = 20;

    /** How many are worked on at once, unless something else is said. */
    public static final int AT_ONCE = 8;

    /** How often a plan is made anew, unless something else is said. */
    public static final int REVISIONS = 2;

    public Supervisor {
        workers = Map.copyOf(workers);
        if (tasks < 1 || atOnce < 1 || revisions < 0) {
            throw new IllegalArgumentException(
                    "a plan has a task, of which one is worked on; not %d, %d, %d".formatted(tasks, atOnce, revisions));
        }
    }

    /**
     * Somebody who does tasks.
     *
     * @param description what he is good for, told to the planner
     * @param part what he is when he is no agent of the node
     */
    public record Worker(String name, String description, Optional<Brain> part) {}

    /**
     * What a planner goes by.
     *
     * @param done what has been found by former plans
     * @param problems why another plan is needed: what has failed, or what was wrong with the one before
     */
    public record Briefing(String task, List<Candidate> workers, List<Finding> done, List<String> problems) {
        public Briefing {
            workers = List.copyOf(workers);
            done = List.copyOf(done);
            problems = List.copyOf(problems);
        }
    }

    /** A worker, as the planner is told of him. */
    public record Candidate(String name, String description) {}

    /** What came of one task. */
    public record Finding(String task, String worker, String result) {}

    /** What all tasks have brought, in the order of the plans. */
    public record Findings(String task, List<Finding> findings) {
        public Findings {
            findings = List.copyOf(findings);
        }
    }

    /**
     * What a worker goes by.
     *
     * @param whole what all of it is for
     * @param known what the tasks that this one waits for have brought
     */
    public record Assignment(String whole, String task, List<Finding> known) {
        public Assignment {
            known = List.copyOf(known);
        }
    }

    /** One without workers yet, whose planner and closing stage are the model of the node. */
    public static Supervisor named(String name) {
        return new Supervisor(name, MODEL_PLANS, Map.of(), MODEL_CLOSES, TASKS, AT_ONCE, REVISIONS);
    }

    private static final LlmBrain MODEL_PLANS = LlmBrain.of("""
                    You plan work and do none of it. You are given a task, the workers that there are, what has been found already, and
                    what was wrong before, if anything was. Split the task into as few tasks for the workers as it needs. A task whose text
                    needs the result of another one names that in "after"; its worker is given the result. Do not plan again what is done.""").answering(Plan.class);

    private static final LlmBrain MODEL_CLOSES = LlmBrain.of("""
                    You are given a task and what others have found out for it. Answer the task from these findings, and from nothing else.""");

    /** And this agent of the node, who is good for that. */
    public Supervisor worker(String agent, String description) {
        AgentType type = new AgentType(agent);
        return and(new Worker(type.value(), description, Optional.empty()));
    }

    /** And this part of it, who is good for that. */
    public Supervisor worker(String part, String description, Brain brain) {
        return and(new Worker(part, description, Optional.of(brain)));
    }

    private Supervisor and(Worker worker) {
        Map<String, Worker> more = new LinkedHashMap<>(workers);
        if (more.put(worker.name(), worker) != null) {
            throw new IllegalArgumentException("two workers of '%s' are named '%s'".formatted(name, worker.name()));
        }
        return new Supervisor(name, planner, more, closing, tasks, atOnce, revisions);
    }

    /** Planned by this: a model with other words, or code. */
    public Supervisor planning(Brain changed) {
        return new Supervisor(name, changed, workers, closing, tasks, atOnce, revisions);
    }

    /** Closed by this, whose answer is the answer of the run. */
    public Supervisor closing(Brain changed) {
        return new Supervisor(name, planner, workers, changed, tasks, atOnce, revisions);
    }

    /** With so many tasks in a plan, so many of them at once, and so many further plans. */
    public Supervisor atMost(int tasksOfPlan, int tasksAtOnce, int furtherPlans) {
        return new Supervisor(name, planner, workers, closing, tasksOfPlan, tasksAtOnce, furtherPlans);
    }

    @Override
    public Next next(RunView view) {
        Stages stages = Stages.of(view, label("plan"), label("refused"), label("revise"), label("close"));
        PlannedWork work = PlannedWork.of(view, label("plan"), label("begun"), label("revise"));
        if (stages.isBehind(label("plan"))) {
            return goOn(view, work);
        }
        if (stages.isBehind(label("close"))) {
            return stages.last(closing, written(new Findings(view.task(), work.done())));
        }
        List<String> problems = stages.marks().isEmpty()
                ? List.of()
                : stages.marks().getLast().text().lines().toList();
        Briefing briefing = new Briefing(view.task(), candidates(), work.done(), problems);
        return stages.ask(planner, written(briefing), answer -> planned(answer.text(), work, stages));
    }

    private Next planned(String answer, PlannedWork work, Stages stages) {
        Plan plan = null;
        List<String> problems = switch (DataType.of(Plan.class).read(answer)) {
            case DataType.Reading.Misfits<Plan> misfits -> misfits.problems();
            case DataType.Reading.Fits<Plan>(Plan read) -> {
                plan = read;
                yield read.problems(workers.keySet(), work.names(), tasks);
            }
        };
        if (plan != null && problems.isEmpty()) {
            return new Next.Note(label("plan"), DataType.of(plan).write(plan));
        }
        String why = String.join("\n", problems);
        return stages.texts(label("refused")).size() < revisions
                ? new Next.Note(label("refused"), why)
                : new Next.Fail(new RunFailure.GaveUp("plan-refused", "Nobody can work by the plan. " + why));
    }

    private Next goOn(RunView view, PlannedWork work) {
        if (work.owes()) {
            Budget share = view.left().part(work.ahead() + 1);
            return Next.Work.begin(work.owed().stream()
                    .map(task -> work(view, task, work).spending(share))
                    .toList());
        }
        List<String> failures = work.failures();
        if (work.anyOpen()
                && (!failures.isEmpty()
                        || work.room(atOnce) == 0
                        || work.ready().isEmpty())) {
            return new Next.Await();
        }
        if (!failures.isEmpty()) {
            String why = String.join("\n", failures);
            return work.revisions() < revisions
                    ? new Next.Note(label("revise"), why)
                    : new Next.Fail(new RunFailure.GaveUp("plan-failed", why));
        }
        List<Plan.Task> ready = work.ready();
        return ready.isEmpty()
                ? new Next.Note(label("close"), "")
                : new Next.Note(
                        label("begun"),
                        ready.stream()
                                .limit(work.room(atOnce))
                                .map(Plan.Task::name)
                                .collect(Collectors.joining("\n")));
    }

    private Next.Delegate.Task work(RunView view, Plan.Task task, PlannedWork work) {
        @Nullable Worker worker = workers.get(task.worker());
        AgentType agent =
                worker != null && worker.part().isPresent() ? view.part(worker.name()) : new AgentType(task.worker());
        return Next.Delegate.Task.of(
                agent, new Assignment(view.task(), task.text(), work.resultsOf(Set.copyOf(task.after()))));
    }

    private List<Candidate> candidates() {
        return workers.values().stream()
                .map(worker -> new Candidate(worker.name(), worker.description()))
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    private static <T extends Record> String written(T value) {
        return DataType.of(value).write(value);
    }

    private String label(String what) {
        return what + ":" + name;
    }

    private List<Brain> stages() {
        return List.of(planner, closing);
    }

    @Override
    public boolean watches() {
        return true;
    }

    @Override
    public List<Prompt> prompts() {
        return stages().stream().flatMap(brain -> brain.prompts().stream()).toList();
    }

    @Override
    public Needs needs() {
        Set<AgentType> agents = workers.values().stream()
                .filter(worker -> worker.part().isEmpty())
                .map(worker -> new AgentType(worker.name()))
                .collect(Collectors.toSet());
        return planner.needs().and(closing.needs()).and(new Needs(Set.of(), agents));
    }

    @Override
    public Map<String, Brain> parts() {
        Map<String, Brain> parts = new LinkedHashMap<>(Parts.of(stages()));
        workers.values().forEach(worker -> worker.part().ifPresent(brain -> Parts.put(parts, worker.name(), brain)));
        return parts;
    }

    @Override
    public String fingerprint() {
        List<String> all = new ArrayList<>(workers.keySet());
        all.sort(String::compareTo);
        return "supervisor:%s(%d, %d, %d)%s[%s, %s]%s"
                .formatted(
                        name,
                        tasks,
                        atOnce,
                        revisions,
                        all,
                        planner.fingerprint(),
                        closing.fingerprint(),
                        Parts.fingerprint(parts()));
    }
}
