package org.talkoot.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.SynchronousQueue;
import java.util.stream.Stream;

/**
 * A conversation at the terminal: what you write goes to a node, its answers come as they are
 * produced.
 */
@CommandLine.Command(
        name = "talkoot chat",
        description = "Talks to a node. An empty line or end of input leaves.",
        mixinStandardHelpOptions = true)
public final class Chat implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @CommandLine.Option(names = "--url", defaultValue = "http://127.0.0.1:8080")
    private String url = "http://127.0.0.1:8080";

    @CommandLine.Option(names = "--conversation", description = "default: a new one")
    private @Nullable String conversation;

    @CommandLine.Option(names = "--agent", description = "default: whoever has the conversation")
    private @Nullable String agent;

    private final HttpClient http = HttpClient.newHttpClient();
    private final PrintStream out = System.out;
    private final StringBuilder streamed = new StringBuilder();

    /** Passes the end of each turn from the reader of events to the reader of lines. */
    private final SynchronousQueue<String> ends = new SynchronousQueue<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Chat()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String id = conversation == null ? "chat-" + UUID.randomUUID() : conversation;
        URI base = URI.create(url + "/v1/conversations/" + id);
        try {
            long last = lastSequence(base);
            Thread.ofVirtual().start(() -> follow(base, last));
        } catch (IOException e) {
            System.err.println("talkoot: no node answers at " + url);
            return 2;
        }
        out.println("conversation " + id);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        out.print("> ");
        for (String line = in.readLine(); line != null && !line.isBlank(); line = in.readLine()) {
            if (post(base, line)) {
                out.println(ends.take());
            }
            out.print("> ");
        }
        return 0;
    }

    /** The end of what was said before, so that an old conversation is not repeated. */
    private long lastSequence(URI base) throws IOException, InterruptedException {
        long last = 0;
        while (true) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + "/events?limit=1000&from=" + last))
                            .build();
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode events = JSON.readTree(response.body()).path("events");
            if (events.isEmpty()) {
                return last;
            }
            last = events.get(events.size() - 1).get("sequence").asLong();
        }
    }

    private boolean post(URI base, String text) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("text", text);
        if (agent != null) {
            body.put("agent", agent);
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + "/messages"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 202) {
            out.println(JSON.readTree(response.body()).path("detail").asText());
            return false;
        }
        return true;
    }

    private void follow(URI base, long after) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + "/events"))
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", Long.toString(after))
                        .build();
        try (Stream<String> lines =
                http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            lines.filter(line -> line.startsWith("data: "))
                    .forEach(line -> show(line.substring(6)));
        } catch (IOException e) {
            System.err.println("talkoot: the node is gone");
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The whole answer, unless all of it has been seen while it was produced. */
    private String answered(JsonNode event) {
        String text = event.at("/data/text").asText();
        boolean seen = streamed.toString().endsWith(text);
        streamed.setLength(0);
        return (seen ? "" : "\n" + text) + "\n[" + event.at("/data/agent").asText() + "]";
    }

    private void show(String data) {
        try {
            JsonNode event = JSON.readTree(data);
            switch (event.path("type").asText()) {
                case "conversation.answer-posted" -> ends.put(answered(event));
                case "conversation.turn-failed" ->
                        ends.put("\rno answer: " + event.at("/data/failure"));
                case "conversation.handed-off" ->
                        out.println("[" + event.at("/data/to").asText() + " takes over]");
                case "run.model-call-delayed" ->
                        out.println(
                                "[waiting for the model until "
                                        + event.at("/data/until").asText()
                                        + "]");
                case "delta-restart" -> {
                    streamed.setLength(0);
                    out.println("\n[the answer begins anew]");
                }
                case "" -> {
                    streamed.append(event.path("text").asText());
                    out.print(event.path("text").asText());
                }
                default -> {}
            }
            out.flush();
        } catch (IOException e) {
            out.println("cannot read what the node sent: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
