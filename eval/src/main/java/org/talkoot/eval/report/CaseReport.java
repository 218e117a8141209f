package org.talkoot.eval.report;

import java.time.Duration;
import java.util.List;
import org.talkoot.eval.check.Finding;
import org.talkoot.eval.outcome.Outcome;
import org.talkoot.eval.outcome.Spending;

/**
 * One case with one model, as often as it was to be done.
 *
 * @param passes how many of a hundred have to be right
 */
public record CaseReport(String name, String model, int passes, List<Execution> executions) {

    /** What has become of it. */
    public enum Verdict {
        PASSED,
        FAILED,
        /** Nobody can say. */
        UNDECIDED
    }

    /** What plays the part of a model when a golden conversation is replayed. */
    public static final String REPLAY = "replay";

    /** Of a golden conversation; each difference is something wrong. */
    public static CaseReport ofReplay(String name, List<String> differences) {
        List<Execution.Found> found = differences.stream()
                .map(one -> new Execution.Found("as it was", new Finding.Wrong(one)))
                .toList();
        Outcome nothing = new Outcome(List.of(), List.of(), Spending.NOTHING, Duration.ZERO);
        return new CaseReport(name, REPLAY, 100, List.of(Execution.done(1, nothing, found)));
    }

    public CaseReport {
        executions = List.copyOf(executions);
    }

    public Verdict verdict() {
        if (executions.stream().anyMatch(each -> !each.undecided().isEmpty())) {
            return Verdict.UNDECIDED;
        }
        return right() * 100 >= (long) passes * executions.size() ? Verdict.PASSED : Verdict.FAILED;
    }

    public long right() {
        return executions.stream().filter(Execution::isRight).count();
    }

    public Spending spending() {
        return outcomes().stream().map(Outcome::spending).reduce(Spending.NOTHING, Spending::plus);
    }

    /** All repetitions together. */
    public Duration took() {
        return outcomes().stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus);
    }

    private List<Outcome> outcomes() {
        return executions.stream()
                .map(Execution::result)
                .filter(Execution.Done.class::isInstance)
                .map(result -> ((Execution.Done) result).outcome())
                .toList();
    }
}
