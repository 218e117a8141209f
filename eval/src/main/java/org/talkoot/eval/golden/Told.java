package org.talkoot.eval.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.talkoot.core.CallId;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelParameters;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolSpec;

/**
 * All that a model is told in one call, as JSON: {@code model}, {@code instructions}, {@code tools}, {@code messages},
 * and where there are any {@code answer} and {@code parameters}. Ids and times are not in it: a model hears none, and
 * they are others in each conversation.
 */
final class Told {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Told() {}

    static ObjectNode of(ModelRequest request) {
        ObjectNode told = JSON.createObjectNode()
                .put("model", request.model().value())
                .put("instructions", request.instructions());
        ArrayNode tools = told.putArray("tools");
        request.tools().forEach(tool -> tools.add(tool(tool)));
        if (request.answer() != null) {
            ObjectNode answer =
                    told.putObject("answer").put("name", request.answer().name());
            answer.set("schema", schema(request.answer().schema()));
        }
        ModelParameters parameters = request.parameters();
        if (parameters != null) {
            told.put("parameters", parameters.toString());
        }
        ArrayNode messages = told.putArray("messages");
        inOrder(request.messages()).forEach(message -> messages.add(message(message)));
        return told;
    }

    /** What was said to the agent last, which tells apart runs that go on at the same time; empty: nothing. */
    static String task(JsonNode told) {
        String task = "";
        for (JsonNode message : told.path("messages")) {
            task = message.path("user").asText(task);
        }
        return task;
    }

    /** Outputs of calls that were made together come as they come; here they stand as the calls do. */
    private static List<Message> inOrder(List<Message> messages) {
        List<Message> ordered = new ArrayList<>();
        List<Message.ToolOutput> together = new ArrayList<>();
        List<CallId> calls = List.of();
        for (Message message : messages) {
            if (message instanceof Message.ToolOutput output) {
                together.add(output);
                continue;
            }
            flush(together, calls, ordered);
            if (message instanceof Message.ToolUse use) {
                calls = use.calls().stream().map(ToolCall::id).toList();
            }
            ordered.add(message);
        }
        flush(together, calls, ordered);
        return ordered;
    }

    private static void flush(List<Message.ToolOutput> together, List<CallId> calls, List<Message> into) {
        together.sort(Comparator.comparingInt(output -> calls.indexOf(output.call())));
        into.addAll(together);
        together.clear();
    }

    private static ObjectNode tool(ToolSpec spec) {
        ObjectNode tool = JSON.createObjectNode().put("name", spec.name()).put("description", spec.description());
        switch (spec.input()) {
            case ToolInput.Json input -> tool.set("input", schema(input.schema()));
            case ToolInput.Text input -> tool.put("input", input.description());
        }
        return tool;
    }

    private static JsonNode schema(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static ObjectNode message(Message message) {
        ObjectNode json = JSON.createObjectNode();
        return switch (message) {
            case Message.User m -> json.put("user", m.text());
            case Message.Assistant m -> json.put("assistant", m.text());
            case Message.Note m -> json.put("note", m.label() + ": " + m.text());
            case Message.ToolOutput m -> json.put("output_of", m.tool()).put("text", m.text());
            case Message.ToolUse m -> {
                json.put("assistant", m.text());
                ArrayNode calls = json.putArray("calls");
                for (ToolCall call : m.calls()) {
                    calls.addObject().put("tool", call.tool()).put("arguments", call.arguments());
                }
                yield json;
            }
        };
    }
}
