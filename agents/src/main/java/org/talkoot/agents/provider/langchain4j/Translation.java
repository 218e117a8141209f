package org.talkoot.agents.provider.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.talkoot.core.CallId;
import org.talkoot.core.model.AnswerFormat;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolSpec;

/** One request in LangChain4j's words, and the tool calls of its answer in ours. */
final class Translation {

    /** Vendors refuse a message without text; a tool may well say nothing. */
    private static final String NOTHING = "(nothing)";

    /** Mistral wants the model to say something between a tool's output and the user. */
    private static final String NOTED = "(noted)";

    private static final String IN_WORDS =
            "\n\nAnswer with one JSON value that fits this JSON schema, and with nothing else: no words around it, no code"
                    + " fence.\n";

    private static final Pattern FENCE = Pattern.compile("\\s*```\\w*\\s*\\n(.*?)\\s*```\\s*", Pattern.DOTALL);

    /** Mistral wants exactly nine letters or digits. */
    private static final int MISTRAL_ID = 9;

    private final Vendor vendor;
    private final ModelRequest request;
    private final boolean formatted;
    private final Set<String> textTools;
    private final Attached attached;

    Translation(Vendor vendor, StructuredOutput structured, ModelRequest request) {
        this.vendor = vendor;
        this.request = request;
        this.attached = new Attached(vendor, request.attachments());
        this.formatted = structured.isNative(vendor, !request.tools().isEmpty());
        this.textTools = request.tools().stream()
                .filter(tool -> tool.input() instanceof ToolInput.Text)
                .map(ToolSpec::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    ChatRequest outward() {
        List<ChatMessage> messages = new ArrayList<>(request.messages().size() + 1);
        String instructions = instructions();
        if (!instructions.isBlank()) {
            messages.add(SystemMessage.from(instructions));
        }
        List<Message.ToolOutput> showing = new ArrayList<>();
        for (Message message : request.messages()) {
            if (!(message instanceof Message.ToolOutput)) {
                show(showing, messages);
            }
            add(outward(message), messages);
            if (message instanceof Message.ToolOutput output
                    && !output.attachments().isEmpty()) {
                showing.add(output);
            }
        }
        show(showing, messages);
        DefaultChatRequestParameters.Builder<?> parameters = Parameters.of(vendor, request);
        schema().ifPresent(schema -> parameters.responseFormat(schema.format()));
        return ChatRequest.builder()
                .messages(messages)
                .parameters(parameters.build())
                .build();
    }

    /** Outputs are words to most vendors: what belongs to them is shown behind the last output. */
    private void show(List<Message.ToolOutput> outputs, List<ChatMessage> messages) {
        for (Message.ToolOutput output : outputs) {
            add(attached.to("[attached to the output of " + output.tool() + "]", output.attachments()), messages);
        }
        outputs.clear();
    }

    private void add(ChatMessage next, List<ChatMessage> messages) {
        if (vendor == Vendor.MISTRAL && isUserAfterOutput(messages, next)) {
            messages.add(AiMessage.from(NOTED));
        }
        messages.add(next);
    }

    /** What the vendor is to keep the answer to; empty: nothing, or the model was told in words. */
    Optional<AnswerSchema> schema() {
        return Optional.ofNullable(request.answer())
                .filter(format -> formatted)
                .map(format -> AnswerSchema.of(vendor, format));
    }

    private String instructions() {
        AnswerFormat format = request.answer();
        return format == null || formatted
                ? request.instructions()
                : request.instructions() + IN_WORDS + format.schema();
    }

    /** A model that was told of JSON in words likes to put it into a fence, which is no part of the answer. */
    String unfenced(String text) {
        if (request.answer() == null) {
            return text;
        }
        Matcher fence = FENCE.matcher(text);
        return fence.matches() ? fence.group(1) : text;
    }

    private static boolean isUserAfterOutput(List<ChatMessage> before, ChatMessage next) {
        return next instanceof UserMessage
                && !before.isEmpty()
                && before.getLast() instanceof ToolExecutionResultMessage;
    }

    /** The calls of an answer; the ids are placeholders. */
    List<ToolCall> inward(List<ToolExecutionRequest> calls) {
        List<ToolCall> ours = new ArrayList<>(calls.size());
        for (ToolExecutionRequest call : calls) {
            ours.add(new ToolCall(CallId.of(ours.size() + 1L), call.name(), arguments(call.name(), call.arguments())));
        }
        return ours;
    }

    private ChatMessage outward(Message message) {
        return switch (message) {
            case Message.User m -> attached.to(orNothing(m), m.attachments());
            case Message.Note m -> UserMessage.from("[" + m.label() + "] " + m.text());
            case Message.Assistant m -> AiMessage.from(orNothing(m.text()));
            case Message.ToolUse m -> toolUse(m);
            case Message.ToolOutput m ->
                ToolExecutionResultMessage.from(wireId(m.call()), m.tool(), orNothing(m.text()));
        };
    }

    private AiMessage toolUse(Message.ToolUse message) {
        List<ToolExecutionRequest> calls = message.calls().stream()
                .map(call -> ToolExecutionRequest.builder()
                        .id(wireId(call.id()))
                        .name(call.tool())
                        .arguments(json(call))
                        .build())
                .toList();
        AiMessage.Builder builder = AiMessage.builder().toolExecutionRequests(calls);
        return message.text().isBlank()
                ? builder.build()
                : builder.text(message.text()).build();
    }

    private String wireId(CallId call) {
        if (vendor != Vendor.MISTRAL) {
            return call.value();
        }
        String id = "0".repeat(MISTRAL_ID) + call.value().replaceAll("[^A-Za-z0-9]", "");
        return id.substring(id.length() - MISTRAL_ID);
    }

    /** Arguments on the wire are a JSON object, whatever the tool takes and whoever asked. */
    private String json(ToolCall call) {
        if (!textTools.contains(call.tool())) {
            try {
                if (Schemas.JSON.readTree(call.arguments()).isObject()) {
                    return call.arguments();
                }
            } catch (JsonProcessingException notJson) {
                return wrapped(call.arguments());
            }
        }
        return wrapped(call.arguments());
    }

    private static String wrapped(String text) {
        ObjectNode object = Schemas.JSON.createObjectNode();
        object.put(Schemas.TEXT, text);
        return object.toString();
    }

    private String arguments(String tool, String wire) {
        if (!textTools.contains(tool)) {
            return wire == null || wire.isBlank() ? "{}" : wire;
        }
        try {
            JsonNode text = Schemas.JSON.readTree(wire).path(Schemas.TEXT);
            return text.isTextual() ? text.asText() : wire;
        } catch (JsonProcessingException plain) {
            return wire; // the model wrote the text without the object around it
        }
    }

    /** A picture alone says something. */
    private static String orNothing(Message.User message) {
        return message.attachments().isEmpty() ? orNothing(message.text()) : message.text();
    }

    private static String orNothing(String text) {
        return text.isBlank() ? NOTHING : text;
    }
}
