package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.deadletter.FailureClass;
import org.talkoot.gateway.node.Node;
import org.talkoot.gateway.node.Talkoot;

/** Messages, mistakes and what operators look at, against a real node on a free port. */
final class HttpSurfaceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static Node node;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        http = HttpClient.newHttpClient();
        node = Node.start(
                Talkoot.agents(List.of(
                                AgentDefinition.of("echo", "repeats what it hears", LlmBrain.of("Repeat.")),
                                AgentDefinition.of(
                                        "failing",
                                        "fails",
                                        new CodeBrain(view -> new Next.Fail(new RunFailure.GaveUp("tired", "No.")))),
                                AgentDefinition.of(
                                        "plain", "is code", new CodeBrain(view -> new Next.Answer("As ever."))),
                                AgentDefinition.of(
                                        "slow", "sleeps", new CodeBrain(view -> new Next.Sleep(Duration.ofHours(1))))))
                        .model(new EchoModel()),
                NodeConfig.load(ConfigFactory.parseMap(Map.of(
                        "talkoot.data",
                        directory.toString(),
                        "talkoot.http.port",
                        0,
                        "talkoot.http.heartbeat",
                        "200ms"))));
    }

    @AfterAll
    static void stop() {
        node.close();
        http.close();
    }

    @Test
    void aMessageIsAnsweredWhileTheCallerWaits() throws Exception {
        JsonNode reply = body(post("waits", "{\"text\":\"hello\"}", "?wait=30s", 200));

        assertThat(reply.at("/answer/text").asText()).isEqualTo("You said: hello");
        assertThat(reply.at("/answer/agent").asText()).isEqualTo("echo");
        assertThat(reply.get("conversation_id").asText()).isEqualTo("waits");
        String path = "/v1/runs/" + reply.get("run_id").asText();
        // the view of runs follows the journal, and may be a moment behind
        await().untilAsserted(() ->
                assertThat(body(get(path, 200)).get("status").asText()).isEqualTo("answered"));
        assertThat(body(get(path, 200)).at("/usage/input_tokens").asInt()).isEqualTo(7);
        JsonNode conversation = body(get("/v1/conversations/waits", 200));
        assertThat(conversation.get("owner").asText()).isEqualTo("echo");
        assertThat(conversation.get("messages").asInt()).isEqualTo(2);
    }

    @Test
    void messagesAreListedInOrder() throws Exception {
        for (int i = 1; i <= 3; i++) {
            post("listed", "{\"text\":\"n" + i + "\"}", "?wait=30s", 200);
        }
        JsonNode messages = body(get("/v1/conversations/listed/messages", 200)).get("messages");

        assertThat(messages)
                .extracting(m -> m.get("role").asText() + " " + m.get("text").asText())
                .containsExactly(
                        "user n1",
                        "assistant You said: n1",
                        "user n2",
                        "assistant You said: n2",
                        "user n3",
                        "assistant You said: n3");
        long second = messages.get(1).get("sequence").asLong();
        JsonNode rest = body(get("/v1/conversations/listed/messages?limit=1&from=" + second, 200))
                .get("messages");
        assertThat(rest).hasSize(1);
        assertThat(rest.get(0).get("text").asText()).isEqualTo("n2");
    }

    @Test
    void everyAnswerSaysWhichModelGaveIt() throws Exception {
        JsonNode answer = body(post("named", "{\"text\":\"hello\"}", "?wait=30s", 200));
        JsonNode byCode = body(post("named", "{\"text\":\"x\",\"agent\":\"plain\"}", "?wait=30s", 200));
        JsonNode listed = body(get("/v1/conversations/named/messages", 200)).get("messages");
        long question = listed.get(0).get("sequence").asLong();
        JsonNode rest = body(get("/v1/conversations/named/messages?from=" + question, 200))
                .get("messages");

        assertThat(answer.at("/answer/metadata/model").asText()).isEqualTo("test/echo");
        assertThat(byCode.at("/answer/text").asText()).isEqualTo("As ever.");
        assertThat(byCode.at("/answer/metadata")).isEmpty();
        assertThat(listed.get(1).at("/metadata/model").asText()).isEqualTo("test/echo");
        assertThat(listed.get(3).at("/metadata")).isEmpty();
        assertThat(rest.get(0).at("/metadata/model").asText()).isEqualTo("test/echo");
        String run = answer.get("run_id").asText();
        await().untilAsserted(
                        () -> // the view of runs follows the journal, and may be a moment behind
                        assertThat(body(get("/v1/runs/" + run, 200))
                                        .at("/model")
                                        .asText())
                                .isEqualTo("test/echo"));
    }

    @Test
    void anOldAnswerStillSaysWhichModelGaveIt() throws Exception {
        JsonNode first = body(keyed("old", "k1", "{\"text\":\"first\"}", "?wait=30s"));
        for (int i = 0; i < 20; i++) {
            post("old", "{\"text\":\"more\"}", "?wait=30s", 200);
        }

        JsonNode again = body(keyed("old", "k1", "{\"text\":\"first\"}", "?wait=30s"));

        assertThat(again).isEqualTo(first);
        assertThat(again.at("/answer/metadata/model").asText()).isEqualTo("test/echo");
    }

    @Test
    void aRepeatedKeyReturnsTheFirstAcceptanceAndAnotherTextIsRefused() throws Exception {
        HttpResponse<String> first = keyed("repeated", "k1", "{\"text\":\"once\"}");
        HttpResponse<String> second = keyed("repeated", "k1", "{\"text\":\"once\"}");

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertProblem(keyed("repeated", "k1", "{\"text\":\"other\"}"), 422, "idempotency-key-reused");
    }

    @Test
    void aTurnThatFailsSaysWhy() throws Exception {
        JsonNode reply = body(post("fails", "{\"text\":\"x\",\"agent\":\"failing\"}", "?wait=30s", 200));

        assertThat(reply.at("/failure/code").asText()).isEqualTo("tired");
        assertThat(reply.has("answer")).isFalse();
    }

    @Test
    void whoeverWaitsTooShortHasTheIdsAndTheTurnGoesOn() throws Exception {
        JsonNode reply = body(post("slow", "{\"text\":\"x\",\"agent\":\"slow\"}", "?wait=50ms", 202));
        String run = reply.get("run_id").asText();
        // the view of runs may be a moment behind whoever waits so short
        await().untilAsserted(() -> assertThat(
                        body(get("/v1/runs/" + run, 200)).get("status").asText())
                .isIn("waiting", "running", "waiting_for_timer"));

        assertThat(request("/v1/runs/" + run + "/cancel", "application/json", "{\"reason\":\"enough\"}")
                        .statusCode())
                .isEqualTo(200);
        await().untilAsserted(() -> assertThat(
                        body(get("/v1/runs/" + run, 200)).at("/failure/code").asText())
                .isEqualTo("cancelled"));
    }

    @Test
    void moreMessagesThanMayWaitAreRefusedWithATimeToComeBack() throws Exception {
        HttpResponse<String> last = null;
        for (int i = 0; i < 18; i++) {
            last = request(
                    "/v1/conversations/full/messages",
                    "application/json",
                    "{\"text\":\"x" + i + "\",\"agent\":\"slow\"}");
        }
        assertProblem(last, 429, "too-many-waiting");
        assertThat(last.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void everyMistakeIsAProblemAndStoresNothing() throws Exception {
        String path = "/v1/conversations/mistakes/messages";
        String json = "application/json";

        assertProblem(request(path, json, "{\"text\":\"x\",\"agent\":\"nobody\"}"), 404, "unknown-agent");
        assertProblem(request(path, json, "{\"text\":"), 400, "malformed-json");
        assertProblem(request(path, json, "[]"), 400, "not-an-object");
        assertProblem(request(path, json, "{}"), 400, "missing-field");
        assertProblem(request(path, json, "{\"text\":7}"), 400, "wrong-type");
        assertProblem(request(path, json, "{\"text\":\" \"}"), 422, "blank-text");
        assertProblem(request(path, json, "{\"text\":\"" + "x".repeat(40_000) + "\"}"), 422, "unacceptable-text");
        assertProblem(request(path, "text/plain", "hello"), 415, "unsupported-media-type");
        assertProblem(request(path, json, "{\"text\":\"" + "x".repeat(10_000_000) + "\"}"), 413, "body-too-large");
        assertProblem(request(path + "?wait=soon", json, "{\"text\":\"x\"}"), 400, "bad-wait");
        assertProblem(
                request("/v1/conversations/b%20d/messages", json, "{\"text\":\"x\"}"), 400, "bad-conversation-id");
        assertProblem(get("/v1/conversations/mistakes/messages", 404), 404, "not-found");
        assertProblem(get("/v1/conversations/mistakes", 404), 404, "not-found");
        assertProblem(get("/v1/runs/no-such-run", 404), 404, "not-found");
        assertProblem(get("/v1/nowhere", 404), 404, "not-found");
        assertProblem(get("/v1/conversations/mistakes/events?from=x", 400), 400, "bad-position");
        assertProblem(get("/v1/conversations/mistakes/events?limit=0", 400), 400, "bad-limit");
        assertProblem(get("/v1/conversations/mistakes/events?limit=many", 400), 400, "bad-limit");
        assertProblem(send(HttpRequest.newBuilder(uri("/v1/agents")).DELETE().build()), 405, "method-not-allowed");
        assertProblem(request("/v1/approvals/mistakes/echo/c1", json, "{\"approve\":true}"), 409, "not-pending");
    }

    @Test
    void operatorsSeeHealthMetricsAgentsAndTheDescription() throws Exception {
        assertThat(body(get("/health/live", 200)).get("status").asText()).isEqualTo("up");
        assertThat(body(get("/health/ready", 200)).get("checks")).hasSize(7);
        post("metered", "{\"text\":\"x\"}", "?wait=30s", 200);
        assertThat(get("/metrics", 200).body())
                .contains(
                        "http_server_requests_seconds_count",
                        "talkoot_journal_commit_seconds_count{outcome=\"committed\"}",
                        "talkoot_journal_commit_events_sum",
                        "talkoot_journal_queued_events",
                        "talkoot_journal_tail_behind",
                        "talkoot_projection_behind{projection=\"run-view\"}",
                        "talkoot_projection_running{projection=\"run-view\"}");
        assertThat(body(get("/v1/agents", 200)).at("/agents/0/name").asText()).isEqualTo("echo");
        assertThat(body(get("/v1/usage", 200)).has("usage")).isTrue();
        assertThat(body(get("/v1/conversations?limit=5", 200)).has("conversations"))
                .isTrue();
        assertThat(get("/", 200).body()).contains("<title>Talkoot</title>");
        assertThat(get("/openapi.yaml", 200).body())
                .contains(
                        "/v1/conversations/{id}/messages:",
                        "/v1/conversations/{id}/events:",
                        "/v1/conversations/{id}/socket:",
                        "/v1/runs/{id}/cancel:",
                        "/v1/approvals/{conversation}/{agent}/{call}:",
                        "/v1/events:",
                        "/v1/dead-letters/{id}/redrive:",
                        Arrays.toString(FailureClass.values()));
    }

    @Test
    void aNodeOnTheEmbeddedDatabaseIsAClusterOfOne() throws Exception {
        JsonNode cluster = body(get("/v1/cluster", 200));

        assertThat(cluster.get("members")).hasSize(1);
        JsonNode self = cluster.at("/members/0");
        assertThat(self.get("http").asText())
                .isEqualTo("127.0.0.1:" + node.address().getPort());
        assertThat(self.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(self.get("status").asText()).isEqualTo("up");
        assertThat(self.get("shards").isInt()).isTrue();
        assertThat(cluster.get("leader")).isEqualTo(self.get("node"));
        assertThat(cluster.get("lease").isNull()).isTrue();
        assertThat(cluster.get("followers"))
                .isNotEmpty()
                .allSatisfy(follower -> assertThat(follower.get("node")).isEqualTo(self.get("node")));
    }

    private static HttpResponse<String> post(String conversation, String body, String query, int status)
            throws Exception {
        HttpResponse<String> response =
                request("/v1/conversations/" + conversation + "/messages" + query, "application/json", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response;
    }

    private static HttpResponse<String> keyed(String conversation, String key, String body) throws Exception {
        return keyed(conversation, key, body, "");
    }

    private static HttpResponse<String> keyed(String conversation, String key, String body, String query)
            throws Exception {
        return send(HttpRequest.newBuilder(uri("/v1/conversations/" + conversation + "/messages" + query))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> request(String path, String type, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> get(String path, int status) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)).build());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response;
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode body(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        JsonNode problem = body(response);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("type").asText()).isEqualTo("urn:talkoot:problem:" + code);
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + node.address().getPort() + path);
    }
}
