package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.schema.DataType;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Runs that are started by the name of their agent: one, again, many, and what is refused. */
final class StartedRunsTest {

    /** What the typed agent takes. */
    public record Order(String item, int pieces) {}

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                        AgentDefinition.of("echo", "", CodeBrain.answering(view -> "heard " + view.task())),
                        AgentDefinition.of(
                                        "shop",
                                        "",
                                        new CodeBrain(view -> DataType.of(Order.class)
                                                .read(view.task())
                                                .fitting()
                                                .filter(order -> order.pieces() > 0)
                                                .<Next>map(order -> new Next.Answer(
                                                        "%d of %s".formatted(order.pieces(), order.item())))
                                                .orElseGet(() -> new Next.Fail(
                                                        new RunFailure.GaveUp("nothing", "nothing is ordered")))))
                                .taking(Order.class))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aRunIsStartedByNameAndWaitedFor() {
        JsonNode ended = node.post("/v1/agents/echo/runs?wait=30s", """
                {"key": "a", "input": "hello"}""", 200);

        assertThat(ended.at("/answer/text").asText()).isEqualTo("heard hello");
        assertThat(ended.at("/conversation_id").asText()).isEqualTo("run:echo:a");
    }

    @Test
    void itIsLookedAtLater() {
        String run = node.post("/v1/agents/echo/runs", """
                        {"key": "later", "input": "hello"}""", 202).at("/run_id").asText();

        eventually(() -> {
            JsonNode shown = node.get("/v1/runs/" + run);
            assertThat(shown.at("/status").asText()).isEqualTo("answered");
            assertThat(shown.at("/answer/text").asText()).isEqualTo("heard hello");
        });
    }

    @Test
    void aRepeatIsTheSameRunAndAnotherInputIsRefused() {
        JsonNode first = node.post("/v1/agents/echo/runs", """
                {"key": "again", "input": "hello"}""", 202);
        JsonNode second = node.post("/v1/agents/echo/runs", """
                {"key": "again", "input": "hello"}""", 202);

        assertThat(second).isEqualTo(first);
        assertThat(node.post("/v1/agents/echo/runs", """
                        {"key": "again", "input": "goodbye"}""", 422).at("/type").asText())
                .endsWith("idempotency-key-reused");
    }

    @Test
    void withoutAKeyEachIsAnotherRun() {
        JsonNode first = node.post("/v1/agents/echo/runs", "{\"input\": \"hello\"}", 202);
        JsonNode second = node.post("/v1/agents/echo/runs", "{\"input\": \"hello\"}", 202);

        assertThat(second.at("/run_id")).isNotEqualTo(first.at("/run_id"));
    }

    @Test
    void anAgentThatTakesAValueGetsOne() {
        JsonNode ended = node.post("/v1/agents/shop/runs?wait=30s", """
                {"input": {"item": "nails", "pieces": 3}}""", 200);

        assertThat(ended.at("/answer/text").asText()).isEqualTo("3 of nails");
        assertThat(node.get("/v1/agents")
                        .at("/agents/1/input_schema/properties")
                        .toString())
                .contains("pieces");
    }

    /** By the same road as everybody else: a message to the agent is its input too. */
    @Test
    void whatDoesNotFitFailsWhereItWasNotRefused() {
        JsonNode ended =
                node.post("/v1/conversations/c1/messages?wait=30s", "{\"agent\": \"shop\", \"text\": \"nails\"}", 200);

        assertThat(ended.at("/failure/detail").asText()).contains("it is no Order");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            echo | {"key": "x"}                                      | 400 | missing-field
            echo | {"key": "a/b", "input": "x"}                      | 400 | bad-run-id
            echo | {"key": 7, "input": "x"}                          | 400 | wrong-type
            echo | {"input": " "}                                    | 422 | blank-text
            shop | {"input": "nails"}                                | 422 | unfit-input
            shop | {"input": {"item": "nails"}}                      | 422 | unfit-input
            shop | {"input": {"item": "n", "pieces": 1, "x": 2}}     | 422 | unfit-input
            none | {"input": "x"}                                    | 404 | not-found
            NONE | {"input": "x"}                                    | 400 | bad-agent-id
            """)
    void whatIsWrongIsSaid(String agent, String body, int status, String code) {
        assertThat(node.post("/v1/agents/%s/runs".formatted(agent), body, status)
                        .at("/type")
                        .asText())
                .endsWith(code);
    }

    @Test
    void manyAreStartedTogetherAndCounted() {
        String runs = IntStream.range(0, 200)
                .mapToObj(
                        i -> "{\"key\": \"n%d\", \"input\": {\"item\": \"nails\", \"pieces\": %d}}".formatted(i, i % 4))
                .collect(Collectors.joining(","));
        String body = "{\"key\": \"monday\", \"runs\": [%s]}".formatted(runs);

        JsonNode begun = node.post("/v1/agents/shop/batches", body, 202);
        JsonNode again = node.post("/v1/agents/shop/batches", body, 202);

        assertThat(begun.at("/total").asInt()).isEqualTo(200);
        assertThat(begun.at("/repeats").asInt()).isZero();
        assertThat(again.at("/repeats").asInt()).isEqualTo(200);
        assertThat(again.at("/runs")).isEqualTo(begun.at("/runs"));
        eventually(() -> {
            JsonNode batch = node.get("/v1/agents/shop/batches/monday?limit=150");
            assertThat(batch.at("/total").asInt()).isEqualTo(200);
            assertThat(batch.at("/open").asInt()).isZero();
            assertThat(batch.at("/answered").asInt()).isEqualTo(150);
            assertThat(batch.at("/failed").asInt()).isEqualTo(50);
            assertThat(batch.at("/runs")).hasSize(150);
            assertThat(node.get("/v1/agents/shop/batches/monday?limit=150&after="
                                    + batch.at("/next").asText())
                            .at("/runs"))
                    .hasSize(50);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"key": "b"}                                                               | 400 | bad-runs
            {"key": "b", "runs": []}                                                   | 400 | bad-runs
            {"key": "b", "runs": ["x"]}                                                | 400 | bad-runs
            {"key": "b:c", "runs": [{"input": {"item": "n", "pieces": 1}}]}            | 400 | bad-run-id
            {"runs": [{"input": {"item": "n", "pieces": 1}}, {"input": "x"}]}          | 422 | unfit-input
            {"runs": [{"key": "a", "input": {"item": "n", "pieces": 1}}, {"key": "a", "input": {"item": "n", "pieces": 1}}]} | 400 | same-key-twice
            """)
    void ofAnUnfitBatchNothingIsStarted(String body, int status, String code) {
        assertThat(node.post("/v1/agents/shop/batches", body, status)
                        .at("/type")
                        .asText())
                .endsWith(code);
        node.request("GET", "/v1/agents/shop/batches/b", "", 404);
    }
}
