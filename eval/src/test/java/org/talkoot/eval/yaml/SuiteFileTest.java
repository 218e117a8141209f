package org.talkoot.eval.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.eval.suite.Bounds;
import org.talkoot.eval.suite.Check;
import org.talkoot.eval.suite.EvalCase;
import org.talkoot.eval.suite.Suite;
import org.talkoot.eval.suite.SuiteException;
import org.talkoot.eval.suite.ToolRules;

final class SuiteFileTest {

    private static final String HEAD = """
            application: com.example.Desk
            models:
              offline: offline
            """;

    @TempDir
    private Path folder;

    private Suite read(String yaml, Map<String, String> environment) throws IOException {
        return SuiteFile.read(Files.writeString(folder.resolve("desk.yaml"), yaml), environment);
    }

    @Test
    void readsAWholeSuite() throws IOException {
        Suite suite = read("""
                application: com.example.Desk
                models:
                  offline: offline
                  mini: openai/gpt-4.1-mini
                  local:
                    base-url: http://127.0.0.1:${PORT}/v1
                    model: ${MODEL:-llama}
                    price: {input: 0.4, output: 1.6}
                judge: mini
                repetitions: 3
                parallel: 4
                time: 20s
                passes: 60%
                tools: {look: real}
                cases:
                  - name: one
                    agent: billing
                    caller: {user: ann, roles: [customer]}
                    attributes: {plan: gold}
                    tools:
                      pay: [{with: {euros: 5}, returns: paid}, {fails: no-money}]
                    messages: [hello, {text: again, agent: support}]
                    checks:
                      - answer: {of: 1, matches: "h.*o"}
                      - answer: {at: /total, equals: 12.50}
                      - called: {tool: pay, with: {euros: 5}, times: 1}
                      - judged: {criteria: is kind, at-least: 0.9}
                      - cost: {at-most: 0.015}
                """, Map.of("PORT", "99"));

        assertThat(suite.bounds()).isEqualTo(new Bounds(3, 4, Duration.ofSeconds(20)));
        assertThat(suite.models())
                .extracting("asked")
                .containsExactly("offline/keywords", "openai/gpt-4.1-mini", "eval-local/llama");
        assertThat(suite.models().get(2).settings())
                .containsEntry("talkoot.models.providers.eval-local.base-url", "http://127.0.0.1:99/v1")
                .containsEntry(
                        "talkoot.models.prices.\"eval-local/llama\"", Map.of("input", 400_000L, "output", 1_600_000L));
        assertThat(suite.judge()).contains(suite.models().get(1));
        EvalCase one = suite.cases().getFirst();
        assertThat(one.passes()).isEqualTo(60);
        assertThat(one.caller().orElseThrow().roles()).containsExactly("customer");
        assertThat(one.messages())
                .containsExactly(
                        new EvalCase.Saying("hello", Optional.of("billing"), Map.of("plan", "gold")),
                        new EvalCase.Saying("again", Optional.of("support"), Map.of()));
        assertThat(one.tools().of("look")).isInstanceOf(ToolRules.Rule.Real.class);
        assertThat(one.tools().of("pay")).isInstanceOf(ToolRules.Rule.Stubbed.class);
        assertThat(one.tools().of("other")).isInstanceOf(ToolRules.Rule.Undeclared.class);
        assertThat(one.checks()).extracting(Check::rule).hasSize(5).last().isEqualTo(new Check.Cost(15_000));
    }

    /** The three lines of the head stand before what is written here; a bar begins the next line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '^',
            value = {
                "cases: []#4: there are 1 to 1000 cases, not 0",
                "cases: [{name: a, messages: hi}, {name: a, messages: ho}]#4: there are two cases 'a'",
                "repetition: 3|cases: [{name: a, messages: hi}]#4: there is no 'repetition'; there are application, models, judge, repetitions, parallel, time, tools, passes, cases",
                "repetitions: 0|cases: [{name: a, messages: hi}]#4: 'repetitions' is a whole number from 1 to 100, not 0",
                "time: soon|cases: [{name: a, messages: hi}]#4: 'time' is a time such as 500ms, 30s or 2m, not 'soon'",
                "time: 2m|time: 3m|cases: [{name: a, messages: hi}]#5: 'time' stands here twice",
                "cases:|- {name: a}#5: 'messages' is missing in 'cases'",
                "cases:|- name: a|  messages: hi|  checks: [{answr: hi}]#7: there is no check 'answr'; there are answer, called, not-called, model-calls, tokens, cost, fails, judged, code",
                "cases:|- name: a|  messages: hi|  checks:|  - answer: {contains: a, lacks: b}#8: an answer contains, lacks, matches or equals something, one of them in each check",
                "cases:|- name: a|  messages: hi|  checks:|  - answer: {matches: '('}#8: this is no regular expression: Unclosed group",
                "cases:|- name: a|  messages: hi|  checks:|  - answer: {of: 2, contains: a}#8: there are 1 messages, and no 2",
                "cases:|- name: a|  messages: hi|  checks:|  - judged: is kind#8: there is no judge: name the model at the top of the file, 'judge: NAME'",
                "judge: offline|cases: [{name: a, messages: hi}]#4: the offline model matches keywords; it cannot judge",
                "cases:|- name: a|  messages: hi|  tools: {pay: fake}#7: 'pay' is 'real', or says what is returned: {returns: ...}; not 'fake'",
                "cases:|- name: a|  messages: hi|  tools: {pay: {with: {a: 1}}}#7: 'pay' says what it returns, or how it fails",
                "cases: [{name: a, messages: hi}#5: this is not YAML: expected ',' or ']', but got <stream end>"
            })
    void refusesWhatCannotBeWithItsPlaceAndInWords(String lines, String refusal) {
        String yaml = HEAD + lines.replace('|', '\n') + '\n';

        assertThatExceptionOfType(SuiteException.class)
                .isThrownBy(() -> read(yaml, Map.of()))
                .withMessage(folder.resolve("desk.yaml") + ":" + refusal);
    }

    @Test
    void saysWhichVariableIsNotSet() {
        assertThatExceptionOfType(SuiteException.class)
                .isThrownBy(() -> read("""
                        application: com.example.Desk
                        models:
                          local:
                            base-url: ${NOWHERE}
                            model: a
                        cases: [{name: a, messages: hi}]
                        """, Map.of()))
                .withMessageEndingWith(":4: 'base-url' takes NOWHERE from the environment, and it is not set");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatExceptionOfType(SuiteException.class)
                .isThrownBy(() -> SuiteFile.read(folder.resolve("none.yaml"), Map.of()))
                .withMessage("there is no file " + folder.resolve("none.yaml"));
    }
}
