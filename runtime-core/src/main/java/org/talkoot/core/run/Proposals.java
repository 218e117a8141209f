package org.talkoot.core.run;

import org.talkoot.core.model.ModelReply;
import org.talkoot.core.tool.ToolCall;

import java.util.ArrayList;
import java.util.List;

/** Gives the calls that a model proposes the ids that the run knows them by. */
final class Proposals {

    private Proposals() {}

    static ModelReply numbered(ModelReply reply, Memory memory) {
        return switch (reply) {
            case ModelReply.ToolCalls r when r.calls().isEmpty() -> new ModelReply.Answer(r.text());
            case ModelReply.ToolCalls r ->
                    new ModelReply.ToolCalls(r.text(), numbered(r.calls(), memory));
            case ModelReply.Answer r -> r;
            case ModelReply.Refusal r -> r;
            case ModelReply.Truncated r -> r;
        };
    }

    private static List<ToolCall> numbered(List<ToolCall> calls, Memory memory) {
        List<ToolCall> numbered = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            numbered.add(
                    new ToolCall(
                            memory.nextCall(numbered.size() + 1), call.tool(), call.arguments()));
        }
        return numbered;
    }
}
