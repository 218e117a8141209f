package org.talkoot.eval.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.core.CallId;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/** Reads what models and tools said, in the words of the journal. */
final class Heard {

    private static final ModelName MODEL = new ModelName("golden/recorded");

    private Heard() {}

    static ModelOutcome outcome(JsonNode heard) {
        String text = heard.path("text").asText();
        return switch (heard.path("type").asText()) {
            case "answer" -> replied(new ModelReply.Answer(text));
            case "refusal" -> replied(new ModelReply.Refusal(text));
            case "truncated" ->
                replied(new ModelReply.Truncated(text, heard.path("calls_lost").asBoolean()));
            case "tool-calls" -> replied(new ModelReply.ToolCalls(text, calls(heard.path("calls"))));
            case "context-too-long" ->
                failed(new ModelFailure.ContextTooLong(heard.path("message").asText()));
            default -> failed(new ModelFailure.Rejected(heard.path("message").asText()));
        };
    }

    /** A failure that might pass would be waited for; nothing passes here. */
    private static ModelOutcome failed(ModelFailure failure) {
        return new ModelOutcome.Failed(failure, TokenUsage.NONE);
    }

    private static ModelOutcome replied(ModelReply reply) {
        return new ModelOutcome.Replied(reply, TokenUsage.NONE, MODEL);
    }

    private static List<ToolCall> calls(JsonNode calls) {
        List<ToolCall> all = new ArrayList<>();
        for (JsonNode call : calls) {
            all.add(new ToolCall(
                    new CallId("p" + (all.size() + 1)),
                    call.path("tool").asText(),
                    call.path("arguments").asText()));
        }
        return all;
    }

    static ToolResult result(JsonNode heard) {
        return switch (heard.path("type").asText()) {
            case "success" -> ToolResult.success(heard.path("text").asText());
            case "in-doubt" -> new ToolResult.InDoubt(heard.path("message").asText());
            default ->
                ToolResult.failure(
                        heard.path("code").asText(), heard.path("message").asText());
        };
    }
}
