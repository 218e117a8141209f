package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Attributes of conversations over HTTP and by events: set with a message, changed, shown, and gone by. */
final class AttributeRoutesTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(AgentDefinition.of(
                                "desk",
                                "",
                                CodeBrain.answering(
                                        view -> view.attributes().find("plan").orElse("no plan")))
                        .withSubscriptions(Subscription.to("order.>")))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String says(String conversation, String body) {
        return node.post("/v1/conversations/" + conversation + "/messages?wait=30s", body, 200)
                .at("/answer/text")
                .asText();
    }

    private static JsonNode changes(String conversation, String body, int status) {
        return node.request("PATCH", "/v1/conversations/" + conversation, body, status);
    }

    private static String shown(String conversation) {
        return node.get("/v1/conversations/" + conversation).path("attributes").toString();
    }

    @Test
    void aMessageSetsThemAndAPatchChangesThem() {
        assertThat(says("c1", "{\"text\":\"hi\",\"attributes\":{\"plan\":\"gold\",\"lang\":\"fi\"}}"))
                .isEqualTo("gold");
        eventually(() -> assertThat(shown("c1")).isEqualTo("{\"lang\":\"fi\",\"plan\":\"gold\"}"));

        changes("c1", "{\"attributes\":{\"plan\":\"silver\",\"lang\":null}}", 200);

        assertThat(says("c1", "{\"text\":\"and now?\"}")).isEqualTo("silver");
        eventually(() -> assertThat(shown("c1")).isEqualTo("{\"plan\":\"silver\"}"));
        assertThat(node.feed("c1", "conversation.attributes-changed")).hasSize(2);
    }

    @Test
    void aRepeatedPatchDoesNotUndoALaterOne() {
        says("c2", "{\"text\":\"hi\"}");
        Map<String, String> key = Map.of("Content-Type", "application/json", "Idempotency-Key", "k1");
        node.request("PATCH", "/v1/conversations/c2", "{\"attributes\":{\"plan\":\"a\"}}", key, 200);
        changes("c2", "{\"attributes\":{\"plan\":\"b\"}}", 200);

        node.request("PATCH", "/v1/conversations/c2", "{\"attributes\":{\"plan\":\"a\"}}", key, 200);

        assertThat(says("c2", "{\"text\":\"and now?\"}")).isEqualTo("b");
    }

    @Test
    void whatIsNotThereIsNotChanged() {
        assertThat(changes("nowhere", "{\"attributes\":{\"plan\":\"a\"}}", 404)
                        .get("code")
                        .asText())
                .isEqualTo("not-found");
        node.get("/v1/conversations/nowhere", 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"attributes\":[]}",
                "{\"attributes\":{}}",
                "{\"attributes\":{\"a b\":\"x\"}}",
                "{\"attributes\":{\"a\":1}}",
                "{\"attributes\":{\"a\":{}}}"
            })
    void whatIsNoChangeIsRefused(String body) {
        says("c3", "{\"text\":\"hi\"}");

        changes("c3", body, 400);
    }

    @Test
    void anEventMayBringThemWithAMessageOrAlone() {
        node.event("""
                {"event_id":"e1","event_type":"task.requested","conversation_id":"c4",
                 "payload":{"text":"hi","attributes":{"plan":"gold"}}}""");
        node.event("""
                {"event_id":"e2","event_type":"attributes.changed","conversation_id":"c4",
                 "payload":{"attributes":{"plan":"silver"}}}""");

        assertThat(says("c4", "{\"text\":\"and now?\"}")).isEqualTo("silver");
        assertThat(node.feed("c4", "conversation.answer-posted"))
                .extracting(event -> event.at("/data/text").asText())
                .containsExactly("gold", "silver");
    }

    /** Nothing in an event but these two places says what is known of a conversation. */
    @Test
    void anEventForSubscribersBringsNone() {
        node.event("""
                {"event_id":"e3","event_type":"order.paid","conversation_id":"c5","payload":{"attributes":{"plan":"gold"}},
                 "metadata":{"attributes":"gold","plan":"gold"}}""");

        eventually(() -> assertThat(node.answersOf("c5", "desk")).containsExactly("no plan"));
    }
}
