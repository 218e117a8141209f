package org.talkoot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A real node on a free port, in this process, and an HTTP client that speaks to it. */
public final class NodeUnderTest implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Node node;
    private final HttpClient http = HttpClient.newHttpClient();

    private NodeUnderTest(Node node) {
        this.node = node;
    }

    public static NodeUnderTest start(
            Talkoot application, Path data, Map<String, Object> settings) {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.put("talkoot.data", data.toString());
        all.put("talkoot.http.port", 0);
        return new NodeUnderTest(
                Node.start(application, NodeConfig.load(ConfigFactory.parseMap(all))));
    }

    public JsonNode get(String path, int status) {
        return send(HttpRequest.newBuilder(uri(path)).GET(), status);
    }

    public String text(String path) {
        return text(HttpRequest.newBuilder(uri(path)).GET(), 200);
    }

    public JsonNode post(String path, String body, int status) {
        return post(path, body, Map.of("Content-Type", "application/json"), status);
    }

    public JsonNode post(String path, String body, Map<String, String> headers, int status) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request, status);
    }

    /** The events of a conversation's feed, in order. */
    public List<JsonNode> feed(String conversation) {
        List<JsonNode> events = new ArrayList<>();
        get("/v1/conversations/" + conversation + "/events?limit=500", 200)
                .get("events")
                .forEach(events::add);
        return events;
    }

    /** Those of one type. */
    public List<JsonNode> feed(String conversation, String type) {
        return feed(conversation).stream()
                .filter(event -> event.get("type").asText().equals(type))
                .toList();
    }

    /** Where it is. */
    public String url() {
        return "http://127.0.0.1:" + node.address().getPort();
    }

    private URI uri(String path) {
        return URI.create(url() + path);
    }

    private JsonNode send(HttpRequest.Builder request, int status) {
        try {
            return JSON.readTree(text(request, status));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(HttpRequest.Builder request, int status) {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            return response.body();
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
