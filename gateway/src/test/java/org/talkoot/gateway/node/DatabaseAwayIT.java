package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.testkit.node.LocalNode;

/** A node whose database goes away and comes back, seen from outside. */
final class DatabaseAwayIT {

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedPostgres database;
    private LocalNode node;

    @BeforeEach
    void start() throws IOException {
        database = database(0);
        node = LocalNode.start(
                Talkoot.agents(
                        List.of(AgentDefinition.of("plain", "", new CodeBrain(view -> new Next.Answer("As ever."))))),
                directory.resolve("node"),
                Map.of(
                        "talkoot.persistence.database.url",
                        database.getJdbcUrl("postgres", "postgres"),
                        "talkoot.persistence.database.connect-timeout",
                        "2s",
                        "talkoot.http.ask-timeout",
                        "3s"));
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        node.close();
        database.close();
    }

    /** The one of the port and the folder of this test; port 0 is a free one. */
    private EmbeddedPostgres database(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("database"))
                .setCleanDataDirectory(false)
                .start();
    }

    @Test
    void everyRequestIsToldToComeBackAndFindsEverythingWhenItDoes() throws Exception {
        assertThat(node.say("known", "plain", "hello")).isEqualTo("As ever.");
        String run =
                node.feed("known", "run.started").getFirst().findValue("run").asText();
        int port = database.getPort();
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);

        database.close();

        assertComesBack(post("known", "k1"));
        assertComesBack(post("unknown", "k2"));
        assertComesBack(get("/v1/conversations/known"));
        assertComesBack(get("/v1/conversations/known/messages"));
        assertComesBack(get("/v1/conversations/known/events"));
        assertComesBack(get("/v1/conversations"));
        assertComesBack(get("/v1/runs/" + run));
        await().atMost(LONG).until(() -> get("/health/ready").statusCode() == 503);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);

        database = database(port);

        await().atMost(LONG).until(() -> get("/health/ready").statusCode() == 200);
        for (String conversation : List.of("known", "unknown")) {
            String key = conversation.equals("known") ? "k1" : "k2";
            await().atMost(LONG).until(() -> post(conversation, key).statusCode() == 200);
            assertThat(node.feed(conversation, "conversation.message-posted"))
                    .filteredOn(event -> event.at("/data/text").asText().equals("once"))
                    .hasSize(1);
        }
        // 503 until the views that were away longer than the journal have caught up
        await().atMost(LONG).until(() -> get("/v1/conversations/known").statusCode() == 200);
        await().atMost(LONG).until(() -> get("/v1/runs/" + run).statusCode() == 200);
    }

    private static void assertComesBack(HttpResponse<String> response) throws IOException {
        String what = response.uri() + ": " + response.body();
        assertThat(response.statusCode()).as(what).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.get("code").asText()).isEqualTo("unavailable");
        assertThat(problem.get("status").asInt()).isEqualTo(503);
    }

    private HttpResponse<String> post(String conversation, String key) throws Exception {
        return http.send(
                request("/v1/conversations/" + conversation + "/messages?wait=20s")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"once\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(node.url() + path)).timeout(LONG);
    }
}
