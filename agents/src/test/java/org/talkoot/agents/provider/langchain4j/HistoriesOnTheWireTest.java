package org.talkoot.agents.provider.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelClient;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.ProviderGrammar;

/**
 * The grammar of core messages and that of the wire say the same: whatever the former accepts, every adapter brings
 * into a form that its vendor takes, and what it refuses is refused on the wire.
 */
final class HistoriesOnTheWireTest {

    private static final Message USER = new Message.User(new MessageId("m"), "hi", Instant.EPOCH);
    private static final Message NOTE = new Message.Note("human", "Yes.");
    private static final Message ANSWER =
            new Message.Assistant(RunId.parse("m-1"), new AgentType("desk"), "done", Instant.EPOCH);
    private static final Message EMPTY =
            new Message.Assistant(RunId.parse("m-1"), new AgentType("desk"), "", Instant.EPOCH);

    private static final Map<String, List<Message>> GOOD = Map.of(
            "a question", List.of(USER),
            "turns", List.of(USER, ANSWER, USER, ANSWER, USER),
            "an empty answer", List.of(USER, EMPTY, USER),
            "two users", List.of(USER, NOTE, USER),
            "a call", List.of(USER, calls(1), output(1)),
            "calls in another order", List.of(USER, calls(1, 2, 3), output(3), output(1), output(2)),
            "a note after outputs", List.of(USER, calls(1, 2), output(1), output(2), NOTE),
            "a turn after outputs", List.of(USER, calls(1), output(1), USER),
            "round after round", List.of(USER, calls(1), output(1), calls(2), output(2), ANSWER, USER));

    private static final Map<String, List<Message>> BAD = Map.of(
            "a note between", List.of(USER, calls(1), NOTE, output(1)),
            "an output too few", List.of(USER, calls(1, 2), output(1), USER),
            "an orphan", List.of(USER, output(1), USER),
            "an output twice", List.of(USER, calls(1), output(1), output(1), USER),
            "calls at the end", List.of(USER, calls(1)));

    private ProviderServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new ProviderServer();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("good")
    void whatTheGrammarAcceptsIsTakenByEveryVendor(Vendor vendor, String name, List<Message> messages)
            throws InterruptedException {
        assertThat(ProviderGrammar.violationsOfAny(messages)).isEmpty();
        assertThat(outcome(vendor, messages)).isInstanceOf(ModelOutcome.Replied.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bad")
    void whatTheGrammarRefusesIsRefusedOnTheWire(Vendor vendor, String name, List<Message> messages)
            throws InterruptedException {
        assertThat(ProviderGrammar.violationsOfAny(messages)).isNotEmpty();
        assertThat(outcome(vendor, messages))
                .isInstanceOfSatisfying(
                        ModelOutcome.Failed.class,
                        f -> assertThat(f.failure()).isInstanceOf(ModelFailure.Rejected.class));
    }

    static Stream<Arguments> good() {
        return Arrays.stream(Vendor.values()).flatMap(vendor -> each(vendor, GOOD));
    }

    /** Ollama takes any order. */
    static Stream<Arguments> bad() {
        return Arrays.stream(Vendor.values())
                .filter(vendor -> vendor != Vendor.OLLAMA)
                .flatMap(vendor -> each(vendor, BAD));
    }

    private static Stream<Arguments> each(Vendor vendor, Map<String, List<Message>> histories) {
        return histories.entrySet().stream().map(e -> arguments(vendor, e.getKey(), e.getValue()));
    }

    private ModelOutcome outcome(Vendor vendor, List<Message> messages) throws InterruptedException {
        server.then(ProviderServer.stream(Wire.anyAnswer(vendor)));
        return client(vendor, server).call(LangChain4jClientTest.request("any/test", messages), Deltas.ignored());
    }

    static ModelClient client(Vendor vendor, ProviderServer server) {
        return vendor.client(new Vendor.Access(server.url() + path(vendor), "secret", 0, Duration.ofSeconds(10)));
    }

    private static String path(Vendor vendor) {
        return switch (vendor) {
            case OPENAI, ANTHROPIC -> "/v1";
            case MISTRAL -> "/mistral/v1";
            case GEMINI -> "/v1beta";
            case OLLAMA -> "";
        };
    }

    private static Message calls(int... ids) {
        return new Message.ToolUse(
                "",
                Arrays.stream(ids)
                        .mapToObj(id -> new ToolCall(CallId.of(id), "lookup", "{\"n\":1}"))
                        .toList());
    }

    private static Message output(int id) {
        return new Message.ToolOutput(CallId.of(id), "lookup", ToolResult.success("x"));
    }
}
