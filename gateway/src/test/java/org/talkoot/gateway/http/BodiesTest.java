package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        try (SocketClient socket = SocketClient.open(node, http, "large")) {
            for (int i = 0; i < 256; i++) {
                socket.sendPart("x".repeat(0x8000), i == 255);
            }
            socket.send("{\"type\":\"post\",\"text\":\"small\"}");

            await().untilAsserted(() -> assertThat(socket.frames())
                    .extracting(frame -> frame.get("type").asText())
                    .contains("problem", "accepted"));
            assertThat(socket.frames().getFirst().at("/code").asText()).isEqualTo("body-too-large");
        }
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
}
