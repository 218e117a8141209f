package org.talkoot.gateway.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Events in, triggers and dead letters on a node without any broker. */
final class EventsOnOneNodeTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                        agent("greeter", view -> answer("Hello " + view.task())),
                        agent("classifier", EventsOnOneNodeTest::classify),
                        agent("billing", view -> answer("bill " + view.task()))
                                .withSubscriptions(Subscription.to("intent.identified.*")),
                        agent("auditor", view -> answer(view.event().orElse("?")))
                                .withSubscriptions(
                                        Subscription.to("intent.>").keyedBy(event -> "audit"),
                                        Subscription.to("shop.order-paid").keyedBy(event -> "audit")),
                        agent("asker", view -> ask(view, "price.wanted")),
                        agent("lonely", view -> ask(view, "nobody.hears")),
                        agent("pricer", view -> answer("42 for " + view.task()))
                                .withSubscriptions(Subscription.to("price.wanted")),
                        agent("fussy", EventsOnOneNodeTest::fuss).withSubscriptions(Subscription.to("fuss.made")),
                        agent("sleeper", EventsOnOneNodeTest::sleep).withSubscriptions(Subscription.to("bed.made")),
                        agent("blurter", EventsOnOneNodeTest::blurt),
                        agent("scribe", view -> answer(view.task())).withSubscriptions(Subscription.to("blurt.made")),
                        agent("lost", view -> ask(view, "bad.key")),
                        agent("circle", EventsOnOneNodeTest::goRound).withSubscriptions(Subscription.to("circle.turn")),
                        agent("mortician", EventsOnOneNodeTest::mourn)
                                .withSubscriptions(Subscription.to("dead-letter.opened")),
                        agent("badkey", view -> answer("never"))
                                .withSubscriptions(Subscription.to("bad.key").keyedBy(event -> "no key!")))),
                directory,
                Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static AgentDefinition agent(String name, java.util.function.Function<RunView, Next> brain) {
        return AgentDefinition.of(name, name, new CodeBrain(brain));
    }

    private static Next answer(String text) {
        return new Next.Answer(text);
    }

    private static Next classify(RunView view) {
        return view.steps().isEmpty()
                ? new Next.Publish("intent.identified.billing", "{\"amount\":7}")
                : answer("published");
    }

    private static Next ask(RunView view, String type) {
        return view.lastStep().orElse(null) instanceof Step.Replied replied
                ? answer(
                        switch (replied.outcome()) {
                            case RunOutcome.Answered o -> "they say " + o.text();
                            case RunOutcome.Failed o -> o.failure().code();
                            case RunOutcome.HandedOff o -> "handed off";
                        })
                : new Next.Request(type, "{\"item\":\"pen\"}", Duration.ofSeconds(3));
    }

    private static Next fuss(RunView view) {
        return view.task().contains("bad")
                ? new Next.Fail(new RunFailure.GaveUp("output-invalid", "I cannot say this."))
                : answer("fine: " + view.task());
    }

    private static Next blurt(RunView view) {
        return view.steps().isEmpty() ? new Next.Publish("blurt.made", view.task()) : answer("said");
    }

    private static Next sleep(RunView view) {
        return view.task().contains("bad")
                ? new Next.Fail(new RunFailure.GaveUp("no-bed", "no bed"))
                : new Next.Sleep(Duration.ofMinutes(50));
    }

    private static Next mourn(RunView view) {
        return view.task().contains("mortal")
                ? new Next.Fail(new RunFailure.GaveUp("overcome", "mortal"))
                : answer("mourned");
    }

    private static Next goRound(RunView view) {
        return view.steps().isEmpty() ? new Next.Publish("circle.turn", "{}") : answer("another round");
    }

    private static String event(String id, String type, String rest) {
        return "{\"event_id\":\"%s\",\"event_type\":\"%s\"%s}".formatted(id, type, rest);
    }

    private static String answerOf(String conversation) {
        await().atMost(LONG)
                .until(() ->
                        !node.feed(conversation, "conversation.answer-posted").isEmpty());
        return node.feed(conversation, "conversation.answer-posted")
                .getLast()
                .at("/data/text")
                .asText();
    }

    @Test
    void anEventWithATargetIsAMessageThatIsAnswered() {
        String task = event(
                "t1",
                "task.requested",
                ",\"target_agent\":\"greeter\",\"conversation_id\":\"task-1\","
                        + "\"correlation_id\":\"order-9\",\"payload\":{\"text\":\"Ann\"}");

        JsonNode taken = node.post("/v1/events", task, 202);

        assertThat(taken.get("conversation_id").asText()).isEqualTo("task-1");
        assertThat(taken.get("repeat").asBoolean()).isFalse();
        assertThat(answerOf("task-1")).isEqualTo("Hello Ann");
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

        assertThat(answerOf("cloud-1")).isEqualTo("Hello Bob");
    }

    @Test
    void anEventOfAnAgentWakesEveryoneWhoSubscribes() {
        node.post(
                "/v1/conversations/fan-out/messages?wait=30s",
                "{\"text\":\"I was charged twice\",\"agent\":\"classifier\"}",
                200);

        await().atMost(LONG).untilAsserted(() -> {
            assertThat(runsOf("fan-out", "billing")).containsExactly("bill {\"amount\":7}");
            assertThat(runsOf("audit", "auditor")).contains("intent.identified.billing");
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
                .untilAsserted(() -> assertThat(runsOf("blurted", "scribe"))
                        .containsExactly("\"{},\\\"target_agent\\\":\\\"admin\\\"\""));
    }

    private static List<String> runsOf(String conversation, String agent) {
        return node.feed(conversation, "run.answered").stream()
                .filter(e -> e.at("/data/run").asText().endsWith(":" + agent))
                .map(e -> e.at("/data/text").asText())
                .toList();
    }

    @Test
    void anEventFromOutsideWakesItsSubscribersOnce() {
        String paid = event("paid-1", "shop.order-paid", ",\"conversation_id\":\"order-1\"");

        node.post("/v1/events", paid, 202);
        node.post("/v1/events", paid, 202);
        node.post("/v1/events", event("paid-2", "shop.order-paid", ""), 202);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(runsOf("audit", "auditor"))
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
    void aFailedTurnIsADeadLetterThatCanBeEditedAndTriedAgain() {
        node.post(
                "/v1/conversations/mended/messages?wait=30s", "{\"text\":\"something bad\",\"agent\":\"fussy\"}", 200);

        JsonNode letter = letterOf("mended", "waiting");
        assertThat(letter.get("class").asText()).isEqualTo("OUTPUT_INVALID");
        assertThat(letter.get("agent").asText()).isEqualTo("fussy");
        String path = "/v1/dead-letters/" + letter.get("id").asText();
        JsonNode full = node.get(path, 200);
        assertThat(full.get("content").asText()).isEqualTo("something bad");
        assertThat(full.get("causes").get(0).asText()).isEqualTo("I cannot say this.");
        assertThat(full.at("/subject/position").asLong()).isPositive();

        node.post(path + "/redrive", "{\"by\":\"ann\"}", 202);
        await().atMost(LONG)
                .until(() -> letterOf("mended", "waiting").get("attempts").asInt() == 1);
        node.post(path + "/redrive", "{\"by\":\"ann\",\"content\":\"something good\"}", 202);

        assertThat(answerOf("mended")).isEqualTo("fine: something good");
        JsonNode resolved = letterOf("mended", "resolved");
        assertThat(resolved.get("attempts").asInt()).isEqualTo(2);
        assertThat(node.get(path, 200).get("history"))
                .extracting(e -> e.get("type").asText())
                .containsExactly(
                        "dead-letter.opened",
                        "dead-letter.redrive-started",
                        "dead-letter.redrive-sent",
                        "dead-letter.redrive-failed",
                        "dead-letter.redrive-started",
                        "dead-letter.redrive-sent",
                        "dead-letter.resolved");
        node.post(path + "/redrive", "{}", 409);
    }

    private static JsonNode letterOf(String conversation, String status) {
        String query = "/v1/dead-letters?conversation=" + conversation + "&status=" + status;
        await().atMost(LONG)
                .until(() -> !node.get(query, 200).get("dead_letters").isEmpty());
        return node.get(query, 200).get("dead_letters").get(0);
    }

    @Test
    void aTriggeredRunThatFailsIsADeadLetterToo() {
        node.post(
                "/v1/events",
                event("fuss-1", "fuss.made", ",\"conversation_id\":\"fussed\",\"payload\":{\"bad\":1}"),
                202);

        JsonNode letter = letterOf("fussed", "waiting");
        String path = "/v1/dead-letters/" + letter.get("id").asText();
        assertThat(node.get(path, 200).get("content").asText()).isEqualTo("{\"bad\":1}");
        node.post(path + "/redrive", "{\"content\":\"{\\\"good\\\":1}\"}", 202);

        letterOf("fussed", "resolved");
        assertThat(node.feed("fussed", "run.answered")
                        .getLast()
                        .at("/data/text")
                        .asText())
                .isEqualTo("fine: {\"good\":1}");
    }

    @Test
    void aLetterIsGivenUpWithAReason() {
        node.post("/v1/conversations/given-up/messages?wait=30s", "{\"text\":\"bad\",\"agent\":\"fussy\"}", 200);
        String path =
                "/v1/dead-letters/" + letterOf("given-up", "waiting").get("id").asText();

        node.post(path + "/discard", "{\"by\":\"ann\"}", 400);
        node.post(path + "/discard", "{\"by\":\"ann\",\"reason\":\"spam\"}", 202);

        letterOf("given-up", "discarded");
        JsonNode last = node.get(path, 200).get("history").get(1);
        assertThat(last.at("/data/reason").asText()).isEqualTo("spam");
        assertThat(last.at("/data/by").asText()).isEqualTo("ann");
    }

    @Test
    void aLetterWhoseAttemptIsCancelledWaitsAgain() {
        String path = underway("cancelled-attempt");

        cancelTheAttempt("cancelled-attempt");

        assertThat(letterOf("cancelled-attempt", "waiting").get("attempts").asInt())
                .isEqualTo(1);
        assertThat(node.get(path, 200).get("reason").asText()).isEqualTo("enough");
    }

    @Test
    void aLetterIsGivenUpWhileItIsTriedAgain() {
        String path = underway("given-up-underway");
        node.post(path + "/redrive", "{}", 409);

        node.post(path + "/discard", "{\"by\":\"ann\",\"reason\":\"enough\"}", 202);
        cancelTheAttempt("given-up-underway");

        letterOf("given-up-underway", "discarded");
        await().atMost(LONG)
                .until(() -> !node.feed("given-up-underway", "run.failed").isEmpty());
        assertThat(node.get(path, 200).get("status").asText()).isEqualTo("discarded");
    }

    /** A letter of the sleeper's whose attempt goes on for long. */
    private static String underway(String conversation) {
        node.post(
                "/v1/events",
                event(
                        conversation,
                        "bed.made",
                        ",\"conversation_id\":\"%s\",\"payload\":{\"bad\":1}".formatted(conversation)),
                202);
        String path = "/v1/dead-letters/"
                + letterOf(conversation, "waiting").get("id").asText();
        node.post(path + "/redrive", "{\"content\":\"{}\"}", 202);
        await().atMost(LONG)
                .until(() -> !node.feed(conversation, "run.timer-set").isEmpty());
        return path;
    }

    private static void cancelTheAttempt(String conversation) {
        String run = node.feed(conversation, "run.timer-set")
                .getLast()
                .at("/data/run")
                .asText();
        await().atMost(LONG)
                .untilAsserted(() -> node.post("/v1/runs/" + run + "/cancel", "{\"reason\":\"enough\"}", 200));
    }

    @Test
    void aRequestThatNobodyCouldTakeIsTriedAgainToItsEnd() {
        node.post("/v1/conversations/lost/messages?wait=30s", "{\"text\":\"anyone?\",\"agent\":\"lost\"}", 200);
        JsonNode letter = letterOf("lost", "waiting");
        assertThat(letter.get("class").asText()).isEqualTo("UNROUTABLE");

        node.post("/v1/dead-letters/" + letter.get("id").asText() + "/redrive", "{}", 202);

        letterOf("lost", "resolved");
    }

    @Test
    void eventsThatWakeEachOtherWithoutEndAreStopped() {
        node.post("/v1/conversations/round/messages?wait=30s", "{\"text\":\"go\",\"agent\":\"circle\"}", 200);

        JsonNode letter = letterOf("round", "waiting");
        assertThat(letter.get("class").asText()).isEqualTo("CIRCULAR_DELEGATION");
        assertThat(node.feed("round", "run.answered")).hasSize(33);
    }

    @Test
    void anAgentThatFailsByDeadLettersDoesNotWakeItselfForEver() {
        node.post(
                "/v1/conversations/mortals/messages?wait=30s",
                "{\"text\":\"bad and mortal\",\"agent\":\"fussy\"}",
                200);

        await().atMost(LONG)
                .until(() -> !node.feed("mortals", "dead-letter.opened").isEmpty());
        node.post("/v1/conversations/mourned/messages?wait=30s", "{\"text\":\"bad\",\"agent\":\"fussy\"}", 200);
        await().atMost(LONG).until(() -> !runsOf("mourned", "mortician").isEmpty());
        letterOf("mourned", "waiting");
        assertThat(node.feed("mortals", "run.failed")).hasSize(2);
        assertThat(node.feed("mortals", "dead-letter.opened")).hasSize(1);
    }

    @Test
    void aKeyThatIsNoneIsADeadLetter() {
        node.post("/v1/events", event("bk", "bad.key", ",\"conversation_id\":\"badkey\""), 202);

        assertThat(letterOf("badkey", "waiting").get("class").asText()).isEqualTo("UNROUTABLE");
    }

    @Test
    void lettersAreTriedAgainInBulk() {
        for (int i = 0; i < 3; i++) {
            node.post(
                    "/v1/conversations/bulk-" + i + "/messages?wait=30s",
                    "{\"text\":\"bad\",\"agent\":\"fussy\"}",
                    200);
            letterOf("bulk-" + i, "waiting");
        }

        await().atMost(LONG)
                .ignoreExceptions()
                .until(() -> node.post("/v1/dead-letters/redrive", "{\"agent\":\"fussy\",\"per_second\":100}", 202)
                        .get("accepted")
                        .asBoolean());

        for (int i = 0; i < 3; i++) {
            String conversation = "bulk-" + i;
            await().atMost(LONG)
                    .until(() ->
                            letterOf(conversation, "waiting").get("attempts").asInt() >= 1);
        }
    }

    @Test
    void whatCannotBeReadIsSaidAndLeavesNothing() {
        node.post("/v1/events", "{\"event_type\":\"a.b\"}", 400);
        node.post("/v1/events", "{nonsense", 400);
        node.post("/v1/events", "[]", 400);
        node.post("/v1/events", event("u1", "task.requested", ",\"target_agent\":\"nobody\""), 404);
        node.post("/v1/events", event("v1", "task.requested", ",\"version\":\"7.0\""), 422);
        node.get("/v1/dead-letters?class=nonsense", 400);
        node.get("/v1/dead-letters/00000000-0000-0000-0000-000000000000", 404);
    }

    @Test
    void metricsTellOfOutletsAndLetters() {
        assertThat(node.text("/metrics"))
                .contains("talkoot_outlet_behind{outlet=\"dead-letters\"}")
                .contains("talkoot_outlet_behind{outlet=\"trigger-billing\"}")
                .contains("talkoot_dead_letters_waiting{class=\"POISON\"}")
                .contains("talkoot_intake_processing");
    }
}
