package org.talkoot.testkit.node;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.talkoot.core.RunId;
import org.talkoot.gateway.node.Node;
import org.talkoot.gateway.node.Talkoot;

/**
 * A real node on a free port, in this process, spoken to as from outside: with HTTP, the embedded database and
 * everything else that it has in production. Starts in a second or two, so one serves all tests of a class; each test
 * uses conversations of its own.
 *
 * <p>A node that is closed and started again on the same folder goes on where it was.
 */
public final class LocalNode implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Node node;
    private final HttpClient http = HttpClient.newHttpClient();

    private LocalNode(Node node) {
        this.node = node;
    }

    /** With the settings that the application has. */
    public static LocalNode start(Talkoot application, Path data) {
        return start(application, data, Map.of());
    }

    /**
     * @param data where it keeps its database; a temporary folder
     * @param settings by their full names, such as {@code talkoot.http.max-wait}
     */
    public static LocalNode start(Talkoot application, Path data, Map<String, Object> settings) {
        Talkoot all = application.with("talkoot.data", data.toString()).with("talkoot.http.port", 0);
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            all = all.with(setting.getKey(), setting.getValue());
        }
        return new LocalNode(all.start());
    }

    /** Where it is: {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + node.address().getPort();
    }

    /** Where it listens. */
    public int port() {
        return node.address().getPort();
    }

    /** Where supervisors ask how it is: {@code talkoot.health.port}, or else where everybody does. */
    public int healthPort() {
        return node.healthAddress().getPort();
    }

    /** Begins an orderly stop, as {@link Node#drain} does; {@link #close} ends it. */
    public void drain() {
        node.drain();
    }

    /** Says something to an agent, waits for the end of the turn, and gives the answer's text. */
    public String say(String conversation, String agent, String text) {
        String body =
                JSON.createObjectNode().put("text", text).put("agent", agent).toString();
        return post("/v1/conversations/" + conversation + "/messages?wait=30s", body, 200)
                .at("/answer/text")
                .asText();
    }

    /** Posts an event, as a broker would deliver it. */
    public JsonNode event(String json) {
        return post("/v1/events", json, 202);
    }

    /** The events of a conversation's feed, in order. */
    public List<JsonNode> feed(String conversation) {
        List<JsonNode> events = new ArrayList<>();
        get("/v1/conversations/" + conversation + "/events?limit=500", 200)
                .get("events")
                .forEach(events::add);
        return events;
    }

    /** Those of one type, such as {@code run.answered}. */
    public List<JsonNode> feed(String conversation, String type) {
        return feed(conversation).stream()
                .filter(event -> event.get("type").asText().equals(type))
                .toList();
    }

    /** The types of what agents published in a conversation, in order. */
    public List<String> published(String conversation) {
        return feed(conversation, "run.event-published").stream()
                .map(event -> event.at("/data/event_type").asText())
                .toList();
    }

    /** The answers of the runs of one agent in a conversation's feed. */
    public List<String> answersOf(String conversation, String agent) {
        return feed(conversation, "run.answered").stream()
                .filter(event -> RunId.parse(event.at("/data/run").asText()) instanceof RunId.OfEvent run
                        && run.isFirst()
                        && run.agent().value().equals(agent))
                .map(event -> event.at("/data/text").asText())
                .toList();
    }

    public JsonNode get(String path) {
        return get(path, 200);
    }

    /** @param status what is expected */
    public JsonNode get(String path, int status) {
        return json(send(request(path).GET(), status));
    }

    /** What is there, whatever it is. */
    public String text(String path) {
        return send(request(path).GET(), 200);
    }

    public JsonNode post(String path, String body, int status) {
        return post(path, body, Map.of("Content-Type", "application/json"), status);
    }

    public JsonNode post(String path, String body, Map<String, String> headers, int status) {
        return request("POST", path, body, headers, status);
    }

    /** Any method, with a body of JSON. */
    public JsonNode request(String method, String path, String body, int status) {
        return request(method, path, body, Map.of("Content-Type", "application/json"), status);
    }

    public JsonNode request(String method, String path, String body, Map<String, String> headers, int status) {
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return json(send(request, status));
    }

    /** Waits until an assertion holds, half a minute at most: much happens after an answer. */
    public static void eventually(Runnable assertion) {
        await().atMost(PATIENCE).untilAsserted(assertion::run);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private String send(HttpRequest.Builder builder, int status) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != status) {
                throw new AssertionError("%s answered %d, not %d: %s"
                        .formatted(request, response.statusCode(), status, response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops it as SIGTERM does. */
    @Override
    public void close() {
        http.close();
        node.close();
    }
}
