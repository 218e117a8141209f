package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** What happens in a conversation, as a page, as a stream and over a socket. */
final class FeedsTest {

    @TempDir
    static Path directory;

    private static LocalNode node;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        http = HttpClient.newHttpClient();
        AgentDefinition echo = AgentDefinition.of("echo", "repeats what it hears", LlmBrain.of("Repeat."));
        node = LocalNode.start(
                Talkoot.agents(List.of(echo)).model(new EchoModel()),
                directory,
                Map.of("talkoot.http.heartbeat", "200ms", "talkoot.persistence.tail.window-entries", 64));
    }

    @AfterAll
    static void stop() {
        node.close();
        http.close();
    }

    @Test
    void theFeedIsOneOrderOfEverythingAndResumesWhereAClientLeftOff() throws Exception {
        node.post("/v1/conversations/feed/messages?wait=30s", "{\"text\":\"one\"}", 200);
        List<Long> journalled = new ArrayList<>();
        JsonNode events = node.get("/v1/conversations/feed/events").get("events");
        events.forEach(event -> journalled.add(event.get("sequence").asLong()));
        assertThat(journalled).isSorted().doesNotHaveDuplicates();
        assertThat(events.get(0).get("type").asText()).isEqualTo("conversation.message-posted");
        assertThat(events.get(0).at("/data/text").asText()).isEqualTo("one");

        assertThat(streamed("feed", 0, journalled.size())).isEqualTo(journalled);
        assertThat(streamed("feed", journalled.get(2), journalled.size() - 3))
                .isEqualTo(journalled.subList(3, journalled.size()));
    }

    @Test
    void aStreamGoesOnLiveWithoutGapOrRepeat() throws Exception {
        List<Long> seen = new CopyOnWriteArrayList<>();
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpResponse<Stream<String>> response = open("live", 0);
        Thread reader = Thread.startVirtualThread(() -> response.body().forEach(line -> {
            lines.add(line);
            if (line.startsWith("id:")) {
                seen.add(Long.valueOf(line.substring(3).strip()));
            }
        }));
        for (int i = 0; i < 20; i++) {
            node.post("/v1/conversations/live/messages?wait=30s", "{\"text\":\"m" + i + "\"}", 200);
        }
        List<Long> journalled = journalled("live");
        await().untilAsserted(() -> assertThat(seen).hasSizeGreaterThanOrEqualTo(journalled.size()));

        assertThat(seen).containsExactlyElementsOf(journalled);
        assertThat(lines).contains("event: delta");
        await().untilAsserted(() -> assertThat(lines).contains(": alive"));
        reader.interrupt();
    }

    @Test
    void whoeverWasQuietForLongerThanTheTailRemembersMissesNothing() throws Exception {
        node.post("/v1/conversations/quiet/messages?wait=30s", "{\"text\":\"one\"}", 200);
        List<Long> seen = new CopyOnWriteArrayList<>();
        HttpResponse<Stream<String>> response = open("quiet", 0);
        Thread reader = Thread.startVirtualThread(() -> response.body()
                .filter(line -> line.startsWith("id:"))
                .forEach(line -> seen.add(Long.valueOf(line.substring(3).strip()))));
        await().untilAsserted(() -> assertThat(seen).isEqualTo(journalled("quiet")));
        for (int i = 0; i < 30; i++) {
            node.post("/v1/conversations/loud/messages?wait=30s", "{\"text\":\"m" + i + "\"}", 200);
        }
        assertThat(journalled("loud")).hasSizeGreaterThan(64);
        node.post("/v1/conversations/quiet/messages?wait=30s", "{\"text\":\"two\"}", 200);

        await().untilAsserted(() -> assertThat(seen).isEqualTo(journalled("quiet")));
        reader.interrupt();
    }

    private static List<Long> journalled(String conversation) throws Exception {
        List<Long> journalled = new ArrayList<>();
        node.get("/v1/conversations/" + conversation + "/events?limit=1000")
                .get("events")
                .forEach(event -> journalled.add(event.get("sequence").asLong()));
        return journalled;
    }

    @Test
    void aWebSocketCarriesAConversationBothWays() {
        try (SocketClient socket = SocketClient.open(node, http, "ws")) {
            socket.send("nonsense");
            socket.send("{\"type\":\"post\",\"text\":\"over a socket\"}");

            await().untilAsserted(() -> assertThat(socket.frames())
                    .extracting(frame -> frame.get("type").asText())
                    .contains("problem", "accepted", "event", "delta"));
            await().untilAsserted(() -> assertThat(socket.frames())
                    .extracting(frame -> frame.at("/event/data/text").asText())
                    .contains("You said: over a socket"));
        }
    }

    private static List<Long> streamed(String conversation, long after, int count) throws Exception {
        try (Stream<String> lines = open(conversation, after).body()) {
            return lines.filter(line -> line.startsWith("id:"))
                    .map(line -> Long.valueOf(line.substring(3).strip()))
                    .limit(count)
                    .toList();
        }
    }

    private static HttpResponse<Stream<String>> open(String conversation, long after) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(node.url() + "/v1/conversations/" + conversation + "/events"))
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", Long.toString(after))
                .build();
        HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return response;
    }
}
