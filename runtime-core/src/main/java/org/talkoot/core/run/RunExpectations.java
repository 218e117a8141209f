package org.talkoot.core.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.InFlight;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.budget.RunClock;
import org.talkoot.core.context.Retold;
import org.talkoot.core.context.Shown;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.FinishedRun;
import org.talkoot.core.run.state.LooseEnd;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.remote.RemoteTerms;

/** What a state of an agent waits for. */
final class RunExpectations {

    private RunExpectations() {}

    /** So many calls are compared faster than what has changed of them is found out. */
    private static final int WIDE = 16;

    /** How that has changed while one run went on that waits for much; empty: it is to be compared as a whole. */
    static Optional<InFlight.Change<RunEffect>> change(AgentId self, RunState before, RunState after) {
        if (!(before instanceof RunState.Working was)
                || !(after instanceof RunState.Working is)
                || !was.active().run().equals(is.active().run())
                || !was.active()
                        .outside()
                        .suspension()
                        .equals(is.active().outside().suspension())
                || is.active().pending().size() < WIDE) {
            return Optional.empty();
        }
        Map<String, RunEffect> over = new LinkedHashMap<>();
        Map<String, RunEffect> fresh = new LinkedHashMap<>();
        beside(self, was).forEach(effect -> over.put(effect.id(), effect));
        beside(self, is).forEach(effect -> fresh.put(effect.id(), effect));
        Delegating delegating = new Delegating(self, is.memory(), is.active());
        for (CallId call : was.active().pending().differences(is.active().pending())) {
            put(over, self, was, new Delegating(self, was.memory(), was.active()), call);
            put(fresh, self, is, delegating, call);
        }
        over.keySet().removeAll(fresh.keySet());
        return Optional.of(new InFlight.Change<>(List.copyOf(fresh.values()), List.copyOf(over.values())));
    }

    private static void put(
            Map<String, RunEffect> effects, AgentId self, RunState.Working in, Delegating delegating, CallId id) {
        PendingCall call = in.active().pending().get(id);
        if (call != null) {
            expected(self, in.memory(), in.active(), delegating, call)
                    .ifPresent(effect -> effects.put(effect.id(), effect));
        }
    }

    static List<RunEffect> of(AgentId self, RunState state) {
        List<RunEffect> effects = beside(self, state);
        if (state instanceof RunState.Working working) {
            ActiveRun active = working.active();
            Delegating delegating = new Delegating(self, state.memory(), active);
            for (PendingCall call : active.pending().values()) {
                expected(self, working.memory(), active, delegating, call).ifPresent(effects::add);
            }
        }
        return effects;
    }

    /** All but the calls of the run that is active. */
    private static List<RunEffect> beside(AgentId self, RunState state) {
        List<RunEffect> effects = new ArrayList<>();
        for (FinishedRun f : state.memory().undelivered()) {
            effects.add(
                    f.successor() == null
                            ? new RunEffect.DeliverOutcome(f.run(), f.origin(), f.outcome(), f.usage(), f.at())
                            : new RunEffect.StartSuccessor(
                                    f.run(),
                                    f.successor().agent(),
                                    f.successor().request()));
        }
        summarise(self, state.memory()).ifPresent(effects::add);
        for (LooseEnd end : state.memory().looseEnds()) {
            tie(self, end).ifPresent(effects::add);
        }
        if (state instanceof RunState.Working working) {
            ActiveRun active = working.active();
            effects.add(new RunEffect.ArmDeadline(
                    active.run(),
                    active.deadline(),
                    !active.deadline().equals(active.start().terms().deadline())));
            pause(active).ifPresent(effects::add);
        }
        return effects;
    }

