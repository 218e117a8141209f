package org.talkoot.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * A conversation at the terminal: what you write goes to a node, its answers come as they are produced. When an agent
 * asks a human, you are the human.
 */
@CommandLine.Command(
        name = "talkoot chat",
        description = "Talks to a node. An empty line or end of input leaves.",
        mixinStandardHelpOptions = true)
public final class Chat implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nobody types so fast that more than this is heard between two looks. */
    private static final int UNHEARD = 1_024;

    @CommandLine.Mixin
    private final NodeOptions node = new NodeOptions();

    @CommandLine.Option(names = "--conversation", description = "default: a new one")
    private @Nullable String conversation;

    @CommandLine.Option(names = "--agent", description = "default: whoever has the conversation")
    private @Nullable String agent;

    private final BufferedReader in;
    private final PrintStream out;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(UNHEARD);
    private volatile boolean leaving;

    Chat(BufferedReader in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    public static void main(String[] args) {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        System.exit(line(new Chat(in, System.out)).execute(args));
    }

    static CommandLine line(Chat chat) {
        return new CommandLine(chat).setExecutionExceptionHandler(CommandException::explain);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String id = conversation == null ? "chat-" + UUID.randomUUID() : conversation;
        String path = "/v1/conversations/" + NodeClient.encoded(id);
        NodeClient client = node.client();
        ChatFeed past = new ChatFeed(new PrintStream(OutputStream.nullOutputStream()));
        long last = replay(client, path, past);
        Thread.ofVirtual().start(() -> follow(path, last));
        try {
            return talk(client, path, id, past.open());
        } finally {
            leaving = true;
        }
    }

    private int talk(NodeClient client, String path, String id, List<Heard.Asked> open)
            throws IOException, InterruptedException {
        out.println("conversation " + id);
        heard.addAll(open);
        if (open.isEmpty() || await(client)) {
            talk(client, path);
        }
        return 0;
    }

    private void talk(NodeClient client, String path) throws IOException, InterruptedException {
        out.print("> ");
        out.flush();
        for (String line = in.readLine(); line != null && !line.isBlank(); line = in.readLine()) {
            if (post(client, path, line) && !await(client)) {
                return;
            }
            out.print("> ");
            out.flush();
        }
    }

    /** What was said before is not repeated; what is still asked there is. */
    private static long replay(NodeClient client, String path, ChatFeed past) {
        long last = 0;
        while (true) {
            Map<String, String> page = Map.of("limit", "1000", "from", Long.toString(last));
            JsonNode events = client.find(path + "/events", page).path("events");
            if (events.isEmpty()) {
                return last;
            }
            events.forEach(past::hear);
            last = events.get(events.size() - 1).get("sequence").asLong();
        }
    }

    private boolean post(NodeClient client, String path, String text) {
        ObjectNode body = NodeClient.body().put("text", text);
        if (agent != null) {
            body.put("agent", agent);
        }
        return accepted(client, path + "/messages", body);
    }

    private boolean accepted(NodeClient client, String path, ObjectNode body) {
        try {
            client.post(path, body);
            return true;
        } catch (CommandException e) {
            if (e.exitCode() != CommandException.REFUSED) {
                throw e;
            }
            out.println(e.getMessage());
            return false;
        }
    }

    /** Until the turn is over. Whether there may be another. */
    private boolean await(NodeClient client) throws IOException, InterruptedException {
        while (true) {
            switch (heard.take()) {
                case Heard.Ended ended -> {
                    out.println(ended.text());
                    return true;
                }
                case Heard.Asked asked -> {
                    if (!decide(client, asked)) {
                        return false;
                    }
                }
            }
        }
    }

    /** The first word decides, the rest is the reason. End of input decides nothing. */
    private boolean decide(NodeClient client, Heard.Asked asked) throws IOException {
        out.printf("%n[%s asks a human] %s%n", asked.agent(), asked.question());
        while (true) {
            out.print("approve? yes or no, and why if you like: ");
            out.flush();
            String line = in.readLine();
            if (line == null) {
                return false;
            }
            String[] words = line.strip().split("\\s+", 2);
            if (!words[0].matches("(?i)y|yes|n|no")) {
                continue;
            }
            ObjectNode decision = NodeClient.body()
                    .put("version", asked.version())
                    .put("approve", words[0].toLowerCase(Locale.ROOT).startsWith("y"))
                    .put("comment", words.length > 1 ? words[1] : "")
                    .put("by", System.getProperty("user.name", "somebody"));
            accepted(
                    client,
                    "/v1/runs/%s/approvals/%s"
                            .formatted(NodeClient.encoded(asked.run()), NodeClient.encoded(asked.call())),
                    decision);
            return true;
        }
    }

    private void follow(String path, long after) {
        ChatFeed feed = new ChatFeed(out);
        HttpRequest request = node.client()
                .endless(path + "/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", Long.toString(after))
                .build();
        try (HttpClient http = HttpClient.newHttpClient();
                Stream<String> lines =
                        http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("data: ")) {
                    hear(feed, line.substring(6));
                }
            }
            gone();
        } catch (IOException | UncheckedIOException e) {
            gone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(ChatFeed feed, String data) throws IOException, InterruptedException {
        var said = feed.hear(JSON.readTree(data));
        if (said.isPresent()) {
            heard.put(said.get());
        }
    }

    /** The other thread may wait for a line that nobody will write. */
    private void gone() {
        if (!leaving) {
            System.err.println("talkoot: the node is gone");
            System.exit(1);
        }
    }
}
