package org.talkoot.agents.provider.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.talkoot.agents.provider.langchain4j.ProviderServer.cutAfter;
import static org.talkoot.agents.provider.langchain4j.ProviderServer.status;
import static org.talkoot.agents.provider.langchain4j.ProviderServer.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

final class LangChain4jClientTest {

    private static final String SCHEMA = """
            {"type":"object","properties":{
               "account":{"type":"string","description":"Which one.","pattern":"ACC-\\\\d+"},
               "depth":{"type":"integer"},
               "kind":{"enum":["full","brief"]},
               "lines":{"type":"array","items":{"type":"number"}}},
             "required":["account"],"additionalProperties":false}
            """;
    private static final List<ToolSpec> TOOLS = List.of(
            ToolSpec.of("lookup", "Looks up an account.", new ToolInput.Json(SCHEMA), SideEffect.READ_ONLY),
            ToolSpec.of("ask_billing", "Asks billing.", new ToolInput.Text("The question."), SideEffect.IDEMPOTENT));
    private static final Message.User HELLO = new Message.User(new MessageId("m"), "hello", Instant.EPOCH);

    private final List<String> heard = new ArrayList<>();
    private ProviderServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ProviderServer();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void textIsStreamedAndUsageCounted() throws InterruptedException {
        server.then(stream(Wire.text("stop")));
        assertThat(call(List.of(HELLO)))
                .isEqualTo(new ModelOutcome.Replied(
                        new ModelReply.Answer("Hello"), TokenUsage.of(12, 5), new ModelName("openai/gpt-test")));
        assertThat(String.join("|", heard)).isEqualTo("Hel|lo");
    }

