package org.talkoot.core.tool;

/** What a tool is called with. */
public sealed interface ToolInput {

    /** A JSON object that the JSON schema (draft 2020-12) accepts; others never reach the tool. */
    record Json(String schema) implements ToolInput {}

    /** Plain text; the model is told what to write by the description. */
    record Text(String description) implements ToolInput {}
}
