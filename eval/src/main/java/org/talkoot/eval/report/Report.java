package org.talkoot.eval.report;

import java.util.List;
import org.talkoot.eval.outcome.Spending;

/**
 * What a suite has come to.
 *
 * @param models in the order of the suite
 * @param cases of each case in the order of the suite, with each model
 * @param judging what the judge has cost, which is no model's cost
 */
public record Report(String suite, List<String> models, List<CaseReport> cases, Spending judging) {

    public static final int PASSED = 0;
    public static final int FAILED = 1;
    public static final int IMPOSSIBLE = 2;

    public Report {
        models = List.copyOf(models);
        cases = List.copyOf(cases);
    }

    public List<CaseReport> of(String model) {
        return cases.stream().filter(each -> each.model().equals(model)).toList();
    }

    public List<CaseReport> with(CaseReport.Verdict verdict) {
        return cases.stream().filter(each -> each.verdict() == verdict).toList();
    }

    /** What a process that ran it alone exits with. */
    public int exitCode() {
        if (!with(CaseReport.Verdict.UNDECIDED).isEmpty()) {
            return IMPOSSIBLE;
        }
        return with(CaseReport.Verdict.FAILED).isEmpty() ? PASSED : FAILED;
    }
}