    @Test
    void theWholeHistoryIsSentInTheVendorsWords() throws InterruptedException {
        server.then(stream(Wire.text("stop")));
        call(List.of(
                HELLO,
                new Message.ToolUse(
                        "",
                        List.of(
                                new ToolCall(CallId.of(1), "lookup", "{\"account\":\"ACC-1\"}"),
                                new ToolCall(CallId.of(2), "ask_billing", "say \"hi\""))),
                new Message.ToolOutput(CallId.of(1), "lookup", ToolResult.success("rich")),
                new Message.ToolOutput(CallId.of(2), "ask_billing", ToolResult.failure("no", "sorry")),
                new Message.Note("plan", "step 2"),
                new Message.Assistant(RunId.parse("m-1"), new AgentType("desk"), "done", Instant.EPOCH)));
        JsonNode sent = server.requests.get(0);
        assertThat(server.paths).containsExactly("/v1/chat/completions");
        assertThat(server.keys.get(0)).startsWith("Bearer secret");
        assertThat(sent.path("model").asText()).isEqualTo("gpt-test");
        assertThat(sent.path("stream").asBoolean()).isTrue();
        assertThat(sent.at("/stream_options/include_usage").asBoolean()).isTrue();
        assertThat(roles(sent)).containsExactly("system", "user", "assistant", "tool", "tool", "user", "assistant");
        assertThat(sent.at("/messages/0/content").asText()).isEqualTo("Be brief.");
        assertThat(sent.at("/messages/2/tool_calls/0/id").asText()).isEqualTo("c1");
        assertThat(sent.at("/messages/2/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"account\":\"ACC-1\"}");
        assertThat(sent.at("/messages/2/tool_calls/1/function/arguments").asText())
                .isEqualTo("{\"text\":\"say \\\"hi\\\"\"}");
        assertThat(sent.at("/messages/3/tool_call_id").asText()).isEqualTo("c1");
        assertThat(sent.at("/messages/4/content").asText()).isEqualTo("ERROR no: sorry");
        assertThat(sent.at("/messages/5/content").asText()).isEqualTo("[plan] step 2");
    }

    @Test
    void toolsAreDescribedByTheirSchema() throws InterruptedException {
        server.then(stream(Wire.text("stop")));
        call(List.of(HELLO));
        JsonNode sent = server.requests.get(0);
        assertThat(sent.at("/tools/0/function/name").asText()).isEqualTo("lookup");
        JsonNode parameters = sent.at("/tools/0/function/parameters");
        assertThat(parameters.at("/properties/account/type").asText()).isEqualTo("string");
        assertThat(parameters.at("/properties/account/description").asText())
                .isEqualTo("Which one. (pattern: ACC-\\d+)");
        assertThat(parameters.at("/properties/depth/type").asText()).isEqualTo("integer");
        assertThat(parameters.at("/properties/kind/enum/1").asText()).isEqualTo("brief");
        assertThat(parameters.at("/properties/lines/items/type").asText()).isEqualTo("number");
        assertThat(parameters.at("/required/0").asText()).isEqualTo("account");
        JsonNode text = sent.at("/tools/1/function/parameters");
        assertThat(text.at("/properties/text/description").asText()).isEqualTo("The question.");
        assertThat(text.at("/required/0").asText()).isEqualTo("text");
    }

    @Test
    void parallelToolCallsAreReadFromTheirPieces() throws InterruptedException {
        server.then(stream(Wire.twoCalls()));
        assertThat(((ModelOutcome.Replied) call(List.of(HELLO))).reply())
                .isEqualTo(new ModelReply.ToolCalls(
                        "",
                        List.of(
                                new ToolCall(CallId.of(1), "lookup", "{\"account\":\"ACC-1\"}"),
                                new ToolCall(CallId.of(2), "ask_billing", "why so much?"))));
    }

    @Test
    void anAnswerThatHitItsLimitIsTruncatedAndAFilteredOneRefused() throws InterruptedException {
        server.then(stream(Wire.text("length"))).then(stream(Wire.text("content_filter")));
        assertThat(((ModelOutcome.Replied) call(List.of(HELLO))).reply())
                .isEqualTo(new ModelReply.Truncated("Hello", false));
        assertThat(((ModelOutcome.Replied) call(List.of(HELLO))).reply()).isEqualTo(new ModelReply.Refusal("Hello"));
    }

    @Test
    void aRateLimitCarriesTheTimeToWait() throws InterruptedException {
        server.then(status(429, "{\"error\":{\"message\":\"slow down\"}}", "Retry-After", "7"))
                .then(status(429, "{}", "retry-after-ms", "250"))
                .then(status(503, "{}", "Retry-After", "2"));
        assertThat(failure()).isInstanceOfSatisfying(ModelFailure.RateLimited.class, f -> {
            assertThat(f.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            assertThat(f.message()).contains("slow down");
        });
        assertThat(failure().askedToWait()).contains(Duration.ofMillis(250));
        assertThat(failure())
                .isInstanceOfSatisfying(
                        ModelFailure.Overloaded.class,
                        f -> assertThat(f.retryAfter()).isEqualTo(Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "500, unavailable",
        "502, unavailable",
        "529, overloaded",
        "504, timeout",
        "401, rejected",
        "404, rejected",
        "400, rejected"
    })
    void everyStatusHasItsMeaning(int status, String code) throws InterruptedException {
        server.then(status(status, "{\"error\":{\"message\":\"so it is\"}}"));
        assertThat(failure().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "This model's maximum context length is 8192 tokens.",
        "prompt is too long: 210000 tokens > 200000 maximum",
        "The input token count (1100000) exceeds the maximum number of tokens allowed"
    })
    void aTooLongContextIsToldFromOtherBadRequests(String message) throws InterruptedException {
        server.then(status(400, "{\"error\":{\"message\":\"" + message + "\"}}"));
        assertThat(failure()).isInstanceOf(ModelFailure.ContextTooLong.class);
    }

    @Test
    void aConnectionThatBreaksMidwayIsNoAnswer() throws InterruptedException {
        server.then(cutAfter(Wire.delta("{\"content\":\"Hello world\"}")));
        // input is estimated; a token for each four characters that came
        assertThat(call(List.of(HELLO))).isInstanceOfSatisfying(ModelOutcome.Failed.class, f -> {
            assertThat(f.failure()).isInstanceOf(ModelFailure.Unavailable.class);
            assertThat(f.usage()).isEqualTo(TokenUsage.of(41, 2));
        });
    }

    @Test
    void aStreamThatEndsTooEarlyIsNoAnswer() throws InterruptedException {
        server.then(stream(List.of(Wire.delta("{\"content\":\"Hel\"}"))));
        assertThat(failure()).isInstanceOf(ModelFailure.Unavailable.class);
    }

    @Test
    void whatCannotBeReadIsNoAnswer() throws InterruptedException {
        server.then(stream(List.of("data: {\"choices\": [{\"delta\"", "data: [DONE]")));
        assertThat(failure()).isInstanceOf(ModelFailure.Unavailable.class);
    }

    @Test
    void aProviderThatSaysNothingTimesOut() throws InterruptedException {
        server.then(server.silent());
        ModelOutcome outcome = client(Vendor.OPENAI, "/v1", Duration.ofMillis(200))
                .call(request("openai/gpt-test", List.of(HELLO)), this::hear);
        assertThat(((ModelOutcome.Failed) outcome).failure()).isInstanceOf(ModelFailure.Timeout.class);
    }

    @Test
    void anInterruptAbandonsTheCall() {
        server.then(server.silent());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> call(List.of(HELLO))).isInstanceOf(InterruptedException.class);
    }

    @Test
    void nobodyListeningMeansUnavailable() throws InterruptedException {
        server.close();
        assertThat(failure()).isInstanceOf(ModelFailure.Unavailable.class);
    }

    @Test
    void anthropicSpeaksItsOwnProtocol() throws InterruptedException {
        server.then(stream(Wire.anthropic()));
        ModelOutcome outcome = client(Vendor.ANTHROPIC, "/v1", Duration.ofSeconds(10))
                .call(request("anthropic/claude-test", List.of(HELLO)), this::hear);
        assertThat(outcome)
                .isEqualTo(new ModelOutcome.Replied(
                        new ModelReply.ToolCalls(
                                "Let me look.",
                                List.of(new ToolCall(CallId.of(1), "lookup", "{\"account\": \"ACC-1\"}"))),
                        TokenUsage.of(25, 15),
                        new ModelName("anthropic/claude-test")));
        assertThat(server.paths).containsExactly("/v1/messages");
        assertThat(server.keys.get(0)).endsWith("secret");
    }

    @Test
    void mistralIsToldCallIdsOfNineLetters() throws InterruptedException {
        server.then(stream(Wire.mistral()));
        Message use = new Message.ToolUse("", List.of(new ToolCall(CallId.of(1), "ask_billing", "why?")));
        Message output = new Message.ToolOutput(CallId.of(1), "ask_billing", ToolResult.success("so"));
        assertThat(answer(Vendor.MISTRAL, "/mistral/v1", List.of(HELLO, use, output)))
                .isEqualTo("Hello");
        JsonNode sent = server.requests.get(0);
        assertThat(sent.at("/messages/2/tool_calls/0/id").asText()).isEqualTo("0000000c1");
        assertThat(sent.at("/messages/3/tool_call_id").asText()).isEqualTo("0000000c1");
    }

    @Test
    void mistralHearsTheModelBetweenAnOutputAndAUser() throws InterruptedException {
        server.then(stream(Wire.mistral()));
        Message use = new Message.ToolUse("", List.of(new ToolCall(CallId.of(1), "ask_billing", "why?")));
        Message output = new Message.ToolOutput(CallId.of(1), "ask_billing", ToolResult.success("so"));
        assertThat(answer(Vendor.MISTRAL, "/mistral/v1", List.of(HELLO, use, output, HELLO)))
                .isEqualTo("Hello");
        assertThat(roles(server.requests.get(0)))
                .containsExactly("system", "user", "assistant", "tool", "assistant", "user");
    }

    @Test
    void ollamaSpeaksLinesOfJson() throws InterruptedException {
        server.then(stream(Wire.ollama()));
        assertThat(answer(Vendor.OLLAMA, "", List.of(HELLO))).isEqualTo("Hello");
        assertThat(server.paths).containsExactly("/api/chat");
    }

    @Test
    void geminiStreamsCandidates() throws InterruptedException {
        server.then(stream(Wire.gemini()));
        assertThat(answer(Vendor.GEMINI, "/v1beta", List.of(HELLO))).isEqualTo("Hello");
        assertThat(server.paths.get(0)).endsWith("test:streamGenerateContent");
    }

    private String answer(Vendor vendor, String path, List<Message> messages) throws InterruptedException {
        ModelOutcome outcome =
                client(vendor, path, Duration.ofSeconds(10)).call(request("any/test", messages), this::hear);
        assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);
        assertThat(((ModelOutcome.Replied) outcome).usage()).isEqualTo(TokenUsage.of(12, 5));
        return ((ModelOutcome.Replied) outcome).reply().text();
    }

    @Test
    void theKeyIsNotShown() {
        assertThat(new Vendor.Access("http://x", "secret", 0, Duration.ofSeconds(1)).toString())
                .doesNotContain("secret");
    }

    private ModelOutcome call(List<Message> messages) throws InterruptedException {
        return client(Vendor.OPENAI, "/v1", Duration.ofSeconds(10))
                .call(request("openai/gpt-test", messages), this::hear);
    }

    private ModelFailure failure() throws InterruptedException {
        return ((ModelOutcome.Failed) call(List.of(HELLO))).failure();
    }

    private org.talkoot.core.model.ModelClient client(Vendor vendor, String path, Duration firstByte) {
        return vendor.client(new Vendor.Access(server.url() + path, "secret", 0, firstByte));
    }

    private void hear(ModelRequest.Origin origin, String text) {
        heard.add(text);
    }

    static ModelRequest request(String model, List<Message> messages) {
        return new ModelRequest(
                new ModelRequest.Origin(
                        new AgentId(new TenantId("t"), new AgentType("desk"), "k"), RunId.parse("m-1"), CallId.of(9)),
                new ModelName(model),
                "Be brief.",
                messages,
                TOOLS,
                100);
    }

    private static List<String> roles(JsonNode sent) {
        List<String> roles = new ArrayList<>();
        sent.path("messages").forEach(message -> roles.add(message.path("role").asText()));
        return roles;
    }
}
