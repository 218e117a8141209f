package org.talkoot.eval.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.eval.outcome.Outcome;
import org.talkoot.eval.outcome.Spending;
import org.talkoot.eval.outcome.ToolUse;
import org.talkoot.eval.outcome.Turn;
import org.talkoot.eval.suite.Check;
import org.talkoot.eval.suite.Check.TextRule;

final class ChecksTest {

    private static final Checks CHECKS = new Checks(
            CodeChecks.onClassPath(),
            (rule, outcome) -> Finding.of(rule.criteria().equals("kind"), "judged"));

    private static final Outcome ANSWERED = new Outcome(
            List.of(
                    new Turn("hello", new Turn.Answered("triage", "Hello Ann.", Optional.empty())),
                    new Turn(
                            "pay",
                            new Turn.Answered("billing", "{\"total\":12.50}", Optional.of(json("{\"total\":12.50}"))))),
            List.of(
                    new ToolUse("billing", "pay", json("{\"euros\":5,\"to\":\"ann\"}"), false, Optional.of("paid")),
                    new ToolUse("billing", "pay", json("{\"euros\":7}"), false, Optional.empty())),
            new Spending(3, new TokenUsage(100, 20, 15_000)),
            Duration.ofSeconds(1));

    private static final Outcome FAILED = new Outcome(
            List.of(new Turn("hello", new Turn.Failed("blocked", "not this"))),
            List.of(),
            Spending.NOTHING,
            Duration.ZERO);

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Finding check(Check.Rule rule, Outcome outcome) {
        return CHECKS.check(rule, outcome, Path.of("."));
    }

    private static void assertRight(Check.Rule rule) {
        assertThat(check(rule, ANSWERED)).isInstanceOf(Finding.Right.class);
    }

    private static void assertWrong(Check.Rule rule, String seen) {
        assertThat(check(rule, ANSWERED)).isEqualTo(new Finding.Wrong(seen));
    }

    @Test
    void looksAtTheTextOfAnAnswer() {
        assertRight(new Check.Answer(1, new TextRule.Contains("Ann")));
        assertRight(new Check.Answer(1, new TextRule.Matches(Pattern.compile("^H.*\\.$"))));
        assertRight(new Check.Answer(1, new TextRule.Equals("Hello Ann.")));
        assertRight(new Check.Answer(1, new TextRule.Lacks("Bob")));
        assertWrong(new Check.Answer(1, new TextRule.Lacks("Ann")), "the answer is 'Hello Ann.'");
        assertWrong(new Check.Answer(3, new TextRule.Contains("a")), "the conversation ended before message 3");
        assertThat(check(new Check.Answer(0, new TextRule.Contains("a")), FAILED))
                .isEqualTo(new Finding.Wrong("there is no answer, but 'blocked'"));
    }

    @Test
    void looksAtAValueByAPointerWhateverWayItsNumbersAreWritten() {
        assertRight(new Check.Value(0, "/total", json("12.5")));
        assertWrong(new Check.Value(0, "/total", json("13")), "at /total is 12.5");
        assertWrong(new Check.Value(0, "/sum", json("13")), "there is nothing at /sum of {\"total\":12.5}");
        assertWrong(new Check.Value(1, "/total", json("13")), "the answer is a text and no value: 'Hello Ann.'");
    }

    @Test
    void countsCallsOfToolsThatHaveCertainArguments() {
        assertRight(new Check.Called("pay", Optional.of(json("{\"euros\":5.0}")), Optional.of(1)));
        assertRight(new Check.Called("pay", Optional.empty(), Optional.of(2)));
        assertRight(new Check.Called("refund", Optional.empty(), Optional.of(0)));
        assertWrong(
                new Check.Called("pay", Optional.of(json("{\"euros\":9}")), Optional.empty()),
                "'pay' was called 0 times so, of [{\"euros\":5,\"to\":\"ann\"}, {\"euros\":7}]");
        assertWrong(
                new Check.Called("refund", Optional.empty(), Optional.empty()),
                "'refund' was not called; called were [pay]");
    }

    @Test
    void boundsWhatWasSpent() {
        assertRight(new Check.ModelCalls(3));
        assertWrong(new Check.ModelCalls(2), "models were asked 3 times");
        assertRight(new Check.Tokens(120));
        assertWrong(new Check.Tokens(119), "120 tokens were used");
        assertRight(new Check.Cost(15_000));
        assertWrong(new Check.Cost(14_999), "it cost 0.015");
    }

    @Test
    void expectsAFailureByItsCode() {
        assertWrong(new Check.Fails("blocked"), "there is an answer: '{\"total\":12.50}'");
        assertThat(check(new Check.Fails("blocked"), FAILED)).isInstanceOf(Finding.Right.class);
        assertThat(check(new Check.Fails("step-limit"), FAILED))
                .isEqualTo(new Finding.Wrong("it ended as 'blocked': not this"));
    }

    @Test
    void asksClassesAndJudges() {
        assertRight(new Check.Judged("kind", 0.5));
        assertThat(check(new Check.Judged("rude", 0.5), ANSWERED)).isInstanceOf(Finding.Wrong.class);
        assertRight(new Check.Coded("has-turns", json("{\"turns\":2}")));
        assertWrong(new Check.Coded("has-turns", json("{\"turns\":3}")), "2 turns");
        assertThat(check(new Check.Coded("has-turns", json("{}")), ANSWERED))
                .isInstanceOfSatisfying(
                        Finding.Unknown.class,
                        found -> assertThat(found.seen())
                                .startsWith("the check 'has-turns' failed: java.lang.NullPointerException"));
    }

    /** Found by its service file. */
    public static final class HasTurns implements CodeCheck {

        @Override
        public String name() {
            return "has-turns";
        }

        @Override
        public Finding check(Subject subject) {
            int turns = subject.outcome().turns().size();
            return Finding.of(turns == subject.with().get("turns").asInt(), turns + " turns");
        }
    }
}
