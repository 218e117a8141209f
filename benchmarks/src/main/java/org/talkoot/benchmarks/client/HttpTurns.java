package org.talkoot.benchmarks.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.talkoot.benchmarks.load.Turns;
import org.talkoot.core.ConversationId;

/** Turns by a POST that waits for the answer, each at the next of the nodes, whoever has the conversation. */
public final class HttpTurns implements Turns {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient client;
    private final List<URI> nodes;
    private final AtomicInteger next = new AtomicInteger();

    public HttpTurns(HttpClient client, List<URI> nodes) {
        this.client = client;
        this.nodes = List.copyOf(nodes);
    }

    /** The text needs no escape: it is of {@link org.talkoot.benchmarks.load.Texts}. */
    @Override
    public CompletionStage<Void> turn(ConversationId conversation, int number, String text) {
        URI node = nodes.get(Math.floorMod(next.getAndIncrement(), nodes.size()));
        HttpRequest request = HttpRequest.newBuilder(
                        node.resolve("/v1/conversations/" + conversation.key() + "/messages?wait=60s"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", conversation.key() + "-" + number)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + text + "\"}"))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenAccept(HttpTurns::requireAnswer);
    }

    private static void requireAnswer(HttpResponse<String> response) {
        if (response.statusCode() != 200 || !response.body().contains("\"answer\":")) {
            throw new IllegalStateException(
                    "the turn did not end in an answer: " + response.statusCode() + " " + response.body());
        }
    }
}
