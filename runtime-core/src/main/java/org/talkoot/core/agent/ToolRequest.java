package org.talkoot.core.agent;

import static java.util.Objects.requireNonNull;

/**
 * A tool call that a code brain asks for; the run gives it its id.
 *
 * @param arguments as in {@link org.talkoot.core.tool.ToolCall#arguments()}
 */
public record ToolRequest(String tool, String arguments) implements Next.Work {

    public ToolRequest {
        requireNonNull(tool, "a call names its tool");
        requireNonNull(arguments, "a call has arguments");
    }
}
