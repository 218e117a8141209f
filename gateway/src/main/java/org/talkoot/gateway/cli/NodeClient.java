package org.talkoot.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A running node, over HTTP. Blocks. Whatever goes wrong is a {@link CommandException} that says it in one line. */
public final class NodeClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String url;
    private final Optional<String> token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** @param token says to the node who calls */
    public NodeClient(String url, Optional<String> token) {
        this.token = token;
        this.url = url.replaceAll("/+$", "");
    }

    public static ObjectNode body() {
        return JSON.createObjectNode();
    }

    public JsonNode get(String path, Map<String, String> query) {
        String asked = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return send(request(asked.isEmpty() ? path : path + "?" + asked).GET());
    }

    /** What is there, or an empty object when there is no such thing. */
    public JsonNode find(String path, Map<String, String> query) {
        try {
            return get(path, query);
        } catch (CommandException e) {
            if (e.isAbsence()) {
                return body();
            }
            throw e;
        }
    }

    public String url() {
        return url;
    }

    public JsonNode post(String path, ObjectNode body) {
        return post(path, body, Map.of());
    }

    JsonNode post(String path, ObjectNode body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        headers.forEach((name, value) -> header(request, name, value));
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static void header(HttpRequest.Builder request, String name, String value) {
        try {
            request.setHeader(name, value);
        } catch (IllegalArgumentException e) {
            throw CommandException.impossible("'%s' cannot be sent as %s".formatted(value, name));
        }
    }

    public JsonNode delete(String path) {
        return send(request(path).DELETE());
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Of something that does not end within that patience. */
    public HttpRequest.Builder endless(String path) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
            token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
            return request;
        } catch (IllegalArgumentException e) {
            throw CommandException.impossible("'%s' is no address of a node".formatted(url));
        }
    }

    private HttpRequest.Builder request(String path) {
        return endless(path).timeout(PATIENCE);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            return read(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw CommandException.impossible("no node answers at " + url);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.impossible("interrupted");
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw CommandException.impossible("what answers at %s is no node".formatted(url));
        }
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        if (response.statusCode() == 404) {
            throw CommandException.absent(body.path("detail").asText("there is no such thing"));
        }
        if (response.statusCode() == 401) {
            throw CommandException.impossible("the node does not know who calls (%s); put a token into TALKOOT_TOKEN"
                    .formatted(body.path("detail").asText()));
        }
        String detail = body.path("detail").asText();
        throw CommandException.refused(detail.isEmpty() ? "the node answered " + response.statusCode() : detail);
    }
}
