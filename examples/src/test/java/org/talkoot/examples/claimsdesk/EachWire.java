package org.talkoot.examples.claimsdesk;

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
import org.talkoot.agents.provider.langchain4j.Vendor;

/** A model on this machine that speaks the protocol of each vendor, streaming, and always says the same. */
final class EachWire implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Vendor vendor;
    private final String says;
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** @param says as it stands in JSON, between quotes */
    EachWire(Vendor vendor, String says) throws IOException {
        this.vendor = vendor;
        this.says = says;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        String path = switch (vendor) {
            case OPENAI, ANTHROPIC, MISTRAL -> "/v1";
            case GEMINI -> "/v1beta";
            case OLLAMA -> "";
        };
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.getResponseHeaders()
                .add("Content-Type", vendor == Vendor.OLLAMA ? "application/x-ndjson" : "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(stream().replace("SAYS", says).getBytes(StandardCharsets.UTF_8));
        }
    }

    private String stream() {
        return switch (vendor) {
            case OPENAI, MISTRAL -> """
                data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,\
                "delta":{"role":"assistant","content":"SAYS"},"finish_reason":null}]}

                data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,\
                "delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":5,\
                "total_tokens":17}}

                data: [DONE]

                """;
            case GEMINI -> """
                data: {"candidates":[{"content":{"parts":[{"text":"SAYS"}],"role":"model"},"finishReason":"STOP",\
                "index":0}],"usageMetadata":{"promptTokenCount":12,"candidatesTokenCount":5,"totalTokenCount":17},\
                "modelVersion":"m","responseId":"r"}

                """;
            case OLLAMA -> """
                {"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"SAYS"},\
                "done":false}
                {"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":""},\
                "done":true,"done_reason":"stop","prompt_eval_count":12,"eval_count":5}
                """;
            case ANTHROPIC -> """
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
                "content":[],"model":"m","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,\
                "output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"SAYS"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
                "usage":{"output_tokens":15}}

                event: message_stop
                data: {"type":"message_stop"}

                """;
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
