package org.talkoot.core.run;

import org.talkoot.core.AgentId;
import org.talkoot.core.IdempotencyKey;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.conversation.Message;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a state of an agent waits for. */
final class RunExpectations {

    private RunExpectations() {}

    static List<RunEffect> of(AgentId self, RunLimits limits, RunState state) {
        List<RunEffect> effects = new ArrayList<>();
        for (FinishedRun f : state.memory().undelivered()) {
            effects.add(new RunEffect.DeliverOutcome(f.run(), f.origin(), f.outcome(), f.at()));
        }
        if (state instanceof RunState.Working working) {
            ActiveRun active = working.active();
            Instant deadline = limits.deadline(active.startedAt());
            effects.add(new RunEffect.ArmDeadline(active.run(), deadline));
            for (PendingCall call : active.pending().values()) {
                effects.add(effect(self, working.memory(), active, call));
            }
        }
        return effects;
    }

    private static RunEffect effect(
            AgentId self, Memory memory, ActiveRun active, PendingCall pending) {
        return switch (pending) {
            case PendingCall.Model call -> callModel(self, memory, active, call);
            case PendingCall.Tool call -> callTool(self, active.run(), call.call());
            case PendingCall.Delegation call -> delegate(self, active, call);
            case PendingCall.Human call ->
                    new RunEffect.AwaitHuman(call.id(), call.question(), call.until());
            case PendingCall.Reply call -> new RunEffect.SetTimer(call.id(), call.until());
            case PendingCall.Timer call -> new RunEffect.SetTimer(call.id(), call.until());
        };
    }

    private static RunEffect callModel(
            AgentId self, Memory memory, ActiveRun active, PendingCall.Model call) {
        List<Message> history = memory.history();
        return new RunEffect.CallModel(
                new ModelRequest.Origin(self, active.run(), call.id()),
                memory.offers().get(call.prompt()),
                history.subList(call.from(), history.size()),
                length(memory, call.from()),
                new RunEffect.Purpose(active.isAwaitedByPerson(), active.lineage()));
    }

    /**
     * Taken in proportion when only a part of the history is shown: an estimate, but a cheap one.
     */
    private static long length(Memory memory, int from) {
        int size = memory.history().size();
        return size == 0 ? 0 : memory.historyLength() * (size - from) / size;
    }

    private static RunEffect callTool(AgentId self, RunId run, ToolCall call) {
        return new RunEffect.CallTool(
                call, new ToolContext(IdempotencyKey.of(run, call.id()), self, run));
    }

    private static RunEffect delegate(AgentId self, ActiveRun active, PendingCall.Delegation call) {
        RunId run = RunId.delegated(active.run(), call.id());
        List<AgentId> lineage = new ArrayList<>(active.lineage());
        lineage.add(self);
        Message task =
                new Message.User(new MessageId(run.value()), call.task(), active.startedAt());
        return new RunEffect.StartDelegate(
                call.id(),
                self.peer(call.to()),
                new RunRequest(
                        run,
                        new RunOrigin.Delegation(self, active.run(), call.id()),
                        List.of(task),
                        lineage,
                        active.trace()));
    }
}
