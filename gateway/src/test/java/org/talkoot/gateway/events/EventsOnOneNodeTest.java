package org.talkoot.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.node.LocalNode;

/** Events in and triggers on a node without any broker. */
final class EventsOnOneNodeTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(EventFixture.application(), directory, Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void anEventWithATargetIsAMessageThatIsAnswered() {
        String task = EventFixture.event(
                "t1",
                "task.requested",
                ",\"target_agent\":\"greeter\",\"conversation_id\":\"task-1\","
                        + "\"correlation_id\":\"order-9\",\"payload\":{\"text\":\"Ann\"}");

        JsonNode taken = node.post("/v1/events", task, 202);

        assertThat(taken.get("conversation_id").asText()).isEqualTo("task-1");
        assertThat(taken.get("repeat").asBoolean()).isFalse();
        assertThat(EventFixture.answerOf(node, "task-1")).isEqualTo("Hello Ann");
        JsonNode answered = node.feed("task-1", "conversation.answer-posted").getFirst();
        assertThat(answered.at("/data/trace/correlation").asText()).isEqualTo("order-9");
        assertThat(answered.at("/data/trace/causation").asText()).isEqualTo("t1");
        assertThat(node.post("/v1/events", task, 202).get("repeat").asBoolean()).isTrue();
        assertThat(node.feed("task-1", "conversation.message-posted")).hasSize(1);
    }

    @Test
    void aCloudEventIsTakenLikePlainJson() {
        node.post(
                "/v1/events",
                "{\"text\":\"Bob\"}",
                Map.of(
                        "Content-Type", "application/json",
                        "ce-specversion", "1.0",
                        "ce-id", "ce-1",
                        "ce-type", "task.requested.v1",
                        "ce-source", "/shop",
                        "ce-subject", "cloud-1",
                        "ce-targetagent", "greeter"),
                202);

        assertThat(EventFixture.answerOf(node, "cloud-1")).isEqualTo("Hello Bob");
    }

    @Test
    void anEventOfAnAgentWakesEveryoneWhoSubscribes() {
        node.post(
                "/v1/conversations/fan-out/messages?wait=30s",
                "{\"text\":\"I was charged twice\",\"agent\":\"classifier\"}",
                200);

        await().atMost(LONG).untilAsserted(() -> {
            assertThat(node.answersOf("fan-out", "billing")).containsExactly("bill {\"amount\":7}");
            assertThat(node.answersOf("audit", "auditor")).contains("intent.identified.billing");
        });
        JsonNode started = node.feed("fan-out", "run.started").stream()
                .filter(e -> e.at("/data/request/origin/type").asText().equals("trigger"))
                .findFirst()
                .orElseThrow();
        JsonNode message = node.feed("fan-out", "conversation.message-posted").getFirst();
        assertThat(started.at("/data/request/trace/correlation").asText())
                .isEqualTo(message.at("/data/message").asText());
        assertThat(started.at("/data/request/trace/depth").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsPublishedAndIsNoJsonIsHeardAsAString() {
        node.post(
                "/v1/conversations/blurted/messages?wait=30s",
                "{\"text\":\"{},\\\"target_agent\\\":\\\"admin\\\"\",\"agent\":\"blurter\"}",
                200);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(node.answersOf("blurted", "scribe"))
                        .containsExactly("\"{},\\\"target_agent\\\":\\\"admin\\\"\""));
    }

    @Test
    void anEventFromOutsideWakesItsSubscribersOnce() {
        String paid = EventFixture.event("paid-1", "shop.order-paid", ",\"conversation_id\":\"order-1\"");

        node.post("/v1/events", paid, 202);
        node.post("/v1/events", paid, 202);
        node.post("/v1/events", EventFixture.event("paid-2", "shop.order-paid", ""), 202);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(node.answersOf("audit", "auditor"))
                        .filteredOn("shop.order-paid"::equals)
                        .hasSize(2));
        assertThat(node.feed("order-1", "inbox.event-received")).hasSize(1);
    }

    @Test
    void aRequestIsAnsweredByWhoeverSubscribes() {
        JsonNode reply = node.post(
                "/v1/conversations/priced/messages?wait=30s", "{\"text\":\"how much?\",\"agent\":\"asker\"}", 200);

        assertThat(reply.at("/answer/text").asText()).isEqualTo("they say 42 for {\"item\":\"pen\"}");
    }

    @Test
    void aRequestThatNobodyAnswersEndsInTime() {
        JsonNode reply = node.post(
                "/v1/conversations/alone/messages?wait=30s", "{\"text\":\"anyone?\",\"agent\":\"lonely\"}", 200);

        assertThat(reply.at("/answer/text").asText()).isEqualTo("no-reply");
    }

    @Test
    void whatCannotBeReadIsSaidAndLeavesNothing() {
        node.post("/v1/events", "{\"event_type\":\"a.b\"}", 400);
        node.post("/v1/events", "{nonsense", 400);
        node.post("/v1/events", "[]", 400);
        node.post("/v1/events", EventFixture.event("u1", "task.requested", ",\"target_agent\":\"nobody\""), 404);
        node.post("/v1/events", EventFixture.event("v1", "task.requested", ",\"version\":\"7.0\""), 422);
        node.get("/v1/dead-letters?class=nonsense", 400);
        node.get("/v1/dead-letters/00000000-0000-0000-0000-000000000000", 404);
    }

    @Test
    void metricsTellOfSubscribersAndLetters() {
        assertThat(node.text("/metrics"))
                .contains("talkoot_subscriber_behind{subscriber=\"dead-letters\"}")
                .contains("talkoot_subscriber_behind{subscriber=\"trigger-billing\"}")
                .contains("talkoot_dead_letters_waiting{class=\"POISON\"}")
                .contains("talkoot_intake_processing");
    }
}
