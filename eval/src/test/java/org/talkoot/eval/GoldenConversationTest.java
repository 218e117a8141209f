package org.talkoot.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.eval.golden.GoldenConversation;
import org.talkoot.eval.suite.SuiteException;
import org.talkoot.gateway.node.Node;
import org.talkoot.gateway.node.Talkoot;

/** A conversation is recorded from a node once; then the code changes. */
final class GoldenConversationTest {

    private static final String PROMPT = "You tell people the time.\nBe short.";
    private static final String CLOCK = "The time in a place";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void record() throws Exception {
        file = folder.resolve("golden").resolve("noon.json");
        try (Node node = application(PROMPT, CLOCK)
                .model((request, deltas) -> replied(
                        request.messages().getLast() instanceof Message.ToolOutput output
                                ? new ModelReply.Answer("It is " + output.text())
                                : new ModelReply.ToolCalls(
                                        "", List.of(new ToolCall(new CallId("p1"), "clock", "{\"place\":\"Oulu\"}")))))
                .with("talkoot.data", folder.resolve("data").toString())
                .with("talkoot.http.port", 0)
                .with("pekko.cluster.jmx.enabled", "off")
                .start()) {
            String conversation = node.url() + "/v1/conversations/c1";
            say(conversation, "What time is it in Oulu?");
            say(conversation, "And now?");
            GoldenConversation.record(conversation, Optional.empty(), GoldenConversationTest.class.getName(), file);
        }
    }

    private static ModelOutcome replied(ModelReply reply) {
        return new ModelOutcome.Replied(reply, TokenUsage.of(10, 5), new ModelName("fake/model"));
    }

    private static void say(String conversation, String text) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(conversation + "/messages?wait=30s"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"%s\"}".formatted(text)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    /** Found by the file that is recorded. */
    static Talkoot application() {
        return application(PROMPT, CLOCK);
    }

    private static Talkoot application(String prompt, String description) {
        return Talkoot.agents(List.of(AgentDefinition.of(
                        "clerk", "tells the time", LlmBrain.of(prompt).withTools("clock"))))
                .tools(node -> List.of(new Clock(description)));
    }

    private record Clock(String description) implements Tool {

        @Override
        public ToolSpec spec() {
            String schema = "{\"type\":\"object\",\"properties\":{\"place\":{\"type\":\"string\"}}}";
            return ToolSpec.of("clock", description, new ToolInput.Json(schema), SideEffect.READ_ONLY);
        }

        @Override
        public ToolResult invoke(ToolCall call, ToolContext context) {
            return ToolResult.success("noon");
        }
    }

    @Test
    void whatHasNotChangedIsAsItWas() throws IOException {
        assertThat(GoldenConversation.read(file).differences()).isEmpty();

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.get("endings")).extracting(JsonNode::asText).containsExactly("It is noon", "It is noon");
        assertThat(json.get("steps")).hasSize(6);
        assertThat(json.at("/steps/0/told/instructions").asText()).isEqualTo(PROMPT);
        assertThat(json.at("/steps/2/told")).as("what is new alone").hasSize(1);
    }

    @Test
    void aChangedPromptIsCaughtAndShownOnce() {
        GoldenConversation golden = GoldenConversation.read(file);
        Talkoot changed = application("You tell people the time.\nBe friendly.", CLOCK);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> golden.requireSame(changed))
                .withMessageContaining("noon.json goes another way")
                .withMessageContaining("clerk, step 1 has other instructions:\n  - Be short.\n  + Be friendly.");
        assertThat(golden.differences(changed)).hasSize(1);
    }

    @Test
    void aToolThatIsDescribedDifferentlyIsCaught() {
        assertThat(GoldenConversation.read(file).differences(application(PROMPT, "What a clock shows")))
                .singleElement()
                .asString()
                .startsWith("clerk, step 1 is told differently of tool 'clock':")
                .contains("- ")
                .contains("\"description\" : \"What a clock shows\"");
    }

    @Test
    void aBrainThatAsksNobodyIsCaught() {
        Talkoot changed = Talkoot.agents(List.of(
                AgentDefinition.of("clerk", "tells the time", view -> new org.talkoot.core.agent.Next.Answer("noon"))));

        assertThat(GoldenConversation.read(file).differences(changed))
                .contains("clerk, step 1 is gone: a model is asked")
                .contains("clerk, step 2 is gone: clock is called with {\"place\":\"Oulu\"}")
                .contains("message 1 ends differently:\n  - It is noon\n  + noon");
    }

    @Test
    void whatIsMeantIsAccepted() throws IOException {
        Talkoot changed = application("Another one.", CLOCK);
        System.setProperty(GoldenConversation.UPDATE, "true");
        try {
            GoldenConversation.read(file).requireSame(changed);
        } finally {
            System.clearProperty(GoldenConversation.UPDATE);
        }

        assertThat(Files.readString(file)).contains("Another one.");
        assertThatCode(() -> GoldenConversation.read(file).requireSame(changed)).doesNotThrowAnyException();
    }

    @Test
    void whatIsIgnoredIsNotCompared() throws IOException {
        Files.writeString(file, Files.readString(file).replace("\"ignored\" : [ ]", "\"ignored\" : [\"Be \\\\w+\"]"));

        assertThat(GoldenConversation.read(file)
                        .differences(application("You tell people the time.\nBe friendly.", CLOCK)))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNoGoldenConversation() throws IOException {
        Files.writeString(file, "{");
        assertThatExceptionOfType(SuiteException.class)
                .isThrownBy(() -> GoldenConversation.read(file))
                .withMessageStartingWith(file + ":1: this is not JSON");

        Files.writeString(file, "{}");
        assertThatExceptionOfType(SuiteException.class)
                .isThrownBy(() -> GoldenConversation.read(file))
                .withMessageContaining("is no golden conversation that this version knows");
    }
}
