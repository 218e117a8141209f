package org.talkoot.eval.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.talkoot.core.CallId;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.eval.outcome.ToolUse;

/** The calls of tools of one case, each once however often it was attempted. For any thread. */
final class ToolCalls {

    private final Map<CallId, ToolUse> calls = new LinkedHashMap<>();

    synchronized void began(ToolCall call, ToolContext context, JsonNode arguments, boolean undeclared) {
        calls.putIfAbsent(
                call.id(),
                new ToolUse(context.agent().type().value(), call.tool(), arguments, undeclared, Optional.empty()));
    }

    synchronized void ended(ToolCall call, ToolResult result) {
        calls.computeIfPresent(call.id(), (id, use) -> use.resulting(result.text()));
    }

    synchronized List<ToolUse> all() {
        return List.copyOf(calls.values());
    }
}
