package org.talkoot.agents.provider.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.agents.provider.langchain4j.ProviderServer.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.talkoot.core.MessageId;
import org.talkoot.core.model.AnswerFormat;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.schema.DataType;
import org.talkoot.core.schema.Size;
import org.talkoot.core.schema.Within;
import org.talkoot.core.tool.ToolSpec;

/** How each vendor hears what an answer has to be. */
final class AnswersOnTheWireTest {

    record Claim(
            @Size(max = 20) String policy, @Within(min = 0) BigDecimal amount, Optional<String> note) {}

    record Scores(Map<String, Integer> byName) {}

    sealed interface Decision {
        record Pay(long cents) implements Decision {}

        record Refuse(String why) implements Decision {}
    }

    private static final AnswerFormat CLAIM = format(Claim.class);

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
    void openAiIsToldStrictlyWithEverythingRequired() throws InterruptedException {
        JsonNode format = sent(Vendor.OPENAI, CLAIM).get("response_format");
        assertThat(format.get("type").asText()).isEqualTo("json_schema");
        assertThat(format.at("/json_schema/name").asText()).isEqualTo("Claim");
        assertThat(format.at("/json_schema/strict").asBoolean()).isTrue();
        JsonNode schema = format.at("/json_schema/schema");
        assertThat(schema.get("required")).hasToString("[\"policy\",\"amount\",\"note\"]");
        assertThat(schema.at("/properties/note"))
                .hasToString("{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}");
        assertThat(schema.at("/properties/policy"))
                .hasToString("{\"type\":\"string\",\"description\":\"(maxLength: 20)\"}");
        assertThat(schema.at("/properties/amount/minimum").asInt()).isZero();
    }

    @Test
    void whatStrictCannotSayIsToldAsASuggestion() throws InterruptedException {
        JsonNode map = sent(Vendor.OPENAI, format(Scores.class)).at("/response_format/json_schema");
        assertThat(map.get("strict").asBoolean()).isFalse();
        JsonNode variants = sent(Vendor.OPENAI, format(Decision.class)).at("/response_format/json_schema");
        assertThat(variants.get("strict").asBoolean()).isFalse();
        assertThat(variants.at("/schema/anyOf")).hasSize(2);
    }

    @Test
    void mistralHasTheSameFormat() throws InterruptedException {
        JsonNode format = sent(Vendor.MISTRAL, CLAIM).at("/response_format/json_schema");
        assertThat(format.get("strict").asBoolean()).isTrue();
        assertThat(format.at("/schema/properties/amount/type").asText()).isEqualTo("number");
    }

    @Test
    void geminiHasItInItsGenerationConfig() throws InterruptedException {
        JsonNode config = sent(Vendor.GEMINI, CLAIM).get("generationConfig");
        assertThat(config.get("responseMimeType").asText()).isEqualTo("application/json");
        assertThat(config.at("/responseJsonSchema/properties/policy/description")
                        .asText())
                .isEqualTo("(maxLength: 20)");
    }

    @Test
    void ollamaHasTheWholeSchemaAsItsFormat() throws InterruptedException {
        assertThat(sent(Vendor.OLLAMA, CLAIM).get("format")).hasToString(CLAIM.schema());
    }

    @Test
    void anthropicIsToldInWordsUnlessTheSettingSaysOtherwise() throws InterruptedException {
        JsonNode sent = sent(Vendor.ANTHROPIC, CLAIM);
        assertThat(sent.has("output_config")).isFalse();
        assertThat(sent.at("/system/0/text").asText()).startsWith("Be brief.").endsWith(CLAIM.schema());

        JsonNode forced = sent(Vendor.ANTHROPIC, StructuredOutput.NATIVE, CLAIM, List.of());
        assertThat(forced.at("/output_config/format/type").asText()).isEqualTo("json_schema");
        assertThat(forced.at("/output_config/format/schema/properties/amount"))
                .hasToString("{\"type\":\"number\",\"description\":\"(minimum: 0)\"}");
        assertThat(forced.at("/system/0/text").asText()).isEqualTo("Be brief.");
    }

    @ParameterizedTest
    @CsvSource({"OPENAI, true", "MISTRAL, true", "GEMINI, false", "OLLAMA, false", "ANTHROPIC, false"})
    void besideToolsOnlySomeTakeAFormat(Vendor vendor, boolean takes) throws InterruptedException {
        String sent = sent(
                        vendor,
                        StructuredOutput.AUTO,
                        CLAIM,
                        LangChain4jClientTest.request("any/test", List.of()).tools())
                .toString();
        assertThat(sent.contains("Answer with one JSON value")).isEqualTo(!takes);
        assertThat(sent.contains("responseJsonSchema")
                        || sent.contains("\"response_format\":{\"type\":\"json_schema\""))
                .isEqualTo(takes);
    }

    @ParameterizedTest
    @EnumSource
    void inWordsIsAlwaysAWay(Vendor vendor) throws InterruptedException {
        String sent =
                sent(vendor, StructuredOutput.INSTRUCTIONS, CLAIM, List.of()).toString();
        assertThat(sent).contains("Answer with one JSON value").doesNotContain("json_schema", "responseJsonSchema");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "```json\\n{\\\"a\\\":1}\\n``` | {\"a\":1}",
                "  ```\\n{\\\"a\\\":1}```\\n | {\"a\":1}",
                "{\\\"a\\\":1} | {\"a\":1}",
                "Here: ```{}``` | Here: ```{}```"
            })
    void aFenceAroundAnAnswerIsNoPartOfIt(String said, String answer) throws InterruptedException {
        server.then(stream(List.of(Wire.delta("{\"content\":\"" + said + "\"}"), Wire.finish("stop"), "data: [DONE]")));
        assertThat(call(Vendor.OPENAI, StructuredOutput.AUTO, CLAIM, List.of()))
                .isEqualTo(new ModelReply.Answer(answer));
    }

    private JsonNode sent(Vendor vendor, AnswerFormat format) throws InterruptedException {
        return sent(vendor, StructuredOutput.AUTO, format, List.of());
    }

    private JsonNode sent(Vendor vendor, StructuredOutput structured, AnswerFormat format, List<ToolSpec> tools)
            throws InterruptedException {
        server.then(stream(Wire.anyAnswer(vendor)));
        assertThat(call(vendor, structured, format, tools)).isNotNull();
        return server.requests.getLast();
    }

    private ModelReply call(Vendor vendor, StructuredOutput structured, AnswerFormat format, List<ToolSpec> tools)
            throws InterruptedException {
        Message hello = new Message.User(new MessageId("m"), "hello", Instant.EPOCH);
        ModelRequest any = LangChain4jClientTest.request("any/test", List.of(hello));
        ModelRequest request = new ModelRequest(
                any.origin(), any.model(), any.instructions(), any.messages(), tools, format, null, any.inputLength());
        String path = switch (vendor) {
            case OPENAI, ANTHROPIC -> "/v1";
            case GEMINI -> "/v1beta";
            case MISTRAL -> "/mistral/v1";
            case OLLAMA -> "";
        };
        Vendor.Access access = new Vendor.Access(server.url() + path, "secret", 0, Duration.ofSeconds(10), structured);
        return ((ModelOutcome.Replied) vendor.client(access).call(request, Deltas.ignored())).reply();
    }

    private static AnswerFormat format(Class<?> type) {
        return new AnswerFormat(DataType.of(type).name(), DataType.of(type).schema());
    }
}
