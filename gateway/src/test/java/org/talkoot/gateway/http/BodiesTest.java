package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.node.LocalNode;

/** Bodies and messages of WebSockets are bounded while they stream in, each and all together. */
final class BodiesTest {

    private static final int BOUND = 64 << 10;
    private static final String START = EdgeFixture.POST.formatted("streamed", "")
            + "\r\nHost: localhost\r\n"
            + EdgeFixture.JSON
            + "\r\nTransfer-Encoding: chunked\r\n\r\n";

    @TempDir
    static Path directory;

    private static LocalNode node;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        http = HttpClient.newHttpClient();
        node = LocalNode.start(
                EdgeFixture.application(),
                directory,
                Map.of("talkoot.http.max-body", BOUND, "talkoot.http.max-bodies", BOUND));
    }

    @AfterAll
    static void stop() {
        node.close();
        http.close();
    }

    @Test
    void aBodyOfUnknownLengthIsDroppedWhileItComesAndItsSenderHearsWhy() throws IOException {
        try (RawHttp raw = new RawHttp(node.port())) {
            raw.send(bytes(START));
            for (int i = 0; i < 64; i++) {
                raw.send(bytes("10000\r\n" + " ".repeat(0x10000) + "\r\n"));
            }
            raw.send(bytes("0\r\n\r\n"));

            RawHttp.Response response = raw.read();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.json().get("code").asText()).isEqualTo("body-too-large");
            assertThat(raw.ask("GET /v1/agents HTTP/1.1", "Host: localhost").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void bodiesThatTogetherAreMoreThanTheNodeHoldsAreToldToComeAgain() throws IOException {
        List<RawHttp> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) { // each two thirds of what the node holds
                RawHttp raw = new RawHttp(node.port());
                clients.add(raw);
                raw.send(bytes(START + "aaaa\r\n" + " ".repeat(0xaaaa) + "\r\n"));
            }
            await().until(() -> held() > 0);
            List<Integer> statuses = new ArrayList<>();
            for (RawHttp raw : clients) {
                raw.send(bytes("f\r\n"));
                raw.send(bytes("{\"text\":\"fits\"}\r\n0\r\n\r\n"));
                RawHttp.Response response = raw.read();
                statuses.add(response.status());
                if (response.status() == 503) {
                    assertThat(response.isProblem()).isTrue();
                    assertThat(response.headers()).containsKey("retry-after");
                }
            }
            assertThat(statuses).contains(503).containsOnlyOnce(202);
        } finally {
            for (RawHttp raw : clients) {
                raw.close();
            }
        }
        await().until(() -> held() == 0);
    }

    @Test
    void whoeverLeavesInTheMiddleOfABodyTakesItAlong() throws IOException {
        try (RawHttp raw = new RawHttp(node.port())) {
            raw.send(bytes(START + "aaaa\r\n" + " ".repeat(0xaaaa) + "\r\n"));
            await().until(() -> held() > 0);
        }
        await().until(() -> held() == 0);
    }

    @Test
    void aMessageOfAWebSocketThatIsTooLargeIsDroppedAndTheNextIsTaken() {
        List<JsonNode> frames = new CopyOnWriteArrayList<>();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(
                        URI.create(node.url().replace("http", "ws") + "/v1/conversations/large/socket"),
                        new Collector(frames))
                .join();
        for (int i = 0; i < 256; i++) {
            socket.sendText("x".repeat(0x8000), i == 255).join();
        }
        socket.sendText("{\"type\":\"post\",\"text\":\"small\"}", true).join();

        await().untilAsserted(() -> assertThat(frames)
                .extracting(frame -> frame.get("type").asText())
                .contains("problem", "accepted"));
        assertThat(frames.getFirst().at("/code").asText()).isEqualTo("body-too-large");
        socket.abort();
        await().until(() -> held() == 0);
    }

    private static double held() {
        return node.text("/metrics")
                .lines()
                .filter(line -> line.startsWith("talkoot_http_held_bytes"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private record Collector(List<JsonNode> frames, StringBuilder text) implements WebSocket.Listener {

        private static final ObjectMapper MAPPER = new ObjectMapper();

        Collector(List<JsonNode> frames) {
            this(frames, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    frames.add(MAPPER.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
