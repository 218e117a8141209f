package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Who asked whom in a run, and what is waited for, while it works and afterwards. */
final class RunGraphTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    /** Asks two at once, of whom one asks a person; then answers. */
    private static final AgentDefinition DESK = AgentDefinition.of(
            "desk",
            "",
            new CodeBrain(view -> view.steps().isEmpty()
                    ? new Next.Delegate(List.of(
                            new Next.Delegate.Task(new AgentType("law"), "may we"),
                            new Next.Delegate.Task(new AgentType("boss"), view.task())))
                    : new Next.Answer("asked")));

    private static final AgentDefinition BOSS = AgentDefinition.of(
            "boss",
            "",
            new CodeBrain(view -> view.steps().isEmpty() && view.task().equals("ask")
                    ? new Next.AskHuman("Is \"this\" [right]?", Duration.ofHours(1))
                    : new Next.Answer("fine")));

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(
                        List.of(DESK, BOSS, AgentDefinition.of("law", "", CodeBrain.answering(view -> "you may")))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static JsonNode call(JsonNode graph, String kind, String name) {
        return StreamSupport.stream(graph.at("/calls").spliterator(), false)
                .filter(call -> call.at("/kind").asText().equals(kind)
                        && call.at("/name").asText().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s %s in %s".formatted(kind, name, graph)));
    }

    @Test
    void whatHasEndedSaysWhoAskedWhom() {
        String run = node.post("/v1/agents/desk/runs?wait=30s", "{\"input\": \"look\"}", 200)
                .at("/run_id")
                .asText();

        eventually(() -> {
            JsonNode graph = node.get("/v1/runs/" + run + "/graph");
            assertThat(graph.at("/runs")).hasSize(3);
            assertThat(graph.at("/truncated").asBoolean()).isFalse();
            JsonNode asked = call(graph, "agent", "law");
            assertThat(asked.at("/run_id").asText()).isEqualTo(run);
            assertThat(asked.at("/status").asText()).isEqualTo("answered");
            assertThat(asked.at("/open").asBoolean()).isFalse();
            assertThat(graph.at("/runs").findValuesAsText("run_id"))
                    .contains(asked.at("/to_run_id").asText());
        });
    }

    @Test
    void whatIsWaitedForIsOpenAndDrawnAsSuch() {
        String run = node.post("/v1/agents/desk/runs", "{\"input\": \"ask\"}", 202)
                .at("/run_id")
                .asText();

        eventually(() -> {
            JsonNode graph = node.get("/v1/runs/" + run + "/graph");
            assertThat(call(graph, "agent", "boss").at("/open").asBoolean()).isTrue();
            assertThat(call(graph, "agent", "law").at("/open").asBoolean()).isFalse();
            assertThat(call(graph, "person", "Is").at("/open").asBoolean()).isTrue();
        });
        assertThat(node.text("/v1/runs/" + run + "/graph?format=mermaid"))
                .startsWith("flowchart TD\n    r0[\"desk<br/>waits for people\"]\n")
                .containsPattern("r0 -\\.->\\|\"open, [0-9.]+ s\"\\| r[12]")
                .containsPattern("r0 -->\\|\"answered, [0-9.]+ s\"\\| r[12]")
                .contains("[/\"Is this right ?\"/]");
    }

    /** Of an agent that has talked before, only what belongs to the run that is asked for. */
    @Test
    void aRunOfALongConversationIsFound() {
        String last = "";
        for (int i = 0; i < 20; i++) {
            last = node.post(
                            "/v1/conversations/long/messages?wait=30s",
                            "{\"agent\": \"desk\", \"text\": \"look %d\"}".formatted(i),
                            200)
                    .at("/run_id")
                    .asText();
        }
        String run = last;

        eventually(() -> {
            JsonNode graph = node.get("/v1/runs/" + run + "/graph");
            assertThat(graph.at("/calls")).hasSize(2);
            assertThat(graph.at("/runs")).hasSize(3);
        });
    }

    @Test
    void whatIsNotThereIsSaid() {
        node.request("GET", "/v1/runs/m-0-1/graph", "", 404);
        String run = node.post("/v1/agents/law/runs?wait=30s", "{\"input\": \"x\"}", 200)
                .at("/run_id")
                .asText();
        assertThat(node.request("GET", "/v1/runs/" + run + "/graph?format=png", "", 400)
                        .at("/code")
                        .asText())
                .isEqualTo("bad-format");
    }
}
