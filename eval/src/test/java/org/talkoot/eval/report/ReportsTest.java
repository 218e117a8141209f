package org.talkoot.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.eval.check.Finding;
import org.talkoot.eval.outcome.Outcome;
import org.talkoot.eval.outcome.Spending;
import org.talkoot.eval.outcome.Turn;
import org.talkoot.eval.report.Execution.Found;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class ReportsTest {

    private static final Outcome OUTCOME = new Outcome(
            List.of(new Turn("hi", new Turn.Answered("desk", "<b>*no* `|`\u0001</b>", Optional.empty()))),
            List.of(),
            new Spending(2, new TokenUsage(100, 20, 1_500)),
            Duration.ofMillis(1_500));

    private static Execution execution(int repetition, Finding finding) {
        return Execution.done(repetition, OUTCOME, List.of(new Found("answer: x", finding)));
    }

    private static final Finding RIGHT = new Finding.Right("ok");
    private static final Finding WRONG = new Finding.Wrong("the answer is '<b>\u0001'");

    private static Report report(CaseReport... cases) {
        return new Report("desk", List.of("a", "b"), List.of(cases), Spending.NOTHING);
    }

    private static CaseReport one(String model, int passes, Execution... executions) {
        return new CaseReport("a case", model, passes, List.of(executions));
    }

    @Test
    void aCasePassesWhenEnoughOfItsRepetitionsAreRight() {
        assertThat(one("a", 100, execution(1, RIGHT), execution(2, WRONG)).verdict())
                .isEqualTo(CaseReport.Verdict.FAILED);
        assertThat(one("a", 50, execution(1, RIGHT), execution(2, WRONG)).verdict())
                .isEqualTo(CaseReport.Verdict.PASSED);
        assertThat(one("a", 0, execution(1, new Finding.Unknown("?"))).verdict())
                .isEqualTo(CaseReport.Verdict.UNDECIDED);
    }

    @Test
    void theExitCodeIsThatOfTheWorstCase() {
        CaseReport passed = one("a", 100, execution(1, RIGHT));
        CaseReport failed = one("b", 100, execution(1, WRONG));

        assertThat(report(passed).exitCode()).isZero();
        assertThat(report(passed, failed).exitCode()).isEqualTo(1);
        assertThat(report(failed, one("a", 100, Execution.impossible(1, "no model")))
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void ciServersReadFailuresAndErrorsWhateverModelsWrite() throws Exception {
        Report report = report(one("a", 100, execution(1, WRONG)), one("b", 100, Execution.impossible(1, "no model")));

        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JunitXml.of(List.of(report)))));

        assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
        assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
                .isEqualTo("1: answer: x: the answer is '<b>?'\n");
        assertThat(xml.getElementsByTagName("error").item(0).getTextContent()).isEqualTo("1: no model\n");
    }

    @Test
    void theTableHasModelsBesideEachOther() {
        assertThat(Table.of(report(one("a", 100, execution(1, RIGHT)), one("b", 100, execution(1, WRONG)))))
                .isEqualTo("""
                        desk    a                                    b
                        a case  ok 1/1  2 calls, 120 tokens, 0.0015  FAILED 0/1  2 calls, 120 tokens, 0.0015
                        all     1 of 1  2 calls, 120 tokens, 0.0015  0 of 1  2 calls, 120 tokens, 0.0015
                          a case [b, 1]: answer: x: the answer is '<b>?'
                        """);
    }

    @Test
    void whatAModelWroteIsNoPartOfTheReport() {
        assertThat(MarkdownReport.of(report(one("a", 100, execution(1, RIGHT)))))
                .contains("| a | 1 | 0 | 0 | 2 | 100 | 20 | 0.0015 | 1.5 s |")
                .contains("> **desk** \\<b\\>\\*no\\* \\`\\|\\`\u0001\\</b\\>")
                .contains("- ✓ **answer: x** ok");
    }
}
