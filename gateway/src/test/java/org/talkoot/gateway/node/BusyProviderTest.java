package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.testkit.node.LocalNode;

/** A provider in trouble, seen from outside: nothing fails, and who looks on is told. */
final class BusyProviderTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** For so long the provider says "not now": more often than a call was once tried. */
    private static final Duration BUSY = Duration.ofSeconds(8);

    private static final Guardrail NO_SECRETS = new Guardrail() {
        @Override
        public String name() {
            return "no-secrets";
        }

        @Override
        public Verdict check(String text) {
            return text.contains("secret") ? new Verdict.Block("that is secret") : Verdict.pass();
        }
    };

    private final AtomicInteger calls = new AtomicInteger();
    private final List<String> stream = new CopyOnWriteArrayList<>();

    @TempDir
    Path data;

    private LocalNode node;

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void fiftyRunsBehindAProviderThatSaysNotNowAreAllAnswered() {
        AtomicInteger refused = new AtomicInteger();
        AtomicLong begun = new AtomicLong();
        start((request, deltas) -> {
            calls.incrementAndGet();
            begun.compareAndSet(0, System.nanoTime());
            if (System.nanoTime() - begun.get() > BUSY.toNanos()) {
                return answer("done");
            }
            refused.incrementAndGet();
            return new ModelOutcome.Failed(
                    new ModelFailure.RateLimited("slow down", Duration.ofMillis(2_500)), TokenUsage.NONE);
        });
        for (int i = 0; i < 25; i++) {
            node.post("/v1/conversations/p" + i + "/messages", "{\"text\":\"hi\"}", 202);
            node.post("/v1/events", """
                    {"event_id":"e%d","event_type":"work.came","conversation_id":"e%d","payload":{}}
                    """.formatted(i, i), 202);
        }

        await().atMost(LONG).untilAsserted(() -> {
            for (int i = 0; i < 25; i++) {
                assertThat(ends("p" + i)).containsExactly("answered");
                assertThat(ends("e" + i)).containsExactly("answered");
            }
        });
        assertThat(calls).hasValue(50 + refused.get());
        assertThat(node.get("/v1/dead-letters", 200).get("dead_letters")).isEmpty();
        JsonNode delayed = node.feed("p0", "run.model-call-delayed").getFirst().get("data");
        assertThat(delayed.get("reason").asText()).isEqualTo("rate-limited");
        assertThat(delayed.get("until").asText()).isNotBlank();
    }

    @Test
    void anAnswerThatBeginsAnewIsMarkedOnTheStream() {
        start((request, deltas) -> {
            deltas.next(request.origin(), "Hel");
            if (calls.incrementAndGet() == 1) {
                return new ModelOutcome.Failed(new ModelFailure.Unavailable("cut"), TokenUsage.of(1, 1));
            }
            deltas.next(request.origin(), "lo");
            return answer("Hello");
        });
        follow("talk");
        node.post("/v1/conversations/talk/messages?wait=30s", "{\"text\":\"hi\"}", 200);

        await().atMost(LONG).until(() -> stream.contains("event: conversation.answer-posted"));
        int anew = stream.indexOf("event: delta-restart");
        assertThat(anew).isPositive();
        assertThat(String.join("", deltas(stream.subList(anew, stream.size())))).isEqualTo("Hello");
        assertThat(stream.get(anew - 1)).as("no id").doesNotStartWith("id:");
    }

    @Test
    void whatAGuardrailHasNotSeenIsNotHeard() {
        start((request, deltas) -> {
            deltas.next(request.origin(), "the secret is 42");
            return answer("the secret is 42");
        });
        follow("talk");
        node.post("/v1/conversations/talk/messages?wait=30s", "{\"text\":\"hi\",\"agent\":\"guarded\"}", 200);

        await().atMost(LONG).until(() -> stream.contains("event: conversation.turn-failed"));
        assertThat(stream).doesNotContain("event: delta");
    }

    @Test
    void whatIsSaidToAGuardedAgentByThoseWhoWorkForItIsNotHeardEither() {
        start((request, deltas) -> {
            deltas.next(request.origin(), "the secret is 42");
            boolean asks = request.origin().agent().type().value().equals("guarded")
                    && !(request.messages().getLast() instanceof Message.ToolOutput);
            return asks
                    ? replied(new ModelReply.ToolCalls("", List.of(new ToolCall(CallId.of(1), "ask_desk", "what?"))))
                    : answer("nothing to say");
        });
        follow("talk");
        node.post("/v1/conversations/talk/messages?wait=30s", "{\"text\":\"hi\",\"agent\":\"guarded\"}", 200);

        await().atMost(LONG).until(() -> stream.contains("event: conversation.answer-posted"));
        assertThat(stream).doesNotContain("event: delta");
    }

    private void start(ModelClient model) {
        node = LocalNode.start(
                Talkoot.agents(List.of(
                                AgentDefinition.of("desk", "", LlmBrain.of("Help.")),
                                AgentDefinition.of("worker", "", LlmBrain.of("Work."))
                                        .withSubscriptions(Subscription.to("work.came")),
                                AgentDefinition.of(
                                                "guarded",
                                                "",
                                                LlmBrain.of("Mind.").asking("desk"))
                                        .withOutputGuardrails(NO_SECRETS)))
                        .model(model),
                data,
                Map.of("talkoot.http.heartbeat", "200ms"));
    }

    private static ModelOutcome answer(String text) {
        return replied(new ModelReply.Answer(text));
    }

    private static ModelOutcome replied(ModelReply reply) {
        return new ModelOutcome.Replied(reply, TokenUsage.of(1, 1), new ModelName("test/busy"));
    }

    /** How the runs of a conversation ended. */
    private List<String> ends(String conversation) {
        return node.feed(conversation).stream()
                .map(event -> event.get("type").asText())
                .filter(type -> type.equals("run.answered-as-replied") || type.equals("run.failed"))
                .map(type -> type.equals("run.failed") ? "failed" : "answered")
                .toList();
    }

    private void follow(String conversation) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(node.url() + "/v1/conversations/" + conversation + "/events"))
                .header("Accept", "text/event-stream")
                .build();
        HttpClient http = HttpClient.newHttpClient();
        var unused = http.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenAcceptAsync(
                        response -> response.body().forEach(stream::add),
                        task -> Thread.ofVirtual().start(task));
        await().atMost(LONG).until(() -> stream.contains(": alive"));
    }

    private static List<String> deltas(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("data: ") && line.contains("\"text\":"))
                .filter(line -> line.contains("\"call_id\""))
                .map(line -> line.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1"))
                .toList();
    }
}
