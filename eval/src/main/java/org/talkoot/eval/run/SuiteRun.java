package org.talkoot.eval.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.talkoot.eval.check.Checks;
import org.talkoot.eval.check.CodeChecks;
import org.talkoot.eval.check.Finding;
import org.talkoot.eval.judge.Judge;
import org.talkoot.eval.outcome.Spending;
import org.talkoot.eval.report.CaseReport;
import org.talkoot.eval.report.Execution;
import org.talkoot.eval.report.Report;
import org.talkoot.eval.suite.EvalCase;
import org.talkoot.eval.suite.ModelSetup;
import org.talkoot.eval.suite.Suite;
import org.talkoot.gateway.node.Talkoot;

/**
 * Runs a suite: each case with each model, as often as is said, so many at once. What cannot be run is found, where
 * that is possible, before anything is.
 */
public final class SuiteRun {

    private final Suite suite;
    private final Supplier<Talkoot> application;
    private final Consumer<String> progress;

    /**
     * @param application gives a fresh one for each execution
     * @param progress hears a line for each execution that has ended, from any thread
     */
    public SuiteRun(Suite suite, Supplier<Talkoot> application, Consumer<String> progress) {
        this.suite = suite;
        this.application = application;
        this.progress = progress;
    }

    /** Which case, with which model, which time. */
    private record Task(EvalCase what, ModelSetup model, int repetition) {}

    /**
     * Runs it.
     *
     * @throws org.talkoot.eval.suite.SuiteException when something in the suite is not there
     */
    public Report report() throws InterruptedException {
        CodeChecks code = CodeChecks.onClassPath();
        code.requireAll(suite.cases());
        Optional<Judge> judge = suite.judge().map(Judge::new);
        try {
            Checks checks = new Checks(
                    code,
                    (rule, outcome) -> judge.<Finding>map(one -> one.judge(rule, outcome))
                            .orElseGet(() -> new Finding.Unknown("there is no judge")));
            Map<Task, Execution> done = execute(new CaseRun(checks, application));
            return report(done, judge.map(Judge::spent).orElse(Spending.NOTHING));
        } finally {
            judge.ifPresent(Judge::close);
        }
    }

    private Map<Task, Execution> execute(CaseRun run) throws InterruptedException {
        List<Task> tasks = new ArrayList<>();
        for (int repetition = 1; repetition <= suite.bounds().repetitions(); repetition++) {
            for (EvalCase each : suite.cases()) {
                for (ModelSetup model : suite.models()) {
                    tasks.add(new Task(each, model, repetition));
                }
            }
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(suite.bounds().parallel())) {
            List<Callable<Execution>> calls = tasks.stream()
                    .<Callable<Execution>>map(task -> () -> execute(run, task))
                    .toList();
            List<Future<Execution>> ended = threads.invokeAll(calls);
            Map<Task, Execution> all = new HashMap<>();
            for (int i = 0; i < tasks.size(); i++) {
                all.put(tasks.get(i), result(ended.get(i)));
            }
            return all;
        }
    }

    private Execution execute(CaseRun run, Task task) {
        Execution execution = run.execute(task.what(), task.model(), task.repetition());
        progress.accept("%s [%s, %d]".formatted(task.what().name(), task.model().name(), task.repetition()));
        return execution;
    }

    private static Execution result(Future<Execution> ended) throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Report report(Map<Task, Execution> done, Spending judging) {
        List<CaseReport> cases = new ArrayList<>();
        for (EvalCase each : suite.cases()) {
            for (ModelSetup model : suite.models()) {
                List<Execution> executions = IntStream.rangeClosed(
                                1, suite.bounds().repetitions())
                        .mapToObj(repetition -> done.get(new Task(each, model, repetition)))
                        .toList();
                cases.add(new CaseReport(each.name(), model.name(), each.passes(), executions));
            }
        }
        return new Report(
                suite.name(), suite.models().stream().map(ModelSetup::name).toList(), cases, judging);
    }
}
