package org.talkoot.eval.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests to a node. Blocks. */
public final class NodeHttp implements AutoCloseable {

    /** Beyond what a request itself waits for. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private final Optional<String> token;

    NodeHttp(String url) {
        this(url, Optional.empty());
    }

    /**
     * Connects when it is used.
     *
     * @param url such as {@code http://localhost:8080}
     * @param token for a node that asks who calls
     */
    public NodeHttp(String url, Optional<String> token) {
        this.url = url;
        this.token = token;
    }

    record Reply(int status, JsonNode body) {}

    Reply post(String path, String key, JsonNode body, Duration waits) {
        return send(request(path)
                .timeout(PATIENCE.plus(waits))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** All that is journalled for a conversation so far, in order. */
    public List<JsonNode> feed(String conversation) {
        List<JsonNode> all = new ArrayList<>();
        long after = 0;
        while (true) {
            JsonNode page = get("/v1/conversations/%s/events?limit=500&from=%d".formatted(conversation, after))
                    .path("events");
            if (page.isEmpty()) {
                return all;
            }
            page.forEach(all::add);
            after = all.getLast().path("sequence").asLong();
        }
    }

    /**
     * What is there.
     *
     * @throws IllegalStateException when the node refuses, with what it says
     */
    public JsonNode get(String path) {
        Reply reply = send(request(path).timeout(PATIENCE).GET());
        if (reply.status() != 200) {
            throw new IllegalStateException("%s%s answered %d: %s".formatted(url, path, reply.status(), reply.body()));
        }
        return reply.body();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        return request;
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
