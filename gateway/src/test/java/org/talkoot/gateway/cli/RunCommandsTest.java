package org.talkoot.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Runs at the terminal, against a real node. */
final class RunCommandsTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                        AgentDefinition.of("waiter", "waits for signals", new CodeBrain(RunCommandsTest::waits)))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Next waits(RunView view) {
        List<String> heard = view.steps().stream()
                .filter(Step.Signalled.class::isInstance)
                .map(step -> ((Step.Signalled) step).payload())
                .toList();
        if (heard.size() == 3) {
            return new Next.Answer(String.join(" ", heard));
        }
        return view.steps().isEmpty()
                ? Next.Show.text("stage", "begun")
                : new Next.AwaitSignal("go", Duration.ofMinutes(30));
    }

    /** What a command printed, and how it ended. */
    private record Printed(int code, String out, String err) {}

    private static Printed runs(String... args) {
        return at(node.url(), args);
    }

    private static Printed at(String url, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Stream.concat(Stream.of(args), Stream.of("--url", url)).toArray(String[]::new);
        int code = RunCommands.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Printed(code, out.toString(), err.toString());
    }

    private static String waiting(String key) {
        String run = node.post("/v1/agents/waiter/runs", "{\"key\": \"%s\", \"input\": \"go\"}".formatted(key), 202)
                .at("/run_id")
                .asText();
        eventually(() -> assertThat(shown(run)).contains("waiting_for_signals  [\"go\"]\n"));
        return run;
    }

    private static String shown(String run) {
        return runs("show", run).out();
    }

    @Test
    void oneIsLookedAtPausedResumedAndGivenWhatItWaitsFor() {
        String run = waiting("all");

        assertThat(runs("values", run)).isEqualTo(new Printed(0, "stage                \"begun\"\n", ""));
        assertThat(runs("values", run, "stage")).isEqualTo(new Printed(0, "\"begun\"\n", ""));
        assertThat(runs("pause", run, "--reason", "the bank is down")).isEqualTo(new Printed(0, "Paused.\n", ""));
        assertThat(shown(run)).contains("status               paused\n");
        assertThat(runs("signal", run, "go", "--data", "{\"amount\": 250}", "--key", "k1"))
                .isEqualTo(new Printed(0, "Given.\n", ""));
        assertThat(runs("signal", run, "go", "--data", "{\"amount\": 250}", "--key", "k1")) // the same one
                .isEqualTo(new Printed(0, "Given.\n", ""));
        assertThat(shown(run)).contains("status               paused\n");
        assertThat(runs("resume", run)).isEqualTo(new Printed(0, "It goes on.\n", ""));
        assertThat(runs("signal", run, "go", "--text", "two").code()).isZero();
        assertThat(runs("signal", run, "go").code()).isZero();

        eventually(() -> assertThat(shown(run))
                .contains("status               answered\n")
                .contains("{\\\"amount\\\":250} \\\"two\\\" null"));
        assertThat(runs("pause", run)).returns(1, Printed::code).returns("", Printed::out);
        assertThat(runs("signal", run, "go").err()).startsWith("talkoot: ").hasLineCount(1);
    }

    @Test
    void whatMakesNoSenseIsSaidInALine() {
        String run = waiting("bad");

        assertThat(runs().code()).isEqualTo(2);
        assertThat(runs("show", "m-nobody-1"))
                .isEqualTo(new Printed(1, "", "talkoot: There is no run 'm-nobody-1'.\n"));
        assertThat(runs("values", run, "nothing"))
                .isEqualTo(new Printed(1, "", "talkoot: Run '%s' shows nothing as 'nothing'.\n".formatted(run)));
        assertThat(runs("signal", run, "go", "--data", "{\"amount\":"))
                .returns(2, Printed::code)
                .extracting(Printed::err)
                .asString()
                .startsWith("talkoot: --data is no JSON: ");
        assertThat(runs("signal", run, "go", "--data", "").code()).isEqualTo(2);
        assertThat(runs("signal", run, "go", "--data", "1", "--text", "one").code())
                .isEqualTo(2);
        assertThat(runs("signal", run, "GO").code()).isEqualTo(1);
        assertThat(runs("signal", run, "go", "--key", "a\nb").code()).isEqualTo(2);
        assertThat(at("http://127.0.0.1:1", "pause", run))
                .isEqualTo(new Printed(2, "", "talkoot: no node answers at http://127.0.0.1:1\n"));
    }
}
