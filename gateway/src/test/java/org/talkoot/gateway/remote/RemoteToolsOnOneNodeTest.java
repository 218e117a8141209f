package org.talkoot.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.talkoot.gateway.remote.Workshop.LONG;
import static org.talkoot.gateway.remote.Workshop.answer;
import static org.talkoot.gateway.remote.Workshop.completed;
import static org.talkoot.gateway.remote.Workshop.event;
import static org.talkoot.gateway.remote.Workshop.object;
import static org.talkoot.gateway.remote.Workshop.request;
import static org.talkoot.gateway.remote.Workshop.say;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.testkit.node.LocalNode;

/** Calls that leave a node and results that come back to it, where the worker is the test. */
final class RemoteToolsOnOneNodeTest {

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        OutgoingTap.open();
        node = LocalNode.start(Workshop.application(), directory, Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
        OutgoingTap.shut();
    }

    @Test
    void aWorkerReportsAndTheRunGoesOn() {
        say(node, "plain", "patient");
        JsonNode request = request("patient", "plain", 1);

        JsonNode taken = node.post("/v1/events", completed("plain-1", request, "done"), 202);

        assertThat(taken.get("repeat").asBoolean()).isFalse();
        assertThat(answer(node, "plain")).isEqualTo("done");
        assertThat(request.at("/arguments/text").asText()).isEqualTo("do it");
        assertThat(request.get("acknowledge").asText()).isEqualTo("after");
        assertThat(request.get("idempotency_key").asText())
                .endsWith(":" + request.get("call").asText());
    }

    @Test
    void whatIsAwayIsShownByItsRunAndCounted() {
        say(node, "away", "patient");
        JsonNode request = request("patient", "away", 1);
        String run = "/v1/runs/" + request.get("run").asText();

        JsonNode call = node.get(run).at("/remote_calls/0");
        assertThat(call.get("call_id")).isEqualTo(request.get("call"));
        assertThat(call.get("tool").asText()).isEqualTo("patient");
        assertThat(call.get("attempt").asInt()).isEqualTo(1);
        assertThat(call.has("lease_seconds")).isFalse();
        assertThat(node.text("/metrics"))
                .containsPattern("talkoot_tool_calls_away\\{tool=\"patient\"} [0-9.]+")
                .containsPattern("talkoot_tool_calls_away_oldest_seconds\\{tool=\"patient\"} [0-9.]+")
                .contains("talkoot_tool_calls_sent_total{attempt=\"first\",tool=\"patient\"}");

        node.post("/v1/events", completed("away-1", request, "done"), 202);
        assertThat(answer(node, "away")).isEqualTo("done");
        assertThat(node.get(run).has("remote_calls")).isFalse();
    }

    @Test
    void whereAWorkerOwesSignsOfLifeItsRunShowsTheLast() {
        say(node, "alive", "leased");
        JsonNode request = request("leased", "alive", 1);
        String run = "/v1/runs/" + request.get("run").asText();
        assertThat(node.get(run).at("/remote_calls/0").has("heard_at")).isFalse();

        node.post(
                "/v1/events",
                event(
                        "alive-1",
                        "tool.progress",
                        object().put("token", request.get("token").asText())),
                202);

        JsonNode call = node.get(run).at("/remote_calls/0");
        assertThat(call.get("lease_seconds").asDouble()).isEqualTo(600);
        assertThat(Instant.parse(call.get("heard_at").asText()))
                .isAfter(Instant.parse(call.get("since").asText()));
    }

