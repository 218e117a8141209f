package org.talkoot.proofs.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.talkoot.proofs.crash.NodeProcess;

/** What is said to a node, and what it shows of it, by HTTP. */
record Talks(NodeProcess node) {

    static final Duration LONG = Duration.ofSeconds(120);

    private static final ObjectMapper JSON = new ObjectMapper();

    void say(String conversation, String agent) throws Exception {
        post(conversation + "/messages", "{\"text\":\"go\",\"agent\":\"%s\"}".formatted(agent), 202);
    }

    void cancel(String conversation) throws Exception {
        post(conversation + "/cancel", "{}", 200);
    }

    private void post(String path, String body, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.uri("/v1/conversations/" + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(node.http()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(status);
    }

    String answer(String conversation) {
        await().atMost(LONG)
                .ignoreExceptions()
                .until(() -> !feed(conversation, "conversation.answer-posted").isEmpty());
        return feed(conversation, "conversation.answer-posted")
                .getLast()
                .at("/data/text")
                .asText();
    }

    List<JsonNode> feed(String conversation, String type) {
        HttpRequest request = HttpRequest.newBuilder(
                        node.uri("/v1/conversations/" + conversation + "/events?limit=500"))
                .build();
        try {
            String body = node.http()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            return Stream.of(JSON.readTree(body).get("events"))
                    .flatMap(events -> events.valueStream())
                    .filter(event -> event.get("type").asText().equals(type))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Completes when the live feed shows this text. */
    CompletableFuture<Boolean> seen(String conversation, String text) {
        HttpRequest request = HttpRequest.newBuilder(node.uri("/v1/conversations/" + conversation + "/events"))
                .header("Accept", "text/event-stream")
                .build();
        return node.http()
                .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenApplyAsync(response -> {
                    try (Stream<String> lines = response.body()) {
                        return lines.anyMatch(line -> line.contains(text));
                    }
                });
    }
}
