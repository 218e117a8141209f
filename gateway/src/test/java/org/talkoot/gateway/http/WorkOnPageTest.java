package org.talkoot.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** What the page says of those who work for a run: its own script, run by Node on what a real node answers. */
final class WorkOnPageTest {

    private static final String SCRIPT = """
            import { lines, isOver } from '%s';
            import { readFileSync } from 'node:fs';
            const graph = JSON.parse(readFileSync('%s', 'utf8'));
            console.log(isOver(graph) ? 'over' : 'goes on');
            for (const line of lines(graph)) {
              const text = line.text.replace(/\\d+\\.\\d s/g, '# s');
              const can = line.can ? ' [' + line.can.does + (line.can.name ? ' ' + line.can.name : '') + ']' : '';
              console.log('  '.repeat(line.depth) + (line.open ? '* ' : '') + (line.bad ? '! ' : '') + text + can);
            }
            """;

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                        AgentDefinition.of("chief", "asks others", new CodeBrain(WorkOnPageTest::asksOthers)),
                        AgentDefinition.of(
                                "waiter",
                                "waits",
                                new CodeBrain(view -> view.steps().isEmpty()
                                        ? new Next.AwaitSignal("go", Duration.ofMinutes(5))
                                        : new Next.Answer("gone"))),
                        AgentDefinition.of("helper", "helps", CodeBrain.answering(view -> "done")),
                        AgentDefinition.of(
                                "grumbler",
                                "does not",
                                new CodeBrain(view -> new Next.Fail(new RunFailure.GaveUp("no-mood", "Not today.")))))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Next asksOthers(RunView view) {
        return switch (view.steps().size()) {
            case 0 -> Next.Delegate.of(task("helper"), task("grumbler"));
            case 2 -> new Next.AskHuman("Was it <b>good</b>?", Duration.ofHours(1));
            default -> new Next.Answer("so be it");
        };
    }

    private static Next.Delegate.Task task(String agent) {
        return new Next.Delegate.Task(new AgentType(agent), "help");
    }

    @Test
    void eachRunHasWhatItAskedForBelowIt() {
        String run = node.post("/v1/agents/chief/runs", "{\"key\":\"k\",\"input\":\"go\"}", 202)
                .get("run_id")
                .asText();
        eventually(() ->
                assertThat(node.get("/v1/runs/" + run).get("status").asText()).isEqualTo("waiting_for_person"));
        JsonNode open = node.get("/v1/approvals").at("/approvals/0");

        assertThat(drawn(run))
                .containsExactly(
                        "goes on",
                        "* chief — waiting for person, # s [pause]",
                        "  asks helper — answered, # s",
                        "    helper — answered, # s",
                        "  ! asks grumbler — no mood, # s",
                        "    ! grumbler — failed: no-mood, # s",
                        "  * asks people: Was it <b>good</b>? — open, # s");

        node.post(open.get("href").asText(), "{\"approve\":true,\"by\":\"ann\",\"version\":0}", 200);
        eventually(() ->
                assertThat(node.get("/v1/runs/" + run).get("status").asText()).isEqualTo("answered"));
        assertThat(drawn(run)).startsWith("over", "chief — answered, # s").noneMatch(line -> line.contains("* "));
    }

    @Test
    void aSignalIsWaitedForAndComes() {
        String run = node.post("/v1/agents/waiter/runs", "{\"key\":\"k\",\"input\":\"wait\"}", 202)
                .get("run_id")
                .asText();
        eventually(() -> assertThat(drawn(run))
                .containsExactly(
                        "goes on",
                        "* waiter — waiting for signal, # s [pause]",
                        "  * waits for the signal go — open, # s [signal go]"));
        node.post("/v1/runs/" + run + "/pause", "{\"reason\":\"\"}", 200);
        assertThat(drawn(run)).contains("* waiter — paused, # s [resume]");
        node.post("/v1/runs/" + run + "/resume", "{\"reason\":\"\"}", 200);

        node.post("/v1/runs/" + run + "/signals/go", "{\"payload\":1}", 200);

        eventually(() -> assertThat(drawn(run))
                .containsExactly("over", "waiter — answered, # s", "  waits for the signal go — received, # s"));
    }

    @Test
    void whatIsSaidWithASignalIsJsonOrATextOrNothing() {
        String script = """
                import { payload } from '%s';
                for (const text of ['', ' ', '{"amount": 250}', '7', 'null', 'yes, do', '{"amount"'])
                  console.log(JSON.stringify(payload(text)));
                """;

        assertThat(said(work -> script.formatted(work)))
                .containsExactly("null", "null", "{\"amount\":250}", "7", "null", "\"yes, do\"", "\"{\\\"amount\\\"\"");
    }

    private static List<String> drawn(String run) {
        try {
            Path graph = Files.writeString(
                    directory.resolve("graph.json"),
                    node.get("/v1/runs/" + run + "/graph").toString());
            return said(work -> SCRIPT.formatted(work, graph));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a script writes that takes what it needs from the page's own. */
    private static List<String> said(Function<Path, String> text) {
        try {
            Path work = Files.writeString(directory.resolve("work.mjs"), WebPage.resource("web/work.js"));
            Path script = Files.writeString(directory.resolve("draw.mjs"), text.apply(work));
            Process drawing = new ProcessBuilder("node", script.toString())
                    .redirectErrorStream(true)
                    .start();
            return new String(drawing.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("needs node: apt install nodejs", e);
        }
    }
}
