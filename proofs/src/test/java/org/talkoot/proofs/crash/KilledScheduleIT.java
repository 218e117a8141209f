package org.talkoot.proofs.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes are killed while schedules are due: each time begins once, whatever node it is that begins it. */
final class KilledScheduleIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final int SCHEDULES = Integer.getInteger("schedules.killed", 12);

    @TempDir
    private Path directory;

    @Test
    void whatWasDueWhileTheNodeWasAwayIsDoneOnceWhenItIsBack() throws Exception {
        try (NodeProcess node = new NodeProcess(ScheduledNode.class, directory, Map.of())) {
            node.awaitReady();
            Instant due = Instant.now().plusSeconds(3);
            make(node, """
                    {"name": "once", "agent": "diarist", "text": "{{due}}", "conversation_id": "once", "at": "%s"}
                    """.formatted(due));
            node.kill();
            await().atMost(PATIENCE).until(() -> Instant.now().isAfter(due));
            node.restart();
            node.awaitReady();

            Client client = new Client(node);
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class) // nobody has written there yet
                    .untilAsserted(() -> assertThat(written(client, "once")).hasSize(1));
            node.kill();
            node.restart();
            node.awaitReady();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(status(node, "once")).isEqualTo("finished"));
            assertThat(written(client, "once")).hasSize(1);
        }
    }

    @Test
    void threeNodesBeginEachTimeOnceAndGoOnWhenOneIsKilled() throws Exception {
        List<NodeProcess> nodes = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            for (int i = 0; i < 3; i++) {
                nodes.add(new NodeProcess(
                        ScheduledNode.class,
                        Files.createDirectories(directory.resolve("node" + i)),
                        Map.of("TALKOOT_DB_URL", postgres.getJdbcUrl("postgres", "postgres"))));
            }
            nodes.forEach(NodeProcess::awaitReady);
            for (int i = 0; i < SCHEDULES; i++) {
                make(nodes.getFirst(), """
                        {"name": "diary-%1$d", "agent": "diarist", "text": "{{number}} {{due}}", "conversation_id": "d%1$d",
                         "every": "%2$ds"}
                        """.formatted(i, PERIOD.toSeconds()));
            }
            Client client = new Client(nodes.getFirst());
            awaitWritten(client, 2);

            nodes.getLast().kill();
            Instant killed = Instant.now();
            awaitWrittenAfter(client, killed);

            for (int i = 0; i < SCHEDULES; i++) {
                assertEachTimeOnce(written(client, "d" + i));
            }
        } finally {
            nodes.forEach(NodeProcess::close);
        }
    }

    private static void awaitWritten(Client client, int times) {
        for (int i = 0; i < SCHEDULES; i++) {
            String diary = "d" + i;
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class) // nobody has written there yet
                    .until(() -> written(client, diary).size() >= times);
        }
    }

    private static void awaitWrittenAfter(Client client, Instant time) {
        for (int i = 0; i < SCHEDULES; i++) {
            String diary = "d" + i;
            await().atMost(PATIENCE)
                    .until(() -> due(written(client, diary).getLast()).isAfter(time));
        }
    }

    /** Numbered without a gap, each at a time of its own, in order and by the period. */
    private static void assertEachTimeOnce(List<String> entries) {
        List<Instant> dues = new ArrayList<>();
        for (String entry : entries) {
            dues.add(due(entry));
            assertThat(entry).startsWith(dues.size() + " ");
        }
        assertThat(dues).isSorted();
        assertThat(new HashSet<>(dues)).hasSize(dues.size());
        assertThat(dues)
                .allSatisfy(due -> assertThat(
                                Duration.between(dues.getFirst(), due).toMillis() % PERIOD.toMillis())
                        .isZero());
    }

    private static Instant due(String entry) {
        return Instant.parse(entry.substring(entry.indexOf(' ') + 1));
    }

    /** What the agent was asked, in order. */
    private static List<String> written(Client client, String conversation) throws IOException, InterruptedException {
        return client.events(conversation).stream()
                .filter(event -> event.get("type").asText().equals("conversation.message-posted"))
                .map(event -> event.at("/data/text").asText())
                .toList();
    }

    private static String status(NodeProcess node, String name) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(node.uri("/v1/schedules/" + name)).build();
        JsonNode schedule = JSON.readTree(
                node.http().send(request, HttpResponse.BodyHandlers.ofString()).body());
        return schedule.path("status").asText();
    }

    private static void make(NodeProcess node, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = node.http()
                .send(
                        HttpRequest.newBuilder(node.uri("/v1/schedules"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }
}
