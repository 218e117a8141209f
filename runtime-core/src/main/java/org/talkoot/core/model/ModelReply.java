package org.talkoot.core.model;

import java.util.List;
import org.talkoot.core.tool.ToolCall;

/** What a model said. */
public sealed interface ModelReply {

    String text();

    /** It answered. */
    record Answer(String text) implements ModelReply {}

    /** It wants tools to be called before it goes on; {@code text} is what it said beside that. */
    record ToolCalls(String text, List<ToolCall> calls) implements ModelReply {
        public ToolCalls {
            calls = List.copyOf(calls);
        }
    }

    /** It will not answer this, by its provider's policy. */
    record Refusal(String text) implements ModelReply {}

    /**
     * It ran into its output limit; {@code text} is what there is.
     *
     * @param callsLost whether it was asking for tools: calls that are not complete are not known
     */
    record Truncated(String text, boolean callsLost) implements ModelReply {}
}
