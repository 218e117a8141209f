package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** What events refer to by its hash. */
final class ContentRouteTest {

    private static final String ROUTE = "/v1/contents/";

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(AgentDefinition.of("helper", "", LlmBrain.of("Help with all.")))), directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aReferenceInTheFeedLeadsToWhatTheModelWasOffered() {
        node.say("offered", "helper", "hello");
        JsonNode recorded = node.feed("offered", "run.prompt-recorded").getFirst();
        String hash = recorded.findValue("$content").asText();

        JsonNode content = node.get(ROUTE + hash);

        assertThat(content.toString()).contains("Help with all.");
    }

    @Test
    void whatAHashStandsForMayBeKeptForEver() throws IOException {
        node.say("kept", "helper", "hello");
        String hash = node.feed("kept", "run.prompt-recorded")
                .getFirst()
                .findValue("$content")
                .asText();

        try (RawHttp http = new RawHttp(node.port())) {
            RawHttp.Response response = http.ask("GET " + ROUTE + hash + " HTTP/1.1", "Host: localhost");
            assertThat(response.headers().get("cache-control")).contains("immutable");
            assertThat(response.headers().get("content-type")).isEqualTo("application/json");
        }
    }

    @Test
    void aHashOfNothingIsNotFound() {
        assertThat(node.get(ROUTE + "A".repeat(43), 404).get("code").asText()).isEqualTo("not-found");
    }

    @Test
    void whatIsNoHashIsSaidToBeNone() {
        for (String wrong : List.of("short", "A".repeat(44), "A".repeat(42) + ".")) {
            assertThat(node.get(ROUTE + wrong, 400).get("code").asText()).isEqualTo("bad-hash");
        }
    }
}
