package org.talkoot.eval.report;

import java.util.List;
import org.talkoot.eval.check.Finding;
import org.talkoot.eval.outcome.Outcome;
import org.talkoot.eval.suite.Check;

/**
 * One case with one model, once.
 *
 * @param repetition from 1
 */
public record Execution(int repetition, Result result) {

    /** What came of it. */
    public sealed interface Result {}

    /** It was done, and looked at. */
    public record Done(Outcome outcome, List<Found> found) implements Result {
        public Done {
            found = List.copyOf(found);
        }
    }

    /** It could not be done. */
    public record Impossible(String why) implements Result {}

    /**
     * What a check found.
     *
     * @param check as its author wrote it
     */
    public record Found(String check, Finding finding) {

        public static Found of(Check check, Finding finding) {
            return new Found(check.said(), finding);
        }
    }

    public static Execution done(int repetition, Outcome outcome, List<Found> found) {
        return new Execution(repetition, new Done(outcome, found));
    }

    public static Execution impossible(int repetition, String why) {
        return new Execution(repetition, new Impossible(why));
    }

    boolean isRight() {
        return result instanceof Done done
                && done.found().stream().allMatch(found -> found.finding() instanceof Finding.Right);
    }

    /** Why nobody can say whether it is right; empty: somebody can. */
    List<String> undecided() {
        return switch (result) {
            case Impossible r -> List.of(r.why());
            case Done r ->
                r.found().stream()
                        .filter(found -> found.finding() instanceof Finding.Unknown)
                        .map(found -> "%s: %s"
                                .formatted(found.check(), found.finding().seen()))
                        .toList();
        };
    }

    /** What is wrong. */
    List<String> wrong() {
        return switch (result) {
            case Impossible r -> List.of();
            case Done r ->
                r.found().stream()
                        .filter(found -> found.finding() instanceof Finding.Wrong)
                        .map(found -> "%s: %s"
                                .formatted(found.check(), found.finding().seen()))
                        .toList();
        };
    }
}