    /** What is done about a call that its run has left behind. A late reply is only waited for. */
    private static Optional<RunEffect> tie(AgentId self, LooseEnd end) {
        return switch (end) {
            case LooseEnd.Model left -> Optional.empty();
            case LooseEnd.Tool left ->
                Optional.of(new RunEffect.CloseCall(left.request(), context(self, left.run(), left.call())));
            case LooseEnd.Remote left ->
                Optional.of(new RunEffect.SetTimer(left.call(), left.sending().until()));
            case LooseEnd.Unresolved left -> Optional.of(resolve(self, left.run(), left.request(), left.terms()));
            case LooseEnd.Doubt left -> Optional.empty();
            case LooseEnd.Delegation left ->
                Optional.of(new RunEffect.StopDelegate(left.call(), left.delegate(), left.run()));
        };
    }

    /**
     * What all delegations of a run have in common. Found once for all of them, and only when there is one: the trace
     * depends on every step that the run has made.
     */
    private static final class Delegating {

        private final AgentId self;
        private final Memory memory;
        private final ActiveRun active;
        private @Nullable Shared shared;

        /** With what is attached to what the run is asked. */
        private record Shared(List<AgentId> lineage, Trace trace, List<Attachment> attachments) {}

        Delegating(AgentId self, Memory memory, ActiveRun active) {
            this.self = self;
            this.memory = memory;
            this.active = active;
        }

        Shared shared() {
            if (shared == null) {
                List<AgentId> lineage = new ArrayList<>(active.lineage());
                lineage.add(self);
                shared = new Shared(List.copyOf(lineage), active.trace(), attachments());
            }
            return shared;
        }

        private List<Attachment> attachments() {
            int task = active.start().taskAt();
            return task < 0 ? List.of() : memory.history().get(task).attachments();
        }
    }

    /**
     * What is expected of a call. Of a run that is paused nothing new begins and no wait ends; what was at work before
     * may come to its end, and begins again after a crash as it always does.
     */
    private static Optional<RunEffect> expected(
            AgentId self, Memory memory, ActiveRun active, Delegating delegating, PendingCall call) {
        if (active.hasToBeTold(call) && call instanceof PendingCall.Delegation delegation) {
            return Optional.of(new RunEffect.PassPause(
                    call.id(),
                    delegation.target(self, active.run()),
                    delegated(self, active, delegating, delegation),
                    active.outside().suspension().changes(),
                    active.outside().suspension().until()));
        }
        return active.suspended() && !mayEnd(call)
                ? Optional.empty()
                : Optional.of(effect(self, memory, active, delegating, call));
    }

    private static boolean mayEnd(PendingCall pending) {
        return switch (pending) {
            case PendingCall.Model call -> call.delayedUntil() == null;
            case PendingCall.Tool call -> true;
            case PendingCall.Doubt call -> true;
            case PendingCall other -> false;
        };
    }

    private static RunEffect effect(
            AgentId self, Memory memory, ActiveRun active, Delegating delegating, PendingCall pending) {
        return switch (pending) {
            case PendingCall.Model call -> callModel(self, memory, active, call);
            case PendingCall.Tool call -> callTool(self, active, call);
            case PendingCall.Remote call -> awaitWorker(call);
            case PendingCall.Retry call -> new RunEffect.SetTimer(call.id(), call.until());
            case PendingCall.Doubt call -> resolve(self, active.run(), call.call(), call.terms());
            case PendingCall.Delegation call -> delegate(self, active, delegating, call);
            case PendingCall.Approval call ->
                new RunEffect.AwaitApproval(
                        call.id(),
                        call.open().request().version(),
                        call.open().votes().size(),
                        call.open().due());
            case PendingCall.Human call -> new RunEffect.AwaitHuman(call.id(), call.question(), call.until());
            case PendingCall.Reply call -> new RunEffect.SetTimer(call.id(), call.until());
            case PendingCall.Timer call -> new RunEffect.SetTimer(call.id(), call.until());
            case PendingCall.Signal call -> new RunEffect.SetTimer(call.id(), call.until());
            case PendingCall.Check call -> Guarding.ask(self, memory, active, call);
        };
    }

