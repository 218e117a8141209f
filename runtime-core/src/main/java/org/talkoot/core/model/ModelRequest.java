package org.talkoot.core.model;

import java.util.List;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.tool.ToolSpec;

/**
 * One call of a model, complete: it can be sent as it is.
 *
 * <p>{@code messages} is a view of the agent's history, not a copy: a request costs the same however long the history
 * is, until somebody walks over it.
 *
 * @param inputLength characters of instructions and messages together, known without walking
 */
public record ModelRequest(
        Origin origin,
        ModelName model,
        String instructions,
        List<Message> messages,
        List<ToolSpec> tools,
        long inputLength) {

    /** Whose call it is; admission is fair between tenants, and deltas go to the conversation. */
    public record Origin(AgentId agent, RunId run, CallId call) {}

    /** A rough count of input tokens, reserved at admission and settled by the real usage. */
    public long estimatedInputTokens() {
        return inputLength / 4 + 16;
    }
}
