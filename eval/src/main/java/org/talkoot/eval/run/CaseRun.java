package org.talkoot.eval.run;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.talkoot.eval.check.Checks;
import org.talkoot.eval.check.Finding;
import org.talkoot.eval.node.EvalNode;
import org.talkoot.eval.node.Folder;
import org.talkoot.eval.outcome.Outcome;
import org.talkoot.eval.outcome.ToolUse;
import org.talkoot.eval.outcome.Turn;
import org.talkoot.eval.report.Execution;
import org.talkoot.eval.report.Execution.Found;
import org.talkoot.eval.suite.Check;
import org.talkoot.eval.suite.EvalCase;
import org.talkoot.eval.suite.EvalCase.Saying;
import org.talkoot.eval.suite.ModelSetup;
import org.talkoot.eval.suite.SuiteException;
import org.talkoot.gateway.node.Talkoot;

/** Runs one case with one model on a node of its own, and looks at what has come of it. Safe for concurrent use. */
record CaseRun(Checks checks, Supplier<Talkoot> application) {

    private static final String CONVERSATION = "eval";

    Execution execute(EvalCase what, ModelSetup model, int repetition) {
        Map<String, Object> settings = new HashMap<>(model.settings());
        settings.put("talkoot.models.default", model.asked());
        try (Folder folder = Folder.make();
                EvalNode node = EvalNode.start(
                        application.get(), folder.path(), what.time(), settings, what.tools(), what.caller())) {
            Outcome outcome = talk(node, what);
            return Execution.done(repetition, outcome, found(what, outcome, folder.path()));
        } catch (SuiteException e) {
            return Execution.impossible(repetition, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException | IllegalStateException e) {
            return Execution.impossible(repetition, "it broke off: " + e.getMessage());
        }
    }

    /** Until a turn fails: whatever would be said next was not meant for that. */
    private static Outcome talk(EvalNode node, EvalCase what) {
        long begun = System.nanoTime();
        List<Turn> turns = new ArrayList<>();
        for (Saying saying : what.messages()) {
            Duration left = what.time().minusNanos(System.nanoTime() - begun);
            Turn turn = left.toMillis() > 0
                    ? node.say(CONVERSATION, turns.size() + 1, saying, left)
                    : new Turn(saying.text(), new Turn.Failed(Turn.OUT_OF_TIME, "the time of the case is over"));
            turns.add(turn);
            if (turn.failure().isPresent()) {
                break;
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return new Outcome(turns, node.toolCalls(), node.spending(CONVERSATION), took);
    }

    private List<Found> found(EvalCase what, Outcome outcome, Path data) {
        List<Found> found = new ArrayList<>();
        if (!what.expectsFailure()) {
            outcome.last()
                    .failure()
                    .ifPresent(failure -> found.add(new Found(
                            "ends with an answer",
                            new Finding.Wrong("it ended as '%s': %s".formatted(failure.code(), failure.detail())))));
        }
        outcome.tools().stream()
                .filter(ToolUse::undeclared)
                .map(ToolUse::tool)
                .distinct()
                .forEach(tool -> found.add(new Found(
                        "tools are declared",
                        new Finding.Wrong(
                                "'%s' was called, and the case does not say what it does: '%s: real', or a stub"
                                        .formatted(tool, tool)))));
        for (Check check : what.checks()) {
            found.add(Found.of(check, checks.check(check.rule(), outcome, data)));
        }
        return found;
    }
}
