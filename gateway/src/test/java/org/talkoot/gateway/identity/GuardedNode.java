package org.talkoot.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** A node that knows who calls, and what one says to it. Its agents say on whose behalf they work. */
final class GuardedNode implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalNode node;
    private final HttpClient http = HttpClient.newHttpClient();

    GuardedNode(Path data, Map<String, Object> authentication) {
        this(application(), data, authentication);
    }

    GuardedNode(Talkoot application, Path data, Map<String, Object> authentication) {
        this.node = LocalNode.start(application, data, new LinkedHashMap<>(authentication));
    }

    /** An answer: its status, headers and body. */
    record Answer(int status, Map<String, List<String>> headers, String text) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new IllegalStateException(text, e);
            }
        }
    }

    private static Talkoot application() {
        return Talkoot.agents(List.of(
                AgentDefinition.of(
                                "who",
                                "says who asks",
                                CodeBrain.answering(view -> view.caller().toString()))
                        .withSubscriptions(Subscription.to("claim.filed")),
                AgentDefinition.of("front", "asks who", new CodeBrain(GuardedNode::front)),
                AgentDefinition.of("asks", "asks a human", new CodeBrain(GuardedNode::asks)),
                AgentDefinition.of(
                        "fussy",
                        "fails",
                        new CodeBrain(view -> new Next.Fail(new RunFailure.GaveUp("fussy", "I cannot say this."))))));
    }

    private static Next front(RunView view) {
        return view.lastStep()
                .<Next>map(step -> new Next.Answer(
                        step instanceof Step.DelegateReported reported
                                ? reported.outcome().toString()
                                : step.toString()))
                .orElse(new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType("who"), "who?", ""))));
    }

    private static Next asks(RunView view) {
        return view.lastStep().isEmpty()
                ? new Next.AskHuman("May I?", Duration.ofHours(1))
                : new Next.Answer(view.lastStep().get().toString());
    }

    int port() {
        return node.port();
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer post(String path, String body, String... headers) {
        return send(request(path, headers)
                .setHeader("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Says something and waits for the answer. */
    Answer say(String conversation, String agent, String text, String... headers) {
        String body =
                JSON.createObjectNode().put("agent", agent).put("text", text).toString();
        return post("/v1/conversations/" + conversation + "/messages?wait=30s", body, headers);
    }

    /** The protocol that is chosen of those that a browser offers, or the status with which it is refused. */
    String socketOf(String path, String first, String... more) {
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .subprotocols(first, more)
                    .buildAsync(URI.create(node.url().replace("http", "ws") + path), new WebSocket.Listener() {})
                    .join();
            socket.abort();
            return socket.getSubprotocol();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return Integer.toString(refused.getResponse().statusCode());
            }
            throw e;
        }
    }

    /** The status with which a WebSocket is refused; 101 when it is not. */
    int socket(String pathAndQuery, String... headers) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        try {
            builder.buildAsync(URI.create(node.url().replace("http", "ws") + pathAndQuery), new WebSocket.Listener() {})
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    /** The first event of a live feed, read as it comes. */
    String firstEvent(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest request = request(path, headers)
                .setHeader("Accept", "text/event-stream")
                .GET()
                .build();
        try (var lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            return lines.filter(line -> line.startsWith("data: ")).findFirst().orElse("");
        }
    }

    /** How many events a live feed had when it ended by itself. */
    long untilItEnds(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest request = request(path, headers)
                .setHeader("Accept", "text/event-stream")
                .GET()
                .build();
        try (var lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            return lines.filter(line -> line.startsWith("data: ")).count();
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.url() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        node.close();
        http.close();
    }
}
