package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.node.LocalNode;

/** Whoever waits longer than connections may be idle keeps his connection. */
final class LongWaitTest {

    @TempDir
    Path directory;

    @Test
    void aWaitBeyondTheIdleTimeoutOfTheServerEndsInAnAnswer() {
        try (LocalNode node = LocalNode.start(
                EdgeFixture.application(),
                directory,
                Map.of(
                        "pekko.http.server.idle-timeout", "1s",
                        "pekko.http.server.request-timeout", "1s",
                        "talkoot.http.max-wait", "3s"))) {

            JsonNode reply =
                    node.post("/v1/conversations/long/messages?wait=3s", "{\"text\":\"x\",\"agent\":\"slow\"}", 202);

            assertThat(reply.get("run_id").asText()).isNotBlank();
            assertThat(reply.has("answer")).isFalse();
        }
    }
}
