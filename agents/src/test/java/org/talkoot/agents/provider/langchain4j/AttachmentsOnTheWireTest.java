package org.talkoot.agents.provider.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.CallId;
import org.talkoot.core.MessageId;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.attachment.AttachmentId;
import org.talkoot.core.attachment.AttachmentReader;
import org.talkoot.core.attachment.MediaType;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/** What is attached reaches every vendor that takes it, in the place that the vendor has for it, and no other. */
final class AttachmentsOnTheWireTest {

    private static final byte[] BYTES = "whatever a camera has written".getBytes(StandardCharsets.UTF_8);
    private static final String BASE64 = Base64.getEncoder().encodeToString(BYTES);

    /** Where each vendor has pictures: pointers into a message with words, a label and a picture. */
    private static final Map<Vendor, String> PICTURE = Map.of(
            Vendor.OPENAI, "/content/2/image_url/url",
            Vendor.ANTHROPIC, "/content/2/source/data",
            Vendor.GEMINI, "/parts/2/inlineData/data",
            Vendor.MISTRAL, "/content/2/image_url",
            Vendor.OLLAMA, "/images/0");

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
    @EnumSource(Vendor.class)
    void aPictureIsShown(Vendor vendor) throws InterruptedException {
        assertThat(outcome(vendor, List.of(asked("What is this?", picture()))))
                .isInstanceOf(ModelOutcome.Replied.class);

        assertThat(last(vendor).at(PICTURE.get(vendor)).asText()).endsWith(BASE64);
        assertThat(last(vendor).toString()).contains("What is this?", "damage.png");
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void aPictureNeedsNoWords(Vendor vendor) throws InterruptedException {
        assertThat(outcome(vendor, List.of(asked("", picture())))).isInstanceOf(ModelOutcome.Replied.class);

        assertThat(last(vendor).toString()).contains(BASE64);
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void textIsReadByAll(Vendor vendor) throws InterruptedException {
        assertThat(outcome(vendor, List.of(asked("Sum it up.", attachment("text/csv", "sums.csv")))))
                .isInstanceOf(ModelOutcome.Replied.class);

        assertThat(last(vendor).toString()).contains("sums.csv", "whatever a camera has written");
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void whatAToolHasAttachedIsShownBehindTheLastOutput(Vendor vendor) throws InterruptedException {
        Message calls = new Message.ToolUse("", List.of(call(1), call(2)));
        Message first = new Message.ToolOutput(CallId.of(1), "lookup", ToolResult.success("drawn", picture()));
        Message second = new Message.ToolOutput(CallId.of(2), "lookup", ToolResult.success("found"));

        assertThat(outcome(vendor, List.of(asked("Draw."), calls, first, second)))
                .isInstanceOf(ModelOutcome.Replied.class);
        assertThat(last(vendor).toString()).contains(BASE64, "attached to the output of lookup");
    }

    @ParameterizedTest(name = "{0}: {1} is taken: {2}")
    @MethodSource("kinds")
    void whatAVendorHasNoPlaceForIsRefusedByName(Vendor vendor, String type, boolean taken)
            throws InterruptedException {
        ModelOutcome outcome = outcome(vendor, List.of(asked("Listen.", attachment(type, "the file"))));

        if (taken) {
            assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);
            assertThat(last(vendor).toString()).contains(BASE64);
        } else {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ModelOutcome.Failed.class,
                            failed -> assertThat(failed.failure().message())
                                    .contains(vendor.toString(), type, "'the file'"));
            assertThat(server.requests).isEmpty();
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                arguments(Vendor.OPENAI, "audio/wav", true),
                arguments(Vendor.OPENAI, "audio/mpeg", true),
                arguments(Vendor.OPENAI, "audio/ogg", false),
                arguments(Vendor.OPENAI, "application/pdf", true),
                arguments(Vendor.OPENAI, "image/tiff", false),
                arguments(Vendor.ANTHROPIC, "audio/wav", false),
                arguments(Vendor.ANTHROPIC, "application/pdf", true),
                arguments(Vendor.ANTHROPIC, "image/webp", true),
                arguments(Vendor.GEMINI, "audio/ogg", true),
                arguments(Vendor.GEMINI, "application/pdf", true),
                arguments(Vendor.GEMINI, "application/zip", false),
                arguments(Vendor.MISTRAL, "audio/wav", false),
                arguments(Vendor.MISTRAL, "application/pdf", false),
                arguments(Vendor.OLLAMA, "audio/wav", false),
                arguments(Vendor.OLLAMA, "application/pdf", false),
                arguments(Vendor.OLLAMA, "image/jpeg", true));
    }

    @ParameterizedTest
    @EnumSource(Vendor.class)
    void bytesThatAreGoneAreNotPassedOver(Vendor vendor) throws InterruptedException {
        ModelOutcome outcome = outcome(vendor, List.of(asked("What is this?", picture())), AttachmentReader.NONE);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ModelOutcome.Failed.class,
                        failed -> assertThat(failed.failure().message()).contains("damage.png", "not there any more"));
    }

    private static Message asked(String text, Attachment... attachments) {
        return new Message.User(new MessageId("m"), text, List.of(attachments), Instant.EPOCH);
    }

    private static ToolCall call(int id) {
        return new ToolCall(CallId.of(id), "lookup", "{\"n\":1}");
    }

    private static Attachment picture() {
        return attachment("image/png", "damage.png");
    }

    private static Attachment attachment(String type, String name) {
        return new Attachment(AttachmentId.of(BYTES), MediaType.parse(type), BYTES.length, name);
    }

    private ModelOutcome outcome(Vendor vendor, List<Message> messages) throws InterruptedException {
        return outcome(vendor, messages, id -> Optional.of(BYTES));
    }

    private ModelOutcome outcome(Vendor vendor, List<Message> messages, AttachmentReader reader)
            throws InterruptedException {
        server.then(ProviderServer.stream(Wire.anyAnswer(vendor)));
        return HistoriesOnTheWireTest.client(vendor, server)
                .call(LangChain4jClientTest.request("any/test", messages).reading(reader), Deltas.ignored());
    }

    /** The last message of the last request. */
    private JsonNode last(Vendor vendor) {
        List<JsonNode> messages = new ArrayList<>();
        JsonNode request = server.requests.getLast();
        request.path(vendor == Vendor.GEMINI ? "contents" : "messages").forEach(messages::add);
        return messages.getLast();
    }
}
