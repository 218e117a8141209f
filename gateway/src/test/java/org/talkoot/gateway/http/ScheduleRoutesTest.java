package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Schedules over HTTP: made, due, paused, run at once, removed, and what is refused. */
final class ScheduleRoutesTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(
                Talkoot.agents(
                        List.of(AgentDefinition.of("echo", "", CodeBrain.answering(view -> "heard " + view.task())))),
                directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static List<String> answers(String conversation) {
        return node.feed(conversation, "conversation.answer-posted").stream()
                .map(event -> event.at("/data/text").asText())
                .toList();
    }

    @Test
    void whatIsDueIsAskedOnce() {
        node.post("/v1/schedules", """
                {"name": "soon", "agent": "echo", "text": "number {{number}} of {{schedule}}", "conversation_id": "diary",
                 "at": "%s"}""".formatted(Instant.now().plusSeconds(2)), 201);

        eventually(() -> {
            JsonNode schedule = node.get("/v1/schedules/soon");
            assertThat(schedule.at("/status").asText()).isEqualTo("finished");
            assertThat(schedule.at("/last/outcome").asText()).isEqualTo("posted");
        });
        eventually(() -> assertThat(answers("diary")).containsExactly("heard number 1 of soon"));
    }

    @Test
    void whatSomebodyWantsAtOnceBeginsOnceForEachKey() {
        node.post("/v1/schedules", """
                {"name": "nightly", "agent": "echo", "text": "look", "conversation_id": "nights", "cron": "0 3 * * *",
                 "zone": "Europe/Helsinki"}""", 201);

        node.post(
                "/v1/schedules/nightly/run",
                "{}",
                Map.of("Content-Type", "application/json", "Idempotency-Key", "k1"),
                200);
        eventually(() -> assertThat(answers("nights")).hasSize(1));
        node.post(
                "/v1/schedules/nightly/run",
                "{}",
                Map.of("Content-Type", "application/json", "Idempotency-Key", "k1"),
                200);
        node.post(
                "/v1/schedules/nightly/run",
                "{}",
                Map.of("Content-Type", "application/json", "Idempotency-Key", "k2"),
                200);

        eventually(() -> assertThat(answers("nights")).hasSize(2));
        assertThat(node.get("/v1/schedules/nightly").at("/status").asText()).isEqualTo("waiting");
    }

    @Test
    void itIsPausedResumedAndRemoved() {
        String made = """
                {"name": "hourly", "agent": "echo", "text": "look", "every": "1h"}""";
        node.post("/v1/schedules", made, 201);
        node.post("/v1/schedules", made, 201);
        node.post("/v1/schedules", made.replace("1h", "2h"), 409);

        node.post("/v1/schedules/hourly/pause", "{}", 200);
        assertThat(node.get("/v1/schedules?status=paused")
                        .at("/schedules/0/name")
                        .asText())
                .isEqualTo("hourly");
        node.post("/v1/schedules/hourly/resume", "{}", 200);
        assertThat(node.get("/v1/schedules/hourly").at("/status").asText()).isEqualTo("waiting");
        node.request("DELETE", "/v1/schedules/hourly", "", 200);
        node.request("GET", "/v1/schedules/hourly", "", 404);
        node.request("DELETE", "/v1/schedules/hourly", "", 404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "name": "a", "agent": "echo", "text": "x"                                             | 400 | bad-timing
            "name": "a", "agent": "echo", "text": "x", "every": "1h", "cron": "* * * * *"          | 400 | bad-timing
            "name": "A b", "agent": "echo", "text": "x", "every": "1h"                             | 400 | bad-schedule-id
            "name": "a", "agent": "none", "text": "x", "every": "1h"                               | 404 | unknown-agent
            "name": "a", "agent": "echo", "text": " ", "every": "1h"                               | 422 | blank-text
            "name": "a", "agent": "echo", "text": "{{who}}", "every": "1h"                         | 422 | unknown-blank
            "name": "a", "agent": "echo", "text": "x", "every": "1s"                               | 422 | period-too-short
            "name": "a", "agent": "echo", "text": "x", "at": "2020-01-01T00:00:00Z"                | 422 | past-time
            "name": "a", "agent": "echo", "text": "x", "cron": "61 * * * *"                        | 422 | bad-cron
            "name": "a", "agent": "echo", "text": "x", "cron": "* * * * *", "zone": "Mars/Base"    | 422 | unknown-time-zone
            "name": "a", "agent": "echo", "text": "x", "every": "1h", "missed": "twice"            | 400 | bad-missed
            """)
    void whatIsWrongIsSaid(String body, int status, String code) {
        assertThat(node.post("/v1/schedules", "{" + body + "}", status)
                        .at("/code")
                        .asText())
                .isEqualTo(code);
        node.request("GET", "/v1/schedules/a", "", 404);
    }
}
