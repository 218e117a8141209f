package org.talkoot.benchmarks.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.core.ConversationId;

/** What a node shows of its views and feeds. Blocks. */
public final class NodeViews {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI node;

    public NodeViews(HttpClient client, URI node) {
        this.client = client;
        this.node = node;
    }

    /**
     * How far a view is.
     *
     * @param behind how far the journal is ahead of it
     */
    public record View(String name, long position, long behind) {}

    public List<View> all() {
        List<View> views = new ArrayList<>();
        for (JsonNode view : send(request("/v1/views").build()).path("views")) {
            views.add(new View(
                    view.path("name").asText(),
                    view.path("sequence").asLong(),
                    view.path("behind").asLong()));
        }
        return views;
    }

    public View view(String name) {
        return all().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Empties it and has it made again; returns when it is empty. */
    public void rebuild(String name) {
        JsonNode unused = send(request("/v1/views/" + name + "/rebuild")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** One page of a feed: the position of its last entry, or {@code after} when there is none. */
    public long page(ConversationId conversation, long after, int limit) {
        JsonNode events = send(request("/v1/conversations/%s/events?from=%d&limit=%d"
                                .formatted(conversation.key(), after, limit))
                        .build())
                .path("events");
        return events.isEmpty()
                ? after
                : events.get(events.size() - 1).path("sequence").asLong();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(node.resolve(path));
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(request.uri() + " is answered with " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
