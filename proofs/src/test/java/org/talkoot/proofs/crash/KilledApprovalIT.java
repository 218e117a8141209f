package org.talkoot.proofs.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is killed while people are waited for: their time goes on, and what they agree to is done once. */
final class KilledApprovalIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void whatPeopleWereAskedIsAskedUntilTheSameTimeAndDoneOnce() throws Exception {
        try (NodeProcess node = new NodeProcess(ApprovalNode.class, directory, Map.of())) {
            node.awaitReady();
            Client client = new Client(node);
            for (String what : List.of("agreed", "late", "escalated")) {
                assertThat(client.post(what, what, what)).isNotEmpty();
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(open(node, "")).hasSize(3));
            JsonNode agreed = one(node, "agreed");
            JsonNode late = one(node, "late");

            node.kill();
            node.restart();
            node.awaitReady();

            assertThat(one(node, "agreed")).isEqualTo(agreed);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(answer(client, "late")).contains("approval-expired"));
            assertThat(Instant.parse(at(client, "late", "run.approval-expired")))
                    .isAfterOrEqualTo(Instant.parse(late.get("until").asText()));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(one(node, "escalated").get("roles"))
                            .extracting(JsonNode::asText)
                            .containsExactly("board"));
            JsonNode escalated = one(node, "escalated");
            assertThat(escalated.get("due_at")).isEqualTo(escalated.get("until"));

            for (JsonNode row : List.of(agreed, escalated)) {
                assertThat(approve(node, row)).isEqualTo(200);
            }
            for (String what : List.of("agreed", "escalated")) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(answer(client, what)).isEqualTo("paid " + what));
            }
            node.kill();
            node.restart();
            node.awaitReady();

            assertThat(approve(node, agreed)).isEqualTo(409);
            assertThat(open(node, "")).isEmpty();
            assertThat(new CallLog(directory).read())
                    .extracting(CallLog.Entry::subject)
                    .containsExactlyInAnyOrder("agreed", "escalated");
        }
    }

    private static JsonNode one(NodeProcess node, String conversation) throws IOException, InterruptedException {
        JsonNode open = open(node, "?conversation=" + conversation);
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    private static JsonNode open(NodeProcess node, String query) throws IOException, InterruptedException {
        return JSON.readTree(node.http()
                        .send(
                                HttpRequest.newBuilder(node.uri("/v1/approvals" + query))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .get("approvals");
    }

    /** By Ann, as the row says; the status of the answer. */
    private static int approve(NodeProcess node, JsonNode row) throws IOException, InterruptedException {
        String yes = JSON.createObjectNode()
                .put("approve", true)
                .put("version", row.get("version").asInt())
                .put("by", "ann")
                .toString();
        return node.http()
                .send(
                        HttpRequest.newBuilder(node.uri(row.get("href").asText()))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(yes))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String answer(Client client, String conversation) throws IOException, InterruptedException {
        return client.messages(conversation).getLast().get("text").asText();
    }

    private static String at(Client client, String conversation, String type) throws IOException, InterruptedException {
        return client.events(conversation).stream()
                .filter(event -> event.get("type").asText().equals(type))
                .map(event -> event.at("/data/at").asText())
                .findFirst()
                .orElseThrow();
    }
}
