package org.talkoot.core.tool;

import org.talkoot.core.CallId;

/**
 * One call of one tool.
 *
 * @param arguments a JSON object where the tool takes {@link ToolInput.Json}, plain text where it takes
 *     {@link ToolInput.Text}
 */
public record ToolCall(CallId id, String tool, String arguments) {}
