package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.Instructions;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.context.ContextPolicy;
import org.talkoot.core.context.ContextPolicy.Summarising;
import org.talkoot.core.guard.AskedGuardrail;
import org.talkoot.core.guard.Place;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** What models were told is read over HTTP as it was said. */
final class ModelCallsRouteTest {

    @TempDir
    static Path directory;

    private static final List<String> TOLD = new CopyOnWriteArrayList<>();
    private static LocalNode node;

    private record Listening() implements ModelClient {

        @Override
        public ModelOutcome call(ModelRequest request, Deltas deltas) {
            TOLD.add(request.instructions());
            return new ModelOutcome.Replied(
                    new ModelReply.Answer("yes"), TokenUsage.NONE, new ModelName("test/listening"));
        }
    }

    @BeforeAll
    static void start() {
        Instructions instructions = Instructions.template("You serve {{plan}} customers.")
                .with("plan", view -> view.attributes().values().getOrDefault("plan", "all"));
        node = LocalNode.start(
                Talkoot.agents(List.of(
                                AgentDefinition.of("helper", "helps", LlmBrain.of(instructions)),
                                AgentDefinition.of("plain", "helps", LlmBrain.of("Help.")),
                                AgentDefinition.of("brief", "forgets", LlmBrain.of("Be brief."))
                                        .withContext(ContextPolicy.of(600).summarised()),
                                AgentDefinition.of("judged", "is judged", LlmBrain.of("Be good."))
                                        .guarding(
                                                Place.OUTPUT,
                                                AskedGuardrail.judge("kind", "It is kind.", new ModelName("test/judge"))
                                                        .failingOpen())))
                        .model(new Listening()),
                directory);
    }

    @BeforeEach
    void forget() {
        TOLD.clear();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** The run that answers. */
    private static String say(String body) {
        return say("told", body);
    }

    private static String say(String conversation, String body) {
        return node.post("/v1/conversations/" + conversation + "/messages?wait=30s", body, 200)
                .at("/answer/run_id")
                .asText();
    }

    private static JsonNode calls(String run) {
        return node.get("/v1/runs/" + run + "/model-calls").get("model_calls");
    }

    @Test
    void eachCallHasTheInstructionsThatItsModelGotAlsoWhereNothingChanged() {
        List<String> runs = List.of(
                say("{\"text\":\"one\",\"agent\":\"helper\"}"),
                say("{\"text\":\"two\"}"),
                say("{\"text\":\"three\",\"attributes\":{\"plan\":\"gold\"}}"),
                say("{\"text\":\"four\",\"agent\":\"plain\"}"));

        assertThat(runs.stream()
                        .map(run -> calls(run).get(0).get("instructions").asText()))
                .containsExactlyElementsOf(TOLD)
                .containsExactly(
                        "You serve all customers.", "You serve all customers.", "You serve gold customers.", "Help.");
        JsonNode call = calls(runs.get(2)).get(0);
        assertThat(calls(runs.get(2))).hasSize(1);
        assertThat(call.get("model").asText()).isEqualTo("default");
        assertThat(call.get("tools")).isEmpty();
        assertThat(node.feed("told", "run.prompt-recorded"))
                .extracting(event -> event.get("sequence").asLong())
                .contains(call.get("prompt_sequence").asLong());
    }

    /** Written beside what the run does, and paid for by it. */
    @Test
    void summariesOfTheHistoryAreCallsOfTheRunThatAskedForThem() {
        List<JsonNode> summaries = new ArrayList<>();
        for (int turn = 0; turn < 6; turn++) {
            String run = say("long", "{\"agent\":\"brief\",\"text\":\"%d %s\"}".formatted(turn, "word ".repeat(80)));
            JsonNode calls = calls(run);
            assertThat(calls).extracting(call -> call.get("purpose").asText()).contains("step");
            calls.forEach(call -> {
                if (call.get("purpose").asText().equals("summary")) {
                    summaries.add(call);
                }
            });
        }

        assertThat(summaries).isNotEmpty().allSatisfy(call -> {
            assertThat(call.get("instructions").asText()).isEqualTo(Summarising.DEFAULT.instructions());
            assertThat(call.get("history_to").asInt()).isPositive();
            assertThat(call.has("history_from")).isFalse();
        });
        assertThat(node.feed("long", "run.summary-requested"))
                .extracting(event -> event.get("sequence").asLong())
                .containsExactlyElementsOf(summaries.stream()
                        .map(call -> call.get("sequence").asLong())
                        .toList());
    }

    @Test
    void whatJudgesAreToldIsShownToo() {
        String run = say("judged", "{\"agent\":\"judged\",\"text\":\"six\"}");

        JsonNode calls = calls(run);
        assertThat(calls).extracting(call -> call.get("purpose").asText()).containsExactly("step", "guardrail");
        JsonNode judge = calls.get(1);
        assertThat(judge.get("guardrail").asText()).isEqualTo("kind");
        assertThat(judge.get("model").asText()).isEqualTo("test/judge");
        assertThat(TOLD).contains(judge.get("instructions").asText());
    }

    @Test
    void theyComeInPages() {
        String run = say("paged", "{\"text\":\"five\",\"agent\":\"helper\"}");

        JsonNode page = node.get("/v1/runs/" + run + "/model-calls?limit=1");

        assertThat(page.get("model_calls")).hasSize(1);
        assertThat(page.get("next").asText())
                .isEqualTo(page.at("/model_calls/0/sequence").asText());
        assertThat(node.get("/v1/runs/" + run + "/model-calls?limit=1&after="
                                + page.get("next").asText())
                        .get("model_calls"))
                .isEmpty();
    }

    @Test
    void aRunThatIsNotThereWasToldNothing() {
        assertThat(node.get("/v1/runs/nobody-1/model-calls", 404).get("code").asText())
                .isEqualTo("not-found");
    }
}
