package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.testkit.node.LocalNode;

/** Supervisors may ask on a port of their own, where there is nothing else. */
final class HealthPortTest {

    private static final String HOST = "Host: localhost";

    @TempDir
    Path directory;

    @Test
    void isTheMainPortWhenNoneIsNamed() {
        try (LocalNode node = LocalNode.start(EdgeFixture.application(), directory)) {
            assertThat(node.healthPort()).isEqualTo(node.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/metrics"})
    void answersBesideTheMainPort(String path) throws IOException {
        try (LocalNode node = start(Map.of())) {
            assertThat(node.healthPort()).isNotEqualTo(node.port());
            assertThat(ask(node.healthPort(), path).status()).isEqualTo(200);
            assertThat(ask(node.port(), path).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/agents", "/v1/conversations", "/openapi.yaml"})
    void hasNothingElse(String path) throws IOException {
        try (LocalNode node = start(Map.of())) {
            RawHttp.Response response = ask(node.healthPort(), path);

            assertThat(response.status()).isEqualTo(404);
            assertThat(response.isProblem()).isTrue();
        }
    }

    @Test
    void answersWhileAllConnectionsOfTheMainPortAreTaken() throws IOException {
        List<RawHttp> taken = new ArrayList<>();
        try (LocalNode node = start(Map.of("talkoot.http.max-connections", 2))) {
            for (int i = 0; i < 2; i++) {
                RawHttp connection = new RawHttp(node.port());
                taken.add(connection);
                assertThat(connection.ask("GET /health/live HTTP/1.1", HOST).status())
                        .isEqualTo(200);
            }

            assertThat(ask(node.healthPort(), "/health/ready").status()).isEqualTo(200);
        } finally {
            for (RawHttp connection : taken) {
                connection.close();
            }
        }
    }

    @Test
    void saysThatTheNodeIsAboutToStop() throws IOException {
        try (LocalNode node = start(Map.of())) {
            node.drain();

            RawHttp.Response ready = ask(node.healthPort(), "/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().get("status").asText()).isEqualTo("draining");
            assertThat(ask(node.healthPort(), "/health/live").status()).isEqualTo(200);
        }
    }

    private LocalNode start(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("talkoot.health.port", 0);
        return LocalNode.start(EdgeFixture.application(), directory, all);
    }

    private static RawHttp.Response ask(int port, String path) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            return http.ask("GET " + path + " HTTP/1.1", HOST);
        }
    }
}
