package org.talkoot.eval.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A call of a tool.
 *
 * @param agent who called it
 * @param arguments a text where the tool takes text
 * @param undeclared the case does not say what becomes of calls of this tool: it was refused
 * @param result what the agent heard; empty: nothing was returned
 */
public record ToolUse(String agent, String tool, JsonNode arguments, boolean undeclared, Optional<String> result) {

    public ToolUse resulting(String text) {
        return new ToolUse(agent, tool, arguments, undeclared, Optional.of(text));
    }
}
