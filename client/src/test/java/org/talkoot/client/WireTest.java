package org.talkoot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes, and what is between, may answer when they are not well: a server that says what it is told. */
final class WireTest {

    private static final String ACCEPTED =
            "{\"conversation_id\":\"c\",\"message_id\":\"m\",\"run_id\":\"m-1\",\"answer\":{\"text\":\"Yes.\",\"agent\":\"a\",\"run_id\":\"m-1\",\"metadata\":{}}}";

    private final Queue<Said> script = new ConcurrentLinkedQueue<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<String> resumed = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    /** @param hangs the connection stays open behind it, and nothing more comes */
    private record Said(int status, String body, boolean hangs) {
        Said(int status, String body) {
            this(status, body, false);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void aNodeThatIsFullOrAwayIsAskedAgainWithTheSameKey() {
        script.add(new Said(503, problem("unavailable")));
        script.add(new Said(502, "<html>no such luck</html>"));
        script.add(new Said(429, problem("too-many-waiting")));
        script.add(new Said(200, ACCEPTED));

        try (TalkootClient client = client(settings())) {
            assertThat(client.conversation("c")
                            .ask("Well?", Duration.ofSeconds(20))
                            .text())
                    .isEqualTo("Yes.");
        }

        assertThat(keys).hasSize(4);
        assertThat(keys.stream().distinct()).hasSize(1);
    }

    @Test
    void patienceEnds() {
        for (int i = 0; i < 100; i++) {
            script.add(new Said(503, problem("unavailable")));
        }

        try (TalkootClient client = client(settings().withPatience(Duration.ofMillis(200)))) {
            assertThatThrownBy(() -> client.conversation("c").say("Well?"))
                    .asInstanceOf(type(TalkootException.Unavailable.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("unavailable"));
        }
        server.stop(0);
        try (TalkootClient client = client(settings().withPatience(Duration.ofMillis(200)))) {
            assertThatThrownBy(() -> client.conversation("c").say("Well?"))
                    .isInstanceOf(TalkootException.Unreachable.class);
        }
    }

    @Test
    void whatIsRefusedIsNotRepeated() {
        script.add(new Said(401, problem("unauthenticated")));
        script.add(new Said(410, problem("removed")));
        script.add(new Said(500, "<html>"));
        script.add(new Said(202, "<html>"));

        try (TalkootClient client = client(settings())) {
            Conversation conversation = client.conversation("c");
            assertThatThrownBy(() -> conversation.say("1")).isInstanceOf(TalkootException.NotAllowed.class);
            assertThatThrownBy(() -> conversation.say("2"))
                    .asInstanceOf(type(TalkootException.NotFound.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("removed"));
            assertThatThrownBy(() -> conversation.say("3"))
                    .asInstanceOf(type(TalkootException.Unavailable.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("http-500"));
            assertThatThrownBy(() -> conversation.say("4")).isInstanceOf(TalkootException.Unreadable.class);
        }
        assertThat(keys).hasSize(4);
    }

    @Test
    void theTokenIsAskedForEachTime() {
        AtomicInteger tokensMade = new AtomicInteger();
        script.add(new Said(503, problem("unavailable")));
        script.add(new Said(200, ACCEPTED));

        try (TalkootClient client = client(settings().withToken(() -> "t" + tokensMade.incrementAndGet()))) {
            client.conversation("c").say("Well?");
        }

        assertThat(tokens).containsExactly("Bearer t1", "Bearer t2");
    }

    @Test
    void anAnswerWithoutEndIsNotRead() {
        script.add(new Said(202, "{\"text\":\"" + "x".repeat(5_000) + "\"}"));

        try (TalkootClient client = client(settings().withLongestItem(1_000))) {
            assertThatThrownBy(() -> client.conversation("c").say("Well?"))
                    .isInstanceOf(TalkootException.Unreadable.class)
                    .hasMessageContaining("1000 bytes");
        }
    }

    @Test
    void aFeedThatEndsInTheMiddleOfAnEventGoesOnBehindTheLastWholeOne() {
        script.add(new Said(200, event(3) + "id: 4\nevent: x\ndata: {\"sequ"));
        script.add(new Said(200, ": alive\n\n" + event(3) + event(4) + event(7)));

        try (TalkootClient client = client(settings());
                Feed feed = client.conversation("c").feed(2)) {
            assertThat(sequence(feed)).isEqualTo(3);
            assertThat(feed.next()).contains(new FeedItem.Resumed(3));
            assertThat(sequence(feed)).isEqualTo(4);
            assertThat(sequence(feed)).isEqualTo(7);
        }
        assertThat(resumed).containsExactly("2", "3");
    }

    @Test
    void aFeedThatSaysNothingIsTakenForCut() {
        script.add(new Said(200, event(1), true));
        script.add(new Said(200, event(2)));

        try (TalkootClient client = client(settings().withSilence(Duration.ofMillis(200)));
                Feed feed = client.conversation("c").feed(0)) {
            assertThat(sequence(feed)).isEqualTo(1);
            assertThat(feed.next()).contains(new FeedItem.Resumed(1));
            assertThat(sequence(feed)).isEqualTo(2);
        }
    }

    @Test
    void anItemWithoutEndIsNotRead() {
        script.add(new Said(200, "data: " + "x".repeat(5_000)));

        try (TalkootClient client = client(settings().withLongestItem(1_000));
                Feed feed = client.conversation("c").feed(0)) {
            assertThatThrownBy(feed::next).isInstanceOf(TalkootException.Unreadable.class);
        }
    }

    @Test
    void aFeedOfWhatIsGoneEnds() {
        script.add(new Said(410, problem("removed")));

        try (TalkootClient client = client(settings());
                Feed feed = client.conversation("c").feed(0)) {
            assertThatThrownBy(feed::next).isInstanceOf(TalkootException.NotFound.class);
        }
    }

    @Test
    void aClientThatIsClosedSaysSo() {
        TalkootClient client = client(settings());
        client.close();

        assertThatThrownBy(() -> client.conversation("c").say("Well?")).isInstanceOf(TalkootException.Stopped.class);
    }

    private ClientSettings settings() {
        return ClientSettings.of("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static TalkootClient client(ClientSettings settings) {
        return TalkootClient.of(settings);
    }

    private static long sequence(Feed feed) {
        return ((FeedItem.Event) feed.next().orElseThrow()).sequence();
    }

    private static String problem(String code) {
        return "{\"status\":0,\"code\":\"%s\",\"detail\":\"because\"}".formatted(code);
    }

    private static String event(int sequence) {
        return "id: %1$d\nevent: x\ndata: {\"sequence\":%1$d,\"type\":\"x\",\"time\":\"2026-01-01T00:00:00Z\",\"data\":{}}\n\n"
                .formatted(sequence);
    }

    private void answer(HttpExchange exchange) throws IOException {
        note(exchange, "Idempotency-Key", keys);
        note(exchange, "Authorization", tokens);
        note(exchange, "Last-Event-ID", resumed);
        exchange.getRequestBody().readAllBytes();
        Said said = script.isEmpty() ? new Said(404, problem("end-of-script")) : script.remove();
        exchange.sendResponseHeaders(said.status(), 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(said.body().getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (said.hangs()) {
                end.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void note(HttpExchange exchange, String header, List<String> seen) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
            seen.add(value);
        }
    }
}
