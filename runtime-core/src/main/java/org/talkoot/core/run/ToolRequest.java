package org.talkoot.core.run;

/**
 * A tool call that a code brain asks for; the run gives it its id.
 *
 * @param arguments as in {@link org.talkoot.core.tool.ToolCall#arguments()}
 */
public record ToolRequest(String tool, String arguments) {}
