package org.talkoot.examples.supportdesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A model on this machine that speaks OpenAI's protocol, streaming, and counts 1,000 tokens in and 100 out for each
 * reply.
 */
final class WireModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<JsonNode, Said> mind;
    final List<JsonNode> requests = new CopyOnWriteArrayList<>();

    /** What it says to a request. */
    sealed interface Said {}

    record Text(String text) implements Said {}

    record Call(String tool, String arguments) implements Said {}

    WireModel(Function<JsonNode, Said> mind) throws IOException {
        this.mind = mind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        requests.add(request);
        ObjectNode delta = JSON.createObjectNode().put("role", "assistant");
        String reason = switch (mind.apply(request)) {
            case Text said -> {
                delta.put("content", said.text());
                yield "stop";
            }
            case Call said -> {
                ObjectNode call = delta.putNull("content")
                        .putArray("tool_calls")
                        .addObject()
                        .put("index", 0)
                        .put("id", "call_" + requests.size())
                        .put("type", "function");
                call.putObject("function").put("name", said.tool()).put("arguments", said.arguments());
                yield "tool_calls";
            }
        };
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            send(out, choice(delta, null));
            send(out, choice(JSON.createObjectNode(), reason));
            ObjectNode usage = chunk();
            usage.putArray("choices");
            usage.putObject("usage")
                    .put("prompt_tokens", 1_000)
                    .put("completion_tokens", 100)
                    .put("total_tokens", 1_100);
            send(out, usage);
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static ObjectNode choice(ObjectNode delta, String reason) {
        ObjectNode chunk = chunk();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", reason);
        return chunk;
    }

    private static ObjectNode chunk() {
        return JSON.createObjectNode()
                .put("id", "c")
                .put("object", "chat.completion.chunk")
                .put("created", 1)
                .put("model", "wire");
    }

    private static void send(OutputStream out, ObjectNode chunk) throws IOException {
        out.write(("data: " + chunk + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
