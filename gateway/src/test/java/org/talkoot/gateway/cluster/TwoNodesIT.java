package org.talkoot.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Two nodes on one database: what one is asked the other may do. */
final class TwoNodesIT {

    private static final int CONVERSATIONS = 24;

    @TempDir
    static Path directory;

    private static EmbeddedPostgres database;
    private static int seed;
    private static LocalNode first;
    private static LocalNode second;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("database"))
                .start();
        seed = freePort();
        first = node("first", seed, seed);
        second = node("second", freePort(), seed);
    }

    private static LocalNode node(String name, int port, int seed) {
        return node(name, port, seed, Map.of());
    }

    private static LocalNode node(String name, int port, int seed, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("talkoot.persistence.database.url", database.getJdbcUrl("postgres", "postgres"));
        settings.put("talkoot.cluster.port", port);
        settings.put("talkoot.cluster.seed-nodes", List.of("127.0.0.1:" + seed));
        return LocalNode.start(
                Talkoot.agents(List.of(
                                AgentDefinition.of("boss", "asks a clerk", new CodeBrain(TwoNodesIT::next)),
                                AgentDefinition.of("writer", "writes piece by piece", LlmBrain.of("Write.")),
                                AgentDefinition.of("clerk", "", CodeBrain.answering(view -> "done: " + view.task()))))
                        .model(new Pieces()),
                directory.resolve(name),
                settings);
    }

    private static Next next(RunView view) {
        return view.lastStep().orElse(null) instanceof Step.DelegateReported report
                ? new Next.Answer("the clerk says: " + ((RunOutcome.Answered) report.outcome()).text())
                : new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType("clerk"), view.task())));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() throws IOException {
        second.close();
        first.close();
        database.close();
    }

    @Test
    void whoCountsShardsDifferentlyIsNotLetInAndSaysWhy() throws Exception {
        int port = freePort();
        assertThatThrownBy(() -> node("third", port, seed, Map.of("talkoot.entities.shards", 7)))
                .hasMessageContaining("talkoot.entities.shards");
        assertThat(first.get("/v1/cluster").get("members"))
                .filteredOn(member -> member.get("status").asText().equals("up"))
                .hasSize(2);
    }

    @Test
    void eitherNodeAnswersForBoth() {
        for (int i = 0; i < CONVERSATIONS; i++) {
            LocalNode asked = i % 2 == 0 ? first : second;
            LocalNode other = i % 2 == 0 ? second : first;
            assertThat(asked.say("c" + i, "boss", "task " + i)).isEqualTo("the clerk says: done: task " + i);
            assertThat(other.say("c" + i, "boss", "more " + i)).isEqualTo("the clerk says: done: more " + i);
            assertThat(asked.feed("c" + i, "conversation.answer-posted")).hasSize(2);
        }
    }

    @Test
    void eitherNodeShowsBothWhatEachHasAndWhoRunsWhat() {
        for (LocalNode asked : List.of(first, second)) {
            LocalNode.eventually(() -> assertShown(asked.get("/v1/cluster")));
        }
    }

    private void assertShown(JsonNode shown) {
        Map<String, JsonNode> members = new HashMap<>();
        shown.get("members").forEach(member -> members.put(member.get("http").asText(), member));
        assertThat(members).containsOnlyKeys("127.0.0.1:" + first.port(), "127.0.0.1:" + second.port());
        assertThat(members.values()).allSatisfy(member -> {
            assertThat(member.get("status").asText()).isEqualTo("up");
            assertThat(member.get("pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(member.get("roles")).hasSize(3);
            assertThat(member.get("shards").isInt()).isTrue();
        });
        Set<String> nodes = members.values().stream()
                .map(member -> member.get("node").asText())
                .collect(Collectors.toSet());
        assertThat(nodes).contains(shown.get("leader").asText());
        assertThat(shown.at("/lease/cluster").asLong()).isEqualTo(1);
        assertThat(shown.at("/lease/holders").findValuesAsText("node")).hasSameElementsAs(nodes);
        assertThat(shown.get("followers").findValuesAsText("name")).contains("waker", "unfinished");
        assertThat(shown.get("followers"))
                .allSatisfy(follower ->
                        assertThat(nodes).contains(follower.get("node").asText()));
    }

    /** Says in pieces what it answers. */
    private record Pieces() implements ModelClient {

        @Override
        public ModelOutcome call(ModelRequest request, Deltas deltas) {
            deltas.next(request.origin(), "piece by ");
            deltas.next(request.origin(), "piece");
            return new ModelOutcome.Replied(
                    new ModelReply.Answer("piece by piece"), TokenUsage.of(1, 1), new ModelName("test/pieces"));
        }
    }

    @Test
    void piecesOfAnAnswerReachReadersOnBothNodes() {
        assertThat(first.say("pieces", "writer", "begin")).isEqualTo("piece by piece");
        try (HttpClient http = HttpClient.newHttpClient()) {
            Queue<String> here = lines(http, first);
            Queue<String> there = lines(http, second);

            // who reads is told to the other node by and by, and pieces are for those who listen when they come
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                first.say("pieces", "writer", "go on");
                return here.contains("event: delta") && there.contains("event: delta");
            });
            http.shutdownNow();
        }
    }

    private static Queue<String> lines(HttpClient http, LocalNode node) {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.url() + "/v1/conversations/pieces/events"))
                .header("Accept", "text/event-stream")
                .build();
        var unused = http.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenAccept(response -> response.body().forEach(lines::add));
        return lines;
    }
}
