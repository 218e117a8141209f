package org.talkoot.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;

import org.talkoot.cluster.NodeConfig;
import org.talkoot.gateway.node.Node;
import org.talkoot.gateway.node.Talkoot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real node on a free port, in this process, spoken to as from outside. */
public final class LocalNode implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Node node;
    private final HttpClient http = HttpClient.newHttpClient();

    private LocalNode(Node node) {
        this.node = node;
    }

    public static LocalNode start(Talkoot application, Path data) {
        Map<String, Object> settings =
                Map.of("talkoot.data", data.toString(), "talkoot.http.port", 0);
        return new LocalNode(
                Node.start(application, NodeConfig.load(ConfigFactory.parseMap(settings))));
    }

    /** Posts an event, as a broker would deliver it. */
    public JsonNode event(String json) {
        return send(post("/v1/events", json), 202);
    }

    /** Says something to an agent and waits for the answer. */
    public String say(String conversation, String agent, String text) {
        String body = JSON.createObjectNode().put("text", text).put("agent", agent).toString();
        return send(post("/v1/conversations/" + conversation + "/messages?wait=30s", body), 200)
                .at("/answer/text")
                .asText();
    }

    /** The events of one type in a conversation's feed, in order. */
    public List<JsonNode> feed(String conversation, String type) {
        List<JsonNode> events = new ArrayList<>();
        get("/v1/conversations/" + conversation + "/events?limit=500")
                .get("events")
                .forEach(events::add);
        return events.stream().filter(event -> event.get("type").asText().equals(type)).toList();
    }

    /** What was published in a conversation, in order. */
    public List<String> published(String conversation) {
        return feed(conversation, "run.event-published").stream()
                .map(event -> event.at("/data/event_type").asText())
                .toList();
    }

    /** The answers of the runs of one agent in a conversation's feed. */
    public List<String> answersOf(String conversation, String agent) {
        return feed(conversation, "run.answered").stream()
                .filter(event -> event.at("/data/run").asText().endsWith(":" + agent))
                .map(event -> event.at("/data/text").asText())
                .toList();
    }

    public JsonNode get(String path) {
        return send(HttpRequest.newBuilder(uri(path)), 200);
    }

    /** Waits until this holds. */
    public static void eventually(Runnable assertion) {
        await().atMost(LONG).untilAsserted(assertion::run);
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + node.address().getPort() + path);
    }

    private JsonNode send(HttpRequest.Builder request, int status) {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        node.close();
    }
}