    private static RunEffect callModel(AgentId self, Memory memory, ActiveRun active, PendingCall.Model call) {
        return new RunEffect.CallModel(
                new ModelRequest.Origin(self, active.run(), call.id()),
                memory.offers().get(call.prompt()),
                call.asked(memory),
                memory.valuesOf(call.prompt()),
                Shown.of(memory.history(), active.start().taskAt(), call.from(), memory.context()),
                length(memory, call.from()),
                new RunEffect.Purpose(active.awaitedByPerson(), true, active.lineage()));
    }

    /** Nobody waits for it, and nobody hears it. */
    private static Optional<RunEffect> summarise(AgentId self, Memory memory) {
        return Optional.ofNullable(memory.context().open())
                .map(open -> new RunEffect.CallModel(
                        new ModelRequest.Origin(self, open.run(), open.call()),
                        memory.offers().get(open.prompt()),
                        open.model(),
                        Map.of(),
                        Retold.of(memory.history(), memory.context(), open.after(), open.upTo()),
                        open.weight(),
                        new RunEffect.Purpose(false, false, List.of())));
    }

    /** Of a history that is not made to fit taken in proportion: an estimate, but a cheap one however long it is. */
    private static long length(Memory memory, int from) {
        if (memory.seen().context() != null) {
            return memory.context().weight();
        }
        int size = memory.history().size();
        return size == 0 ? 0 : memory.seen().length() * (size - from) / size;
    }

    private static RunEffect callTool(AgentId self, ActiveRun active, PendingCall.Tool call) {
        return new RunEffect.CallTool(
                call.call(),
                new ToolContext(self, active.run(), call.id(), active.callerIn(self.tenant()))
                        .knowing(active.attributes()),
                call.approved());
    }

    /** Those who wait with a clock of their own, and do not know it yet. */
    private static Optional<RunEffect> pause(ActiveRun active) {
        RunClock.Pause pause = active.clock().pause();
        if (pause == null
                || pause.reported()
                || pause.until().equals(active.outside().suspension().above())) {
            return Optional.empty();
        }
        return switch (active.origin()) {
            case RunOrigin.Turn origin -> Optional.of(new RunEffect.ReportPause(active.run(), origin, pause.until()));
            case RunOrigin.Delegation origin ->
                Optional.of(new RunEffect.ReportPause(active.run(), origin, pause.until()));
            case RunOrigin.Request origin -> Optional.empty();
            case RunOrigin.Trigger origin -> Optional.empty();
        };
    }

    private static RunEffect awaitWorker(PendingCall.Remote call) {
        Optional<Duration> lease =
                call.terms().hasLease() ? Optional.of(call.terms().lease()) : Optional.empty();
        return new RunEffect.AwaitWorker(
                call.id(), call.sending().attempt(), call.sending().until(), lease);
    }

    private static RunEffect resolve(AgentId self, RunId run, ToolCall call, RemoteTerms terms) {
        return new RunEffect.ResolveDoubt(call, context(self, run, call.id()), terms.silence());
    }

    /** Of a call that is not made any more: whatever is done about it is done on behalf of nobody. */
    private static ToolContext context(AgentId self, RunId run, CallId call) {
        return new ToolContext(self, run, call);
    }

    private static RunEffect delegate(
            AgentId self, ActiveRun active, Delegating delegating, PendingCall.Delegation call) {
        return new RunEffect.StartDelegate(
                call.id(), call.target(self, active.run()), delegated(self, active, delegating, call));
    }

    /** Whoever is asked sees what the asker was shown; one of many is given words alone. */
    private static RunRequest delegated(
            AgentId self, ActiveRun active, Delegating delegating, PendingCall.Delegation call) {
        RunId run = RunId.delegated(active.run(), call.id());
        Message task = new Message.User(
                new MessageId(run.value()),
                call.task(),
                call.apart() ? List.of() : delegating.shared().attachments(),
                active.start().at());
        return new RunRequest(
                run,
                new RunOrigin.Delegation(self, active.run(), call.id()),
                List.of(task),
                delegating.shared().lineage(),
                delegating.shared().trace(),
                call.budget());
    }
}
