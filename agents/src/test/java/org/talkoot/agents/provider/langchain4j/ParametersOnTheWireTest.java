package org.talkoot.agents.provider.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.agents.provider.langchain4j.ProviderServer.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelParameters;
import org.talkoot.core.model.ModelParameters.Effort;
import org.talkoot.core.model.ModelParameters.ToolUse;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/** How each vendor hears how a model is to answer. */
final class ParametersOnTheWireTest {

    private static final Message HELLO = new Message.User(new MessageId("m"), "hello", Instant.EPOCH);
    private static final List<Message> AFTER_TOOL = List.of(
            HELLO,
            new Message.ToolUse("", List.of(new ToolCall(CallId.of(1), "lookup", "{}"))),
            new Message.ToolOutput(CallId.of(1), "lookup", ToolResult.success("rich")));
    private static final ModelParameters COMMON = ModelParameters.NONE
            .withTemperature(0.5)
            .withTopP(0.75)
            .withMaxOutputTokens(77)
            .withStop("END");

    private ProviderServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ProviderServer();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /temperature, /top_p, /max_completion_tokens, /stop/0",
        "ANTHROPIC, /temperature, /top_p, /max_tokens, /stop_sequences/0",
        "GEMINI, /generationConfig/temperature, /generationConfig/topP, /generationConfig/maxOutputTokens,"
                + " /generationConfig/stopSequences/0",
        "MISTRAL, /temperature, /top_p, /max_tokens, /stop/0",
        "OLLAMA, /options/temperature, /options/top_p, /options/num_predict, /options/stop/0"
    })
    void whatAllHaveHasItsOwnName(Vendor vendor, String temperature, String topP, String most, String stop)
            throws InterruptedException {
        JsonNode sent = sent(vendor, COMMON, List.of(HELLO));
        assertThat(sent.at(temperature).asDouble()).isEqualTo(0.5);
        assertThat(sent.at(topP).asDouble()).isEqualTo(0.75);
        assertThat(sent.at(most).asInt()).isEqualTo(77);
        assertThat(sent.at(stop).asText()).isEqualTo("END");
    }

    @ParameterizedTest
    @CsvSource({"OPENAI, /seed", "GEMINI, /generationConfig/seed", "MISTRAL, /random_seed", "OLLAMA, /options/seed"})
    void aSeedIsSentWithItsCallAndNoOther(Vendor vendor, String seed) throws InterruptedException {
        assertThat(sent(vendor, ModelParameters.NONE.withSeed(7), List.of(HELLO))
                        .at(seed)
                        .asInt())
                .isEqualTo(7);
        assertThat(sent(vendor, ModelParameters.NONE.withSeed(8), List.of(HELLO))
                        .at(seed)
                        .asInt())
                .isEqualTo(8);
        assertThat(sent(vendor, ModelParameters.NONE, List.of(HELLO)).at(seed).isMissingNode())
                .isTrue();
    }

    @Test
    void aModelThatHasToCallAToolIsFreeAfterItsOutput() throws InterruptedException {
        ModelParameters first = ModelParameters.NONE.withToolUse(ToolUse.FIRST);
        assertThat(sent(Vendor.OPENAI, first, List.of(HELLO)).at("/tool_choice").asText())
                .isEqualTo("required");
        assertThat(sent(Vendor.OPENAI, first, AFTER_TOOL).has("tool_choice")).isFalse();
        assertThat(sent(Vendor.OPENAI, ModelParameters.NONE.withToolUse(ToolUse.NEVER), List.of(HELLO))
                        .at("/tool_choice")
                        .asText())
                .isEqualTo("none");
        assertThat(sent(Vendor.ANTHROPIC, first, List.of(HELLO))
                        .at("/tool_choice/type")
                        .asText())
                .isEqualTo("any");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /tool_choice/function/name, lookup, /tools, 2",
        "ANTHROPIC, /tool_choice/name, lookup, /tools, 2",
        "GEMINI, /toolConfig/functionCallingConfig/mode, ANY, /tools/0/functionDeclarations, 1",
        "MISTRAL, /tool_choice, any, /tools, 1"
    })
    void aToolThatIsToBeCalledFirstIsNamedOrOfferedAlone(
            Vendor vendor, String choice, String is, String tools, int offered) throws InterruptedException {
        ModelParameters named = ModelParameters.NONE.withToolUse(ToolUse.first("lookup"));
        JsonNode sent = sent(vendor, named, List.of(HELLO));
        assertThat(sent.at(choice).asText()).describedAs("%s", sent).isEqualTo(is);
        assertThat(sent.at(tools)).hasSize(offered);
        JsonNode after = sent(vendor, named, AFTER_TOOL);
        assertThat(after.at(choice).isMissingNode()).describedAs("%s", after).isTrue();
    }

    @Test
    void whatIsToBeCachedIsMarkedForAnthropic() throws InterruptedException {
        JsonNode sent = sent(Vendor.ANTHROPIC, ModelParameters.NONE.withCache(), List.of(HELLO));
        assertThat(sent.at("/system/0/cache_control/type").asText())
                .describedAs("%s", sent)
                .isEqualTo("ephemeral");
        assertThat(sent.at("/tools/1/cache_control/type").asText()).isEqualTo("ephemeral");
        assertThat(sent(Vendor.ANTHROPIC, ModelParameters.NONE, List.of(HELLO)).toString())
                .doesNotContain("cache_control");
        assertThat(sent(Vendor.OPENAI, ModelParameters.NONE.withCache(), List.of(HELLO))
                        .toString())
                .doesNotContain("cache");
    }

    @Test
    void effortIsOpenAis() throws InterruptedException {
        ModelParameters low = ModelParameters.NONE.withReasoningEffort(Effort.LOW);
        assertThat(sent(Vendor.OPENAI, low, List.of(HELLO))
                        .at("/reasoning_effort")
                        .asText())
                .isEqualTo("low");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, ''",
        "ANTHROPIC, 'seed, reasoning-effort'",
        "GEMINI, reasoning-effort",
        "MISTRAL, reasoning-effort",
        "OLLAMA, 'tool-use, reasoning-effort'"
    })
    void whatAVendorHasNotIsRefusedInWords(Vendor vendor, String refused) throws InterruptedException {
        ModelParameters all = COMMON.withSeed(1).withToolUse(ToolUse.FIRST).withReasoningEffort(Effort.HIGH);
        assertThat(String.join(", ", client(vendor).refused(all))).isEqualTo(refused);
        if (!refused.isEmpty()) {
            assertThat(client(vendor).call(request(all, List.of(HELLO)), Deltas.ignored()))
                    .isInstanceOfSatisfying(
                            ModelOutcome.Failed.class,
                            f -> assertThat(f.failure()).isInstanceOf(ModelFailure.Rejected.class));
        }
    }

    private JsonNode sent(Vendor vendor, ModelParameters parameters, List<Message> messages)
            throws InterruptedException {
        server.then(stream(Wire.anyAnswer(vendor)));
        assertThat(client(vendor).call(request(parameters, messages), Deltas.ignored()))
                .isInstanceOf(ModelOutcome.Replied.class);
        return server.requests.getLast();
    }

    private static ModelRequest request(ModelParameters parameters, List<Message> messages) {
        ModelRequest any = LangChain4jClientTest.request("any/test", messages);
        return new ModelRequest(
                any.origin(),
                any.model(),
                any.instructions(),
                any.messages(),
                any.tools(),
                null,
                parameters,
                any.inputLength());
    }

    private org.talkoot.core.model.ModelClient client(Vendor vendor) {
        String path = switch (vendor) {
            case OPENAI, ANTHROPIC -> "/v1";
            case GEMINI -> "/v1beta";
            case MISTRAL -> "/mistral/v1";
            case OLLAMA -> "";
        };
        return vendor.client(new Vendor.Access(server.url() + path, "secret", 0, Duration.ofSeconds(10)));
    }
}
