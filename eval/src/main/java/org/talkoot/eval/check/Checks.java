package org.talkoot.eval.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.talkoot.eval.outcome.Outcome;
import org.talkoot.eval.outcome.Spending;
import org.talkoot.eval.outcome.ToolUse;
import org.talkoot.eval.outcome.Turn;
import org.talkoot.eval.suite.Check;
import org.talkoot.eval.suite.Check.TextRule;

/** What checks find. Pure, but for those that ask a class or a judge. */
public record Checks(CodeChecks code, Judging judge) {

    private static final int LONGEST = 300;

    /**
     * What a check finds.
     *
     * @param data the folder of the node that it happened on
     */
    public Finding check(Check.Rule rule, Outcome outcome, Path data) {
        return switch (rule) {
            case Check.Answer r -> answer(outcome, r.of(), answered -> text(r.text(), answered.text()));
            case Check.Value r -> answer(outcome, r.of(), answered -> data(r, answered));
            case Check.Called r -> called(r, outcome.tools());
            case Check.ModelCalls r ->
                atMost(outcome.spending().modelCalls(), r.atMost(), "models were asked %d times");
            case Check.Tokens r -> atMost(outcome.spending().usage().total(), r.atMost(), "%d tokens were used");
            case Check.Cost r -> cost(r, outcome.spending());
            case Check.Fails r -> fails(r, outcome.last());
            case Check.Judged r -> judge.judge(r, outcome);
            case Check.Coded r -> code.check(r.name(), new CodeCheck.Subject(outcome, r.with(), data));
        };
    }

    private static Finding answer(Outcome outcome, int of, Function<Turn.Answered, Finding> check) {
        Optional<Turn> turn = outcome.turn(of);
        if (turn.isEmpty()) {
            return new Finding.Wrong("the conversation ended before message %d".formatted(of));
        }
        return switch (turn.get().ending()) {
            case Turn.Answered answered -> check.apply(answered);
            case Turn.Failed failed -> new Finding.Wrong("there is no answer, but '%s'".formatted(failed.code()));
        };
    }

    private static Finding text(TextRule rule, String text) {
        boolean right = switch (rule) {
            case TextRule.Contains r -> text.contains(r.part());
            case TextRule.Lacks r -> !text.contains(r.part());
            case TextRule.Matches r -> r.pattern().matcher(text).find();
            case TextRule.Equals r -> text.equals(r.text());
        };
        return Finding.of(right, "the answer is '%s'".formatted(brief(text)));
    }

    private static Finding data(Check.Value rule, Turn.Answered answered) {
        if (answered.data().isEmpty()) {
            return new Finding.Wrong("the answer is a text and no value: '%s'".formatted(brief(answered.text())));
        }
        var found = answered.data().get().at(rule.pointer());
        if (found.isMissingNode()) {
            return new Finding.Wrong("there is nothing at %s of %s"
                    .formatted(rule.pointer(), brief(answered.data().get().toString())));
        }
        return Finding.of(
                JsonParts.has(found, rule.equal()), "at %s is %s".formatted(rule.pointer(), brief(found.toString())));
    }

    private static Finding called(Check.Called rule, List<ToolUse> tools) {
        List<ToolUse> calls =
                tools.stream().filter(use -> use.tool().equals(rule.tool())).toList();
        long fitting = calls.stream()
                .filter(use -> rule.with().isEmpty()
                        || JsonParts.has(use.arguments(), rule.with().get()))
                .count();
        boolean right = rule.times().isPresent() ? fitting == rule.times().get() : fitting > 0;
        String seen = calls.isEmpty()
                ? "'%s' was not called; called were %s"
                        .formatted(
                                rule.tool(),
                                tools.stream().map(ToolUse::tool).distinct().toList())
                : "'%s' was called %d times so, of %s"
                        .formatted(
                                rule.tool(),
                                fitting,
                                brief(calls.stream()
                                        .map(use -> use.arguments().toString())
                                        .toList()
                                        .toString()));
        return Finding.of(right, seen);
    }

    private static Finding atMost(long value, long bound, String said) {
        return Finding.of(value <= bound, said.formatted(value));
    }

    private static Finding cost(Check.Cost rule, Spending spending) {
        return Finding.of(
                spending.usage().costMicros() <= rule.atMostMicros(), "it cost %s".formatted(spending.money()));
    }

    private static Finding fails(Check.Fails rule, Turn last) {
        return switch (last.ending()) {
            case Turn.Answered answered ->
                new Finding.Wrong("there is an answer: '%s'".formatted(brief(answered.text())));
            case Turn.Failed failed ->
                Finding.of(
                        failed.code().equals(rule.code()),
                        "it ended as '%s': %s".formatted(failed.code(), brief(failed.detail())));
        };
    }

    private static String brief(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
