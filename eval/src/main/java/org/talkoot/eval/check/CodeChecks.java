package org.talkoot.eval.check;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.talkoot.eval.suite.Check;
import org.talkoot.eval.suite.EvalCase;
import org.talkoot.eval.suite.SuiteException;

/** The checks in Java that there are, by name. */
public final class CodeChecks {

    private final Map<String, CodeCheck> checks = new TreeMap<>();

    private CodeChecks(List<CodeCheck> found) {
        for (CodeCheck check : found) {
            if (checks.put(check.name(), check) != null) {
                throw SuiteException.because("two checks on the class path are called '%s'".formatted(check.name()));
            }
        }
    }

    public static CodeChecks onClassPath() {
        return new CodeChecks(ServiceLoader.load(CodeCheck.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /**
     * Makes sure that those are there which cases refer to.
     *
     * @throws SuiteException with the place of one that is not
     */
    public void requireAll(List<EvalCase> cases) {
        for (EvalCase each : cases) {
            for (Check check : each.checks()) {
                if (check.rule() instanceof Check.Coded coded && !checks.containsKey(coded.name())) {
                    throw SuiteException.at(
                            check.at(),
                            "no class on the class path is the check '%s'; there are %s, named in META-INF/services/%s"
                                    .formatted(coded.name(), checks.keySet(), CodeCheck.class.getName()));
                }
            }
        }
    }

    Finding check(String name, CodeCheck.Subject subject) {
        CodeCheck check = checks.get(name);
        if (check == null) {
            throw new IllegalStateException("asked for before: " + name);
        }
        try {
            return check.check(subject);
        } catch (Exception e) {
            return new Finding.Unknown("the check '%s' failed: %s".formatted(name, e));
        }
    }
}
