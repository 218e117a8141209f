package org.talkoot.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What handlers fetch of what is attached, from something that speaks as a node does. */
final class DownloadsTest {

    private static final Instant LATER = Instant.now().plusSeconds(3_600);
    private static final ObjectNode NOTHING_MORE = Request.JSON.createObjectNode();
    private static final String PHOTO = "a".repeat(64);
    private static final String GONE = "b".repeat(64);

    private final ListedBroker broker = new ListedBroker();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Worker> workers = new ArrayList<>();
    private HttpServer node;

    @BeforeEach
    void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/v1/tool-calls/attachments/", this::answer);
        node.start();
    }

    @AfterEach
    void stop() {
        workers.forEach(Worker::close);
        node.stop(0);
    }

    /** In trouble for once, then it has the photo for whoever has the token of k1, and nothing else. */
    private void answer(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring("/v1/tool-calls/attachments/".length());
        asked.add(exchange.getRequestHeaders().getFirst("Talkoot-Call-Token"));
        byte[] body = "bytes".getBytes(StandardCharsets.UTF_8);
        boolean known = id.equals(PHOTO) && asked.getLast().equals("t-k1");
        int status = asked.size() == 1 ? 503 : known ? 200 : 404;
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + node.getAddress().getPort());
    }

    private JsonNode reported(Worker.Builder builder, String key) {
        workers.add(builder.start());
        broker.request(key, "after", LATER, NOTHING_MORE);
        await().until(() -> !broker.reports().isEmpty());
        return broker.reports().getFirst().get("payload");
    }

    private Worker.Builder fetching(String id) {
        return Worker.on(broker).tool("echo", call -> new String(call.attachment(id), StandardCharsets.UTF_8));
    }

    @Test
    void theTokenOfTheCallFetchesAndANodeInTroubleIsAskedAgain() {
        JsonNode report = reported(fetching(PHOTO).attachmentsFrom(address()), "k1");

        assertThat(report.get("result").textValue()).isEqualTo("bytes");
        assertThat(asked).containsExactly("t-k1", "t-k1");
    }

    @Test
    void whatIsNotThereFailsTheCallByName() {
        JsonNode report = reported(fetching(GONE).attachmentsFrom(address()), "k1");

        assertThat(report.get("code").textValue()).isEqualTo("no-attachment");
        assertThat(report.get("message").textValue()).contains(GONE);
        assertThat(report.get("retryable").booleanValue()).isFalse();
    }

    @Test
    void whatIsNoIdIsNotAskedFor() {
        JsonNode report = reported(fetching("../../health").attachmentsFrom(address()), "k1");

        assertThat(report.get("code").textValue()).isEqualTo("no-attachment");
        assertThat(asked).isEmpty();
    }

    @Test
    void aWorkerThatKnowsNoNodeSaysSo() {
        JsonNode report = reported(fetching(PHOTO), "k1");

        assertThat(report.get("code").textValue()).isEqualTo("no-attachments-here");
    }
}
