package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** What an output guardrail has not let out is heard nowhere, whoever said it. */
final class GuardedFeedTest {

    /** What the model says in every answer. */
    private static final String SECRET = "4711";

    @TempDir
    static Path directory;

    private static LocalNode node;
    private static HttpClient http;

    private record Rule(String name, Verdict ofSecrets) implements Guardrail {

        @Override
        public Verdict check(String text) {
            return text.contains(SECRET) ? ofSecrets : Verdict.pass();
        }
    }

    private record TalkativeModel() implements ModelClient {

        @Override
        public ModelOutcome call(ModelRequest request, Deltas deltas) {
            boolean asks = request.origin().agent().type().value().equals("asking")
                    && !(request.messages().getLast() instanceof Message.ToolOutput);
            ModelReply reply = asks
                    ? new ModelReply.ToolCalls(
                            "I ask for " + SECRET, List.of(new ToolCall(CallId.of(1), "ask_plain", "which?")))
                    : new ModelReply.Answer("It is " + SECRET + ".");
            return new ModelOutcome.Replied(reply, TokenUsage.of(1, 1), new ModelName("test/x"));
        }
    }

    @BeforeAll
    static void start() {
        Guardrail blocks = new Rule("blocks", new Verdict.Block("that is secret"));
        Guardrail rewrites = new Rule("rewrites", new Verdict.Rewrite("It is a number."));
        LlmBrain brain = LlmBrain.of("Tell.");
        http = HttpClient.newHttpClient();
        node = LocalNode.start(
                Talkoot.agents(List.of(
                                AgentDefinition.of("plain", "", brain),
                                AgentDefinition.of("blocked", "", brain).withOutputGuardrails(blocks),
                                AgentDefinition.of("rewritten", "", brain).withOutputGuardrails(rewrites),
                                AgentDefinition.of("asking", "", brain.asking("plain"))
                                        .withOutputGuardrails(rewrites)))
                        .model(new TalkativeModel()),
                directory);
    }

    @AfterAll
    static void stop() {
        http.close();
        node.close();
    }

    @Test
    void aReplyThatIsBlockedIsInNoFeed() throws Exception {
        node.say("blocked", "blocked", "tell me");

        assertThat(node.feed("blocked", "run.failed")).hasSize(1);
        assertHeardNowhere("blocked");
    }

    @Test
    void aReplyThatIsRewrittenIsInNoFeedAsItWas() throws Exception {
        String answer = node.say("rewritten", "rewritten", "tell me");

        assertThat(answer).isEqualTo("It is a number.");
        JsonNode replied = node.feed("rewritten", "run.model-replied").getFirst();
        assertThat(replied.at("/data/reply/text").asText()).isEmpty();
        assertThat(replied.at("/data/model").asText()).isEqualTo("test/x");
        assertHeardNowhere("rewritten");
    }

    @Test
    void whoWorksForAGuardedAgentIsNotHeardEither() throws Exception {
        String answer = node.say("asked", "asking", "tell me");

        assertThat(answer).isEqualTo("It is a number.");
        assertThat(node.feed("asked", "run.model-replied")).hasSize(3);
        assertThat(node.feed("asked", "run.delegation-settled")).hasSize(1);
        assertHeardNowhere("asked");
    }

    @Test
    void anAgentWithoutGuardrailsIsHeardAsEver() {
        node.say("heard", "plain", "tell me");

        assertThat(node.feed("heard", "run.model-replied")
                        .getFirst()
                        .at("/data/reply/text")
                        .asText())
                .contains(SECRET);
    }

    private static void assertHeardNowhere(String conversation) throws Exception {
        int events = node.feed(conversation).size();
        assertThat(node.text("/v1/conversations/" + conversation + "/events"))
                .contains("run.model-replied")
                .doesNotContain(SECRET);
        assertThat(streamed(conversation, events)).contains("run.model-replied").doesNotContain(SECRET);
        assertThat(overASocket(conversation, events))
                .contains("run.model-replied")
                .doesNotContain(SECRET);
    }

    private static String streamed(String conversation, int events) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(feed(conversation) + "/events"))
                .header("Accept", "text/event-stream")
                .build();
        try (Stream<String> lines =
                http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            return lines.filter(line -> line.startsWith("data: ") || line.startsWith("event: "))
                    .limit(2L * events)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String overASocket(String conversation, int events) {
        try (SocketClient socket = SocketClient.open(node, http, conversation)) {
            await().until(() -> socket.frames().size() >= events);
            return socket.frames().stream()
                    .limit(events)
                    .map(JsonNode::toString)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String feed(String conversation) {
        return node.url() + "/v1/conversations/" + conversation;
    }
}
