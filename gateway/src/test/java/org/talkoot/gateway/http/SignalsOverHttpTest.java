package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.signal.Said;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Signals and values of runs at a real node: given, again, to nobody, and what is refused. */
final class SignalsOverHttpTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(AgentDefinition.of(
                        "waiter", "waits for two signals", new CodeBrain(SignalsOverHttpTest::waitTwice)))),
                directory);
    }

    private static Next waitTwice(RunView view) {
        List<Step.Signalled> heard = view.steps().stream()
                .filter(Step.Signalled.class::isInstance)
                .map(Step.Signalled.class::cast)
                .toList();
        if (heard.size() == 2) {
            return new Next.Answer(heard.getFirst().payload() + heard.getLast().payload());
        }
        return view.lastStep().orElse(null) instanceof Step.Shown
                ? new Next.AwaitSignal("go", Duration.ofMinutes(30))
                : new Next.Show("heard", Integer.toString(heard.size()));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aRunWaitsForSignalsAndShowsHowFarItIs() {
        String run = waiting("both");

        JsonNode shown = node.get("/v1/runs/" + run);
        assertThat(shown.at("/waiting_for_signals/0").asText()).isEqualTo("go");
        assertThat(shown.at("/values/heard").asInt()).isZero();
        assertThat(node.text("/v1/runs/" + run + "/graph?format=mermaid")).contains("{{\"go\"}}");

        signal(run, "go", "k1", "{\"payload\": {\"amount\": 1.50}}", 200);
        eventually(
                () -> assertThat(node.get("/v1/runs/" + run + "/values/heard").asInt())
                        .isEqualTo(1));
        signal(run, "go", "k1", "{\"payload\": {\"amount\": 1.50}}", 200); // no second one
        signal(run, "go", "k2", "{\"payload\": null}", 200);
        eventually(() -> {
            JsonNode ended = node.get("/v1/runs/" + run);
            assertThat(ended.at("/status").asText()).isEqualTo("answered");
            assertThat(ended.at("/answer/text").asText()).isEqualTo("{\"amount\":1.5}null");
            assertThat(ended.has("waiting_for_signals")).isFalse();
            assertThat(ended.at("/values/heard").asInt()).isEqualTo(1);
        });
        assertThat(signal(run, "go", "k3", "{\"payload\": 1}", 409).at("/type").asText())
                .endsWith("run-ended");
    }

    @Test
    void whatIsNoSignalIsRefused() {
        String run = waiting("bad");

        assertThat(signal(run, "go", "k", "{}", 400).at("/type").asText()).endsWith("missing-field");
        assertThat(signal(run, "go", "k", "{\"payload\": ", 400).at("/status").asInt())
                .isEqualTo(400);
        assertThat(signal(run, "GO", "k", "{\"payload\": 1}", 422).at("/type").asText())
                .endsWith("unfit-signal");
        String large = "{\"payload\": \"%s\"}".formatted("x".repeat(Said.LONGEST));
        assertThat(signal(run, "go", "k", large, 422).at("/type").asText()).endsWith("unfit-signal");
        assertThat(signal(run, "go", "x".repeat(300), "{\"payload\": 1}", 400)
                        .at("/type")
                        .asText())
                .endsWith("bad-idempotency-key");
        assertThat(signal("m-nobody-1", "go", "k", "{\"payload\": 1}", 404)
                        .at("/type")
                        .asText())
                .endsWith("not-found");
        assertThat(node.get("/v1/runs/" + run).at("/status").asText()).isEqualTo("waiting_for_signal");
    }

    @Test
    void moreThanSoManyAreNotKept() {
        String run = waiting("many");
        for (int i = 0; i < 64; i++) {
            signal(run, "later", "k" + i, "{\"payload\": 1}", 200);
        }

        assertThat(signal(run, "later", "more", "{\"payload\": 1}", 429)
                        .at("/type")
                        .asText())
                .endsWith("too-many-signals");
    }

    @Test
    void whatARunDoesNotShowIsNotThere() {
        assertThat(node.get("/v1/runs/" + waiting("shows") + "/values/other", 404)
                        .at("/type")
                        .asText())
                .endsWith("not-found");
    }

    private static String waiting(String key) {
        String run = node.post("/v1/agents/waiter/runs", "{\"key\": \"%s\", \"input\": \"go\"}".formatted(key), 202)
                .at("/run_id")
                .asText();
        eventually(() ->
                assertThat(node.get("/v1/runs/" + run).at("/status").asText()).isEqualTo("waiting_for_signal"));
        return run;
    }

    private static JsonNode signal(String run, String name, String key, String body, int status) {
        return node.post(
                "/v1/runs/%s/signals/%s".formatted(run, name),
                body,
                Map.of("Content-Type", "application/json", "Idempotency-Key", key),
                status);
    }
}
