package org.talkoot.agents.facts;

import org.talkoot.core.memory.MemoryCommand;
import org.talkoot.core.memory.Subject;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/** Forgets what is known of a subject. Called again under its key it forgets nothing that was remembered since. */
record ForgetTool(MemoryAccess access) implements Tool {

    private static final ToolInput INPUT = new ToolInput.Json("""
            {"type": "object",
             "properties": {
               "subject": {"type": "string", "minLength": 1, "maxLength": 64,
                 "description": "The subject of the fact, as it was remembered or recalled."}},
             "required": ["subject"],
             "additionalProperties": false}""");

    @Override
    public ToolSpec spec() {
        return ToolSpec.of(
                access.kind().forget(),
                "Forgets what is known about %s under a subject. Only when they want that.".formatted(access.whose()),
                INPUT,
                SideEffect.IDEMPOTENT);
    }

    @Override
    public ToolResult invoke(ToolCall call, ToolContext context) throws Exception {
        Subject subject;
        try {
            subject = Subject.of(MemoryAccess.text(call, "subject").orElse(""));
        } catch (IllegalArgumentException e) {
            return ToolResult.failure("unfit-subject", String.valueOf(e.getMessage()));
        }
        return access.tell(
                context,
                (key, at) -> new MemoryCommand.Forget(key, subject, at),
                "Nothing is known under '%s' any more.".formatted(subject));
    }
}
