package org.talkoot.proofs.crash;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that does what a careful client does: repeats a request with the same key until it is accepted. */
public final class Client {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Entrance node;

    public Client(Entrance node) {
        this.node = node;
    }

    /** Posts until it is acknowledged; returns the id of the message. */
    String post(String conversation, String key, String text) {
        HttpRequest request = HttpRequest.newBuilder(node.uri("/v1/conversations/" + conversation + "/messages"))
                .timeout(Duration.ofSeconds(5))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.createObjectNode().put("text", text).toString()))
                .build();
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> accepted(request), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> accepted(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = node.http().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 202) {
                return Optional.of(
                        JSON.readTree(response.body()).get("message_id").asText());
            }
            if (response.statusCode() < 500 && response.statusCode() != 429) {
                throw new IllegalStateException("refused: " + response.body());
            }
            node.failed();
            return Optional.empty();
        } catch (IOException e) {
            node.failed(); // it went down before it answered: that is what the key is for
            return Optional.empty();
        }
    }

    /** All messages of a conversation; read until none is left. */
    public List<JsonNode> messages(String conversation) throws IOException, InterruptedException {
        return pages("/v1/conversations/" + conversation + "/messages", "messages");
    }

    /** All events of a conversation's feed. */
    public List<JsonNode> events(String conversation) throws IOException, InterruptedException {
        return pages("/v1/conversations/" + conversation + "/events", "events");
    }

    private List<JsonNode> pages(String path, String field) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        long from = 0;
        while (true) {
            HttpRequest request = HttpRequest.newBuilder(node.uri(path + "?limit=500&from=" + from))
                    .build();
            HttpResponse<String> response = node.http().send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(path + ": " + response.statusCode() + response.body());
            }
            JsonNode page = JSON.readTree(response.body()).get(field);
            if (page.isEmpty()) {
                return all;
            }
            page.forEach(all::add);
            from = all.getLast().get("sequence").asLong();
        }
    }
}
