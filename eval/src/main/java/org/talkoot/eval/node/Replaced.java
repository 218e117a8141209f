package org.talkoot.eval.node;

import java.util.Optional;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.tool.Compensator;
import org.talkoot.core.tool.Reconciler;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;

/**
 * A tool of an application under evaluation: the model is told the same of it, and people have to agree to its calls as
 * they always do. What a call does is another matter.
 */
public record Replaced(Tool real, Doing doing) implements Tool {

    /** What becomes of a call. */
    @FunctionalInterface
    public interface Doing {

        ToolResult invoke(ToolCall call, ToolContext context) throws Exception;
    }

    @Override
    public ToolSpec spec() {
        return real.spec();
    }

    @Override
    public ToolResult invoke(ToolCall call, ToolContext context) throws Exception {
        return doing.invoke(call, context);
    }

    @Override
    public ApprovalPolicy approval() {
        return real.approval();
    }

    @Override
    public Optional<Reconciler> reconciler() {
        return real.reconciler();
    }

    @Override
    public Optional<Compensator> compensator() {
        return real.compensator();
    }
}
