package org.talkoot.core.run.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.talkoot.core.CallId;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.tool.ToolCall;

/**
 * The calls of a model's last reply that have no output in the history yet.
 *
 * <p>Models insist that the outputs of calls follow right after the calls, each once and nothing between them. So what
 * is written down while calls are open is held back, and enters the history behind the last output.
 *
 * @param held what people said and brains noted meanwhile, in order
 */
public record Proposals(SequencedMap<CallId, ToolCall> open, List<Message> held) {

    public static final Proposals NONE = new Proposals(new LinkedHashMap<>(), List.of());

    public Proposals {
        held = List.copyOf(held);
    }

    public static Proposals of(List<ToolCall> calls) {
        SequencedMap<CallId, ToolCall> open = new LinkedHashMap<>();
        calls.forEach(call -> open.put(call.id(), call));
        return new Proposals(open, List.of());
    }

    public boolean none() {
        return open.isEmpty();
    }

    public Proposals hold(Message message) {
        List<Message> more = new ArrayList<>(held);
        more.add(message);
        return new Proposals(open, more);
    }

    /** The call is another one from now on; one that is not open is ignored. */
    public Proposals with(ToolCall changed) {
        if (!open.containsKey(changed.id())) {
            return this;
        }
        SequencedMap<CallId, ToolCall> all = new LinkedHashMap<>(open);
        all.put(changed.id(), changed);
        return new Proposals(all, held);
    }

    /** This call has its output; after the last one nothing is held back any more. */
    public Proposals without(CallId call) {
        SequencedMap<CallId, ToolCall> fewer = new LinkedHashMap<>(open);
        fewer.remove(call);
        return fewer.isEmpty() ? NONE : new Proposals(fewer, held);
    }

    /** The reply with the ids by which the run knows its calls. */
    public static ModelReply numbered(ModelReply reply, Memory memory) {
        return switch (reply) {
            case ModelReply.ToolCalls r when r.calls().isEmpty() -> new ModelReply.Answer(r.text());
            case ModelReply.ToolCalls r -> new ModelReply.ToolCalls(r.text(), numbered(r.calls(), memory));
            case ModelReply.Answer r -> r;
            case ModelReply.Refusal r -> r;
            case ModelReply.Truncated r -> r;
        };
    }

    private static List<ToolCall> numbered(List<ToolCall> calls, Memory memory) {
        List<ToolCall> numbered = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            numbered.add(new ToolCall(memory.nextCall(numbered.size() + 1), call.tool(), call.arguments()));
        }
        return numbered;
    }
}
