package org.talkoot.agents.tool;

import java.util.Optional;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.remote.RemoteTerms;
import org.talkoot.core.tool.remote.RemoteTool;

/** Which calls are for workers outside, and whether they may be sent. For any thread; nothing here blocks. */
@FunctionalInterface
public interface RemoteCalls {

    /** Longest arguments that leave, in characters: what is larger no broker takes. */
    int MAX_ARGUMENTS = 256 * 1024;

    /** Everything runs here. */
    RemoteCalls NONE = call -> Optional.empty();

    /** What is to be done with a call of a tool that runs elsewhere. */
    sealed interface Plan {

        /** It is to be sent, on these terms. */
        record Send(RemoteTerms terms) implements Plan {}

        /** No worker could make anything of it; this is its result. */
        record Refuse(ToolResult result) implements Plan {}
    }

    /** Empty: the tool runs here, or there is none of that name. */
    Optional<Plan> plan(ToolCall call);

    /** Of the tools of this node. */
    static RemoteCalls of(ToolRegistry registry) {
        return call -> registry.registered(call.tool())
                .filter(known -> known.tool() instanceof RemoteTool)
                .map(known -> plan(known, (RemoteTool) known.tool(), call));
    }

    private static Plan plan(RegisteredTool known, RemoteTool tool, ToolCall call) {
        if (call.arguments().length() > MAX_ARGUMENTS) {
            return refuse("the arguments have %d characters; at most %d can be sent"
                    .formatted(call.arguments().length(), MAX_ARGUMENTS));
        }
        return known.violation(call.arguments()).map(RemoteCalls::refuse).orElseGet(() -> new Plan.Send(tool.terms()));
    }

    private static Plan refuse(String violation) {
        return new Plan.Refuse(ToolResult.failure("invalid-arguments", violation));
    }
}
