package org.talkoot.eval.suite;

import java.util.List;
import java.util.Optional;

/**
 * One file of cases for one application.
 *
 * @param name the file's, without its ending
 * @param application the class that has the application: {@code static Talkoot application()}
 * @param models what is compared; never empty
 * @param judge who answers checks that are judged
 */
public record Suite(
        String name,
        Named application,
        List<ModelSetup> models,
        Optional<ModelSetup> judge,
        Bounds bounds,
        List<EvalCase> cases) {

    public Suite {
        models = List.copyOf(models);
        cases = List.copyOf(cases);
    }

    /** A name that stands somewhere. */
    public record Named(String name, Place at) {}

    /** With these models and cases alone, each so often. */
    public Suite narrowed(List<ModelSetup> fewerModels, List<EvalCase> fewerCases, Bounds changed) {
        return new Suite(name, application, fewerModels, judge, changed, fewerCases);
    }
}
