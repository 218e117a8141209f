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

/** What fails and cannot be processed, and is tried again or given up, on a node without any broker. */
final class LettersOnOneNodeTest {

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
    void aFailedTurnIsADeadLetterThatCanBeEditedAndTriedAgain() {
        node.post(
                "/v1/conversations/mended/messages?wait=30s", "{\"text\":\"something bad\",\"agent\":\"fussy\"}", 200);

        JsonNode letter = EventFixture.letterOf(node, "mended", "waiting");
        assertThat(letter.get("class").asText()).isEqualTo("OUTPUT_INVALID");
        assertThat(letter.get("agent").asText()).isEqualTo("fussy");
        String path = "/v1/dead-letters/" + letter.get("id").asText();
        JsonNode full = node.get(path, 200);
        assertThat(full.get("content").asText()).isEqualTo("something bad");
        assertThat(full.get("causes").get(0).asText()).isEqualTo("I cannot say this.");
        assertThat(full.at("/subject/position").asLong()).isPositive();

        node.post(path + "/redrive", "{\"by\":\"ann\"}", 202);
        await().atMost(LONG)
                .until(() -> EventFixture.letterOf(node, "mended", "waiting")
                                .get("attempts")
                                .asInt()
                        == 1);
        node.post(path + "/redrive", "{\"by\":\"ann\",\"content\":\"something good\"}", 202);

        assertThat(EventFixture.answerOf(node, "mended")).isEqualTo("fine: something good");
        JsonNode resolved = EventFixture.letterOf(node, "mended", "resolved");
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

    @Test
    void aTriggeredRunThatFailsIsADeadLetterToo() {
        node.post(
                "/v1/events",
                EventFixture.event("fuss-1", "fuss.made", ",\"conversation_id\":\"fussed\",\"payload\":{\"bad\":1}"),
                202);

        JsonNode letter = EventFixture.letterOf(node, "fussed", "waiting");
        String path = "/v1/dead-letters/" + letter.get("id").asText();
        assertThat(node.get(path, 200).get("content").asText()).isEqualTo("{\"bad\":1}");
        node.post(path + "/redrive", "{\"content\":\"{\\\"good\\\":1}\"}", 202);

        EventFixture.letterOf(node, "fussed", "resolved");
        assertThat(node.feed("fussed", "run.answered")
                        .getLast()
                        .at("/data/text")
                        .asText())
                .isEqualTo("fine: {\"good\":1}");
    }

    @Test
    void aLetterIsGivenUpWithAReason() {
        node.post("/v1/conversations/given-up/messages?wait=30s", "{\"text\":\"bad\",\"agent\":\"fussy\"}", 200);
        String path = "/v1/dead-letters/"
                + EventFixture.letterOf(node, "given-up", "waiting").get("id").asText();

        node.post(path + "/discard", "{\"by\":\"ann\"}", 400);
        node.post(path + "/discard", "{\"by\":\"ann\",\"reason\":\"spam\"}", 202);

        EventFixture.letterOf(node, "given-up", "discarded");
        JsonNode last = node.get(path, 200).get("history").get(1);
        assertThat(last.at("/data/reason").asText()).isEqualTo("spam");
        assertThat(last.at("/data/by").asText()).isEqualTo("ann");
    }

    @Test
    void aLetterWhoseAttemptIsCancelledWaitsAgain() {
        String path = underway("cancelled-attempt");

        cancelTheAttempt("cancelled-attempt");

        assertThat(EventFixture.letterOf(node, "cancelled-attempt", "waiting")
                        .get("attempts")
                        .asInt())
                .isEqualTo(1);
        assertThat(node.get(path, 200).get("reason").asText()).isEqualTo("enough");
    }

    @Test
    void aLetterIsGivenUpWhileItIsTriedAgain() {
        String path = underway("given-up-underway");
        node.post(path + "/redrive", "{}", 409);

        node.post(path + "/discard", "{\"by\":\"ann\",\"reason\":\"enough\"}", 202);
        cancelTheAttempt("given-up-underway");

        EventFixture.letterOf(node, "given-up-underway", "discarded");
        await().atMost(LONG)
                .until(() -> !node.feed("given-up-underway", "run.failed").isEmpty());
        assertThat(node.get(path, 200).get("status").asText()).isEqualTo("discarded");
    }

    /** A letter of the sleeper's whose attempt goes on for long. */
    private static String underway(String conversation) {
        node.post(
                "/v1/events",
                EventFixture.event(
                        conversation,
                        "bed.made",
                        ",\"conversation_id\":\"%s\",\"payload\":{\"bad\":1}".formatted(conversation)),
                202);
        String path = "/v1/dead-letters/"
                + EventFixture.letterOf(node, conversation, "waiting").get("id").asText();
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
        JsonNode letter = EventFixture.letterOf(node, "lost", "waiting");
        assertThat(letter.get("class").asText()).isEqualTo("UNROUTABLE");

        node.post("/v1/dead-letters/" + letter.get("id").asText() + "/redrive", "{}", 202);

        EventFixture.letterOf(node, "lost", "resolved");
    }

    @Test
    void eventsThatWakeEachOtherWithoutEndAreStopped() {
        node.post("/v1/conversations/round/messages?wait=30s", "{\"text\":\"go\",\"agent\":\"circle\"}", 200);

        JsonNode letter = EventFixture.letterOf(node, "round", "waiting");
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
        await().atMost(LONG).until(() -> !node.answersOf("mourned", "mortician").isEmpty());
        EventFixture.letterOf(node, "mourned", "waiting");
        assertThat(node.feed("mortals", "run.failed")).hasSize(2);
        assertThat(node.feed("mortals", "dead-letter.opened")).hasSize(1);
    }

    @Test
    void aKeyThatIsNoneIsADeadLetter() {
        node.post("/v1/events", EventFixture.event("bk", "bad.key", ",\"conversation_id\":\"badkey\""), 202);

        assertThat(EventFixture.letterOf(node, "badkey", "waiting").get("class").asText())
                .isEqualTo("UNROUTABLE");
    }

    @Test
    void lettersAreTriedAgainInBulk() {
        for (int i = 0; i < 3; i++) {
            node.post(
                    "/v1/conversations/bulk-" + i + "/messages?wait=30s",
                    "{\"text\":\"bad\",\"agent\":\"fussy\"}",
                    200);
            EventFixture.letterOf(node, "bulk-" + i, "waiting");
        }

        await().atMost(LONG)
                .ignoreExceptions()
                .until(() -> node.post("/v1/dead-letters/redrive", "{\"agent\":\"fussy\",\"per_second\":100}", 202)
                        .get("accepted")
                        .asBoolean());

        for (int i = 0; i < 3; i++) {
            String conversation = "bulk-" + i;
            await().atMost(LONG)
                    .until(() -> EventFixture.letterOf(node, conversation, "waiting")
                                    .get("attempts")
                                    .asInt()
                            >= 1);
        }
    }
}