    @Test
    void whatLeavesIsAsItsSchemaSays() throws IOException {
        say(node, "schema", "patient");
        request("patient", "schema", 1);
        Outgoing out = OutgoingTap.left("tools.execute.patient", "schema").getFirst();

        assertThat(out.event().type().name()).isEqualTo("tool.requested");
        assertThat(out.event().metadata()).containsEntry("tool", "patient");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(Path.of("../docs/schema/tool-requested.schema.json")),
                                InputFormat.JSON)
                        .validate(OutgoingTap.payload(out)))
                .isEmpty();
    }

    @Test
    void theTokenStandsInNoFeed() {
        say(node, "secret", "patient");
        String token = request("patient", "secret", 1).get("token").asText();

        assertThat(node.feed("secret").toString())
                .contains("run.tool-call-sent")
                .doesNotContain(token);
    }

    @Test
    void aRepeatedReportIsKnownAndAnotherOneChangesNothing() {
        say(node, "twice", "patient");
        JsonNode request = request("patient", "twice", 1);
        node.post("/v1/events", completed("twice-1", request, "first"), 202);

        JsonNode again = node.post("/v1/events", completed("twice-1", request, "first"), 202);
        JsonNode other = node.post("/v1/events", completed("twice-2", request, "second"), 202);

        assertThat(again.get("repeat").asBoolean()).isTrue();
        assertThat(other.get("repeat").asBoolean()).isTrue();
        assertThat(answer(node, "twice")).isEqualTo("first");
        assertThat(node.feed("twice", "run.tool-call-settled")).hasSize(1);
        assertThat(node.text("/metrics")).contains("talkoot_answers_late_total{type=\"tool.completed\"}");
    }

    @Test
    void nobodyCanAnswerWithoutTheToken() {
        say(node, "forged", "patient");
        String token = request("patient", "forged", 1).get("token").asText();
        String spoilt = token.substring(0, token.length() - 3) + "AAA";

        node.post("/v1/events", completed("f1", spoilt, "forged"), 404);
        node.post("/v1/events", completed("f2", "c1", "forged"), 404);
        node.post("/v1/events", event("f3", "tool.completed", object().put("result", "forged")), 422);
        node.post("/v1/events", event("f4", "tool.completed", object().put("token", token)), 422);
        node.post(
                "/v1/events",
                event("f5", "request.answered", object().put("token", token).put("result", "forged")),
                404);

        assertThat(node.feed("forged", "run.tool-call-settled")).isEmpty();
    }

    @Test
    void theTokenOfAnotherRunAnswersThatOneAlone() {
        say(node, "one", "patient");
        say(node, "other", "patient");
        JsonNode one = request("patient", "one", 1);
        request("patient", "other", 1);

        String said = completed("cross-1", one, "for one")
                .replace("{\"event_id\"", "{\"conversation_id\":\"other\",\"event_id\"");
        node.post("/v1/events", said, 202);

        assertThat(answer(node, "one")).isEqualTo("for one");
        assertThat(node.feed("other", "run.tool-call-settled")).isEmpty();
    }

    @Test
    void aHugeResultIsCut() {
        say(node, "huge", "patient");
        JsonNode request = request("patient", "huge", 1);

        node.post("/v1/events", completed("huge-1", request, "x".repeat(900_000)), 202);

        assertThat(answer(node, "huge")).startsWith("xxx").endsWith("[truncated: 900000 characters, 500 kept]");
    }

    @Test
    void argumentsThatTheSchemaRefusesNeverLeave() {
        say(node, "strict", "strict");

        assertThat(answer(node, "strict")).contains("invalid-arguments");
        assertThat(OutgoingTap.left("tools.execute.patient", "strict")).isEmpty();
    }

    @Test
    void whatMayBeRepeatedIsSentAgainAndAnyOfItsTokensAnswers() {
        say(node, "again", "again");
        JsonNode first = request("again", "again", 1);
        JsonNode second = request("again", "again", 2);

        assertThat(second.get("attempt").asInt()).isEqualTo(2);
        assertThat(second.get("idempotency_key")).isEqualTo(first.get("idempotency_key"));
        assertThat(second.get("token")).isNotEqualTo(first.get("token"));
        assertThat(answer(node, "again")).contains("tool-timeout");
        assertThat(node.post("/v1/events", completed("again-1", first, "late"), 202)
                        .get("repeat")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whatMayNotBeRepeatedIsInDoubtAndALateReportSettlesTheDoubt() {
        say(node, "doubt", "once");
        JsonNode request = request("once", "doubt", 1);
        assertThat(answer(node, "doubt")).startsWith("IN DOUBT");

        JsonNode taken = node.post("/v1/events", completed("doubt-1", request, "it happened"), 202);

        assertThat(taken.get("repeat").asBoolean()).isFalse();
        assertThat(node.feed("doubt", "run.late-call-settled")).hasSize(1);
        assertThat(OutgoingTap.left("tools.execute.once", "doubt")).hasSize(1);
        assertThat(request.get("acknowledge").asText()).isEqualTo("before");
    }

    @Test
    void aCancelledCallSaysSoAndItsResultIsHeard() {
        say(node, "cancelled", "patient");
        JsonNode request = request("patient", "cancelled", 1);
        node.post("/v1/conversations/cancelled/cancel", "{\"reason\":\"enough\"}", 200);
        await().atMost(LONG)
                .until(() -> Workshop.out("tool.cancelled", "cancelled").isPresent());

        node.post("/v1/events", completed("cancelled-1", request, "done all the same"), 202);

        JsonNode cancelled =
                OutgoingTap.payload(Workshop.out("tool.cancelled", "cancelled").orElseThrow());
        assertThat(cancelled.get("idempotency_key")).isEqualTo(request.get("idempotency_key"));
        assertThat(node.feed("cancelled", "run.late-call-settled")).hasSize(1);
    }

    @Test
    void aQuestionIsAnsweredByWhoeverHasItsToken() {
        say(node, "asked", "asker");
        await().atMost(LONG).until(() -> Workshop.question("asked").isPresent());
        String token =
                Workshop.question("asked").orElseThrow().event().metadata().get("reply_token");

        node.post(
                "/v1/events",
                event("q0", "tool.completed", object().put("token", token).put("result", "42")),
                404);
        node.post(
                "/v1/events",
                event("q1", "request.answered", object().put("token", token).put("result", "42")),
                202);
        JsonNode second = node.post(
                "/v1/events",
                event("q2", "request.answered", object().put("token", token).put("result", "43")),
                202);

        assertThat(answer(node, "asked")).isEqualTo("they say 42");
        assertThat(second.get("repeat").asBoolean()).isTrue();
    }

    @Test
    void aQuestionMayBeDeclined() {
        say(node, "declined", "asker");
        await().atMost(LONG).until(() -> Workshop.question("declined").isPresent());
        String token =
                Workshop.question("declined").orElseThrow().event().metadata().get("reply_token");

        node.post(
                "/v1/events",
                event(
                        "d1",
                        "request.failed",
                        object().put("token", token).put("code", "sold-out").put("message", "no pens")),
                202);

        assertThat(answer(node, "declined")).isEqualTo("sold-out");
    }

    @Test
    void progressIsTakenWhileTheCallIsUnderWayAndWrittenNowhere() {
        say(node, "progress", "patient");
        JsonNode request = request("patient", "progress", 1);
        String said = event(
                "p1",
                "tool.progress",
                object().put("token", request.get("token").asText()).put("text", "half"));

        assertThat(node.post("/v1/events", said, 202).get("repeat").asBoolean()).isFalse();
        node.post("/v1/events", completed("p2", request, "done"), 202);
        assertThat(answer(node, "progress")).isEqualTo("done");
        assertThat(node.post("/v1/events", said, 202).get("repeat").asBoolean()).isTrue();
        assertThat(node.feed("progress").toString()).doesNotContain("half");
    }

    @Test
    void progressIsShownToWhoeverFollowsTheConversation() throws Exception {
        say(node, "live", "patient");
        JsonNode request = request("patient", "live", 1);
        CompletableFuture<String> shown = new CompletableFuture<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> feed = http.send(
                    HttpRequest.newBuilder(URI.create(node.url() + "/v1/conversations/live/events"))
                            .header("Accept", "text/event-stream")
                            .build(),
                    HttpResponse.BodyHandlers.ofLines());
            Thread reader = Thread.startVirtualThread(() -> feed.body()
                    .filter(line -> line.startsWith("data:") && line.contains("half way"))
                    .findFirst()
                    .ifPresent(shown::complete));
            String said = event(
                    "live-p",
                    "tool.progress",
                    object().put("token", request.get("token").asText()).put("text", "half way"));
            await().atMost(LONG).until(() -> {
                node.post("/v1/events", said, 202);
                return shown.isDone();
            });
            node.post("/v1/events", completed("live-1", request, "done"), 202);
            assertThat(shown.join()).contains(request.get("call").asText());
            assertThat(answer(node, "live")).isEqualTo("done");
            http.shutdownNow();
            reader.join();
        }
    }

    @Test
    void anAgentThatHearsOfACallGetsNoToken() {
        say(node, "overheard", "patient");
        String token = request("patient", "overheard", 1).get("token").asText();
        await().atMost(LONG)
                .until(() -> !node.answersOf("overheard", "eavesdropper").isEmpty());

        assertThat(node.feed("overheard").toString()).doesNotContain(token);
    }
}
