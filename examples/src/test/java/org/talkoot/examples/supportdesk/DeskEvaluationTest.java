package org.talkoot.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.eval.EvalCommand;
import org.talkoot.examples.supportdesk.WireModel.Said;

/** The desk, evaluated with the offline model and with one behind OpenAI's protocol, side by side. */
final class DeskEvaluationTest {

    private static final Path SHIPPED = Path.of("evals", "support-desk.yaml");
    private static final Pattern INVOICE = Pattern.compile("INV-\\d+");

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();
    private final StringWriter complained = new StringWriter();
    private WireModel wire;

    @BeforeEach
    void begin() throws IOException {
        wire = new WireModel(DeskEvaluationTest::think);
    }

    @AfterEach
    void end() {
        wire.close();
    }

    private int eval(Path file, String... options) {
        List<String> args = new ArrayList<>(List.of(file.toString(), "--out", folder.toString()));
        args.addAll(List.of(options));
        return EvalCommand.execute(
                Map.of("EVAL_MODEL_URL", wire.url()),
                new PrintWriter(said, true),
                new PrintWriter(complained, true),
                args.toArray(String[]::new));
    }

    private String written(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private Path suite(String cases) throws IOException {
        return Files.writeString(folder.resolve("mine.yaml"), """
                application: org.talkoot.examples.supportdesk.SupportDesk
                models:
                  local:
                    base-url: ${EVAL_MODEL_URL}
                    model: wire
                    price: {input: 2, output: 10}
                judge: local
                tools: {list_invoices: real}
                cases:
                """ + cases.indent(2));
    }

    @Test
    void bothModelsPassWhatIsShippedAndTheirCostsAreSeen() throws IOException {
        int code = eval(SHIPPED);

        assertThat(said.toString()).contains("ok 1/1").doesNotContain("FAILED");
        assertThat(code).isZero();
        assertThat(written("report.md"))
                .contains("| offline | 4 | 0 | 0 | 12 |")
                // 12 calls of 1,000 tokens in and 100 out, at 0.40 and 1.60 for a million
                .contains("| local | 4 | 0 | 0 | 12 | 12000 | 1200 | 0.00672 |");
        assertThat(written("junit.xml"))
                .contains("<testsuite name=\"support-desk.local\" tests=\"4\" failures=\"0\" errors=\"0\"");
    }

    @Test
    void aCheckThatFailsIsSeenInTheTableTheReportAndTheExitCode() throws IOException {
        int code = eval(suite("""
                - name: too dear
                  repetitions-are: not a thing
                  messages: hi
                """));
        assertThat(code).isEqualTo(2);
        assertThat(complained.toString()).contains("mine.yaml:11: there is no 'repetitions-are' in 'cases'");

        code = eval(suite("""
                - name: too dear
                  messages: please refund invoice INV-2002 of account ACC-1001
                  tools: {refund_invoice: {returns: Refunded}}
                  checks:
                  - cost: {at-most: 0.005}
                  - judged: {criteria: says what was done, at-least: 0.5}
                  - judged: {criteria: rhymes, at-least: 0.5}
                """));

        assertThat(code).isEqualTo(1);
        assertThat(said.toString())
                .contains("too dear [local, 1]: cost: {\"at-most\":0.005}: it cost 0.009")
                .contains("0.20 of at least 0.50: it does not rhyme")
                .doesNotContain("says what was done")
                .contains("judging: 2 calls, 2200 tokens, 0.006");
        assertThat(written("junit.xml")).contains("failures=\"1\"");
    }

    @Test
    void aToolThatNobodyDeclaredIsNotRun() throws IOException {
        int code = eval(suite("""
                - name: unforeseen
                  messages: please refund invoice INV-2002 of account ACC-1001
                  checks:
                  - code: {name: refund-is-booked, with: {invoice: INV-2002, cents: 4900}}
                """));

        assertThat(code).isEqualTo(1);
        assertThat(said.toString())
                .contains("'refund_invoice' was called, and the case does not say what it does")
                .contains("refunds of INV-2002 in cents: []");
    }

    @Test
    void whatCannotBeRunExitsWithTwoAndSaysWhy() throws IOException {
        assertThat(eval(suite("- {name: a, messages: hi, tools: {pay: real}}"))).isEqualTo(2);
        assertThat(said.toString()).contains("the application has no tool 'pay'");

        assertThat(eval(suite("- {name: a, messages: hi, checks: [{code: nobody}]}")))
                .isEqualTo(2);
        assertThat(complained.toString()).contains("no class on the class path is the check 'nobody'");

        assertThat(eval(SHIPPED, "--model", "nobody")).isEqualTo(2);
        assertThat(complained.toString())
                .contains("suite 'support-desk' has no model [nobody]; it has [offline, local]");
    }

    /** Hands over, calls the tool of the case, says what it heard; and judges. */
    private static Said think(JsonNode request) {
        JsonNode last = request.get("messages").get(request.get("messages").size() - 1);
        String system = request.at("/messages/0/content").asText();
        String text = request.toString();
        if (system.startsWith("You judge")) {
            return new WireModel.Text(
                    text.contains("rhymes")
                            ? "{\"score\":0.2,\"why\":\"it does not rhyme\"}"
                            : "{\"score\":0.9,\"why\":\"it does\"}");
        }
        if (system.startsWith("You are the first contact")) {
            String asked = request.at("/messages/1/content").toString();
            String to = asked.contains("refund") ? "billing" : asked.contains("ticket") ? "support" : "scheduling";
            return new WireModel.Call("hand_off_to_" + to, "{\"text\":\"help\"}");
        }
        if (last.path("role").asText().equals("tool")) {
            return new WireModel.Text("This is so: " + last.path("content").asText());
        }
        if (system.startsWith("You handle invoices")) {
            Matcher invoice = INVOICE.matcher(text);
            return new WireModel.Call(
                    "refund_invoice", "{\"invoice_id\":\"%s\"}".formatted(invoice.find() ? invoice.group() : "none"));
        }
        return system.startsWith("You help")
                ? new WireModel.Call("open_ticket", "{\"account_id\":\"ACC-1001\",\"summary\":\"printer\"}")
                : new WireModel.Call("list_free_slots", "{}");
    }
}
