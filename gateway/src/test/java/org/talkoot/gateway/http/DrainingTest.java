package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.node.LocalNode;

/** A node that is about to stop says so, and begins nothing that it cannot end. */
final class DrainingTest {

    private static final String HOST = "Host: localhost";

    @TempDir
    Path directory;

    @Test
    void saysThatItIsNotReadyRefusesNewWorkAndLetsWhoWaitsGo() throws Exception {
        LocalNode node = LocalNode.start(EdgeFixture.application(), directory, Map.of());
        try (RawHttp waiting = new RawHttp(node.port());
                RawHttp other = new RawHttp(node.port())) {
            assertThat(other.ask("GET /health/ready HTTP/1.1", HOST).status()).isEqualTo(200);
            waiting.send(String.join(
                            "\r\n",
                            EdgeFixture.post("waits", "?wait=60s", "localhost", "{\"text\":\"x\",\"agent\":\"slow\"}"))
                    .getBytes(StandardCharsets.ISO_8859_1));
            await().until(() -> node.text("/v1/conversations").contains("waits"));

            node.drain();

            RawHttp.Response ready = other.ask("GET /health/ready HTTP/1.1", HOST);
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().get("status").asText()).isEqualTo("draining");
            RawHttp.Response posted = other.ask(EdgeFixture.post("new", "", "localhost", "{\"text\":\"x\"}"));
            assertThat(posted.status()).isEqualTo(503);
            assertThat(posted.isProblem()).isTrue();
            assertThat(posted.headers()).containsKey("retry-after");
            assertThat(other.ask("GET /v1/conversations/waits HTTP/1.1", HOST).status())
                    .isEqualTo(200);
            RawHttp.Response waited = waiting.read();
            assertThat(waited.status()).isEqualTo(202);
            assertThat(waited.json().has("run_id")).isTrue();
        } finally {
            node.close();
        }
    }
}
