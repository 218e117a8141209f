package org.talkoot.eval.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.eval.check.JsonParts;
import org.talkoot.eval.suite.ToolRules.Rule;
import org.talkoot.eval.suite.ToolRules.Stub;

/** Keeps the calls of one tool, and does with them what a rule says. */
final class Watched implements Replaced.Doing {

    /** What the model hears of a call that nobody said anything about. */
    static final String UNDECLARED = "not-in-evaluation";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tool real;
    private final Rule rule;
    private final ToolCalls calls;

    Watched(Tool real, Rule rule, ToolCalls calls) {
        this.real = real;
        this.rule = rule;
        this.calls = calls;
    }

    @Override
    public ToolResult invoke(ToolCall call, ToolContext context) throws Exception {
        JsonNode arguments = arguments(call.arguments());
        calls.began(call, context, arguments, rule instanceof Rule.Undeclared);
        ToolResult result = switch (rule) {
            case Rule.Real r -> real.invoke(call, context);
            case Rule.Stubbed r -> answer(r, arguments);
            case Rule.Undeclared r -> ToolResult.failure(UNDECLARED, "This tool cannot be used in this evaluation.");
        };
        calls.ended(call, result);
        return result;
    }

    private ToolResult answer(Rule.Stubbed stubbed, JsonNode arguments) {
        for (Stub stub : stubbed.stubs()) {
            if (stub.with().isEmpty() || JsonParts.has(arguments, stub.with().get())) {
                return stub.code()
                        .map(code -> ToolResult.failure(code, stub.text()))
                        .orElseGet(() -> ToolResult.success(stub.text()));
            }
        }
        return ToolResult.failure(UNDECLARED, "Nothing is known about that.");
    }

    private static JsonNode arguments(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text); // a tool that takes text
        }
    }
}
