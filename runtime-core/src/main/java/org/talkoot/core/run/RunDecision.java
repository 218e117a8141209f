package org.talkoot.core.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.Decision;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.agent.UserCode;
import org.talkoot.core.approval.Approvals;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.budget.RunLimits.Limit;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.Subject;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/**
 * One decision in the making: the events so far and the state after them. Events are folded as they are told, so the
 * brain always sees what it has just caused. Lives for one call of {@code decide}.
 */
final class RunDecision {

    private final AgentId self;
    private final AgentDefinition definition;
    private final AgentCatalog catalog;
    private final Instant at;
    private final List<RunEvent> events = new ArrayList<>();
    private final Beginnings beginnings = new Beginnings(this);
    private final Sendings sendings = new Sendings(this);
    private final Endings endings = new Endings(this);
    private final Summaries summaries = new Summaries(this);
    private final Guarding guarding = new Guarding(this);
    private final Timekeeping timekeeping = new Timekeeping(this);
    private RunState state;
    private boolean awaiting;

    RunDecision(AgentId self, AgentDefinition definition, AgentCatalog catalog, RunState state, Instant at) {
        this.self = self;
        this.definition = definition;
        this.catalog = catalog;
        this.state = state;
        this.at = at;
    }

    AgentId self() {
        return self;
    }

    AgentCatalog catalog() {
        return catalog;
    }

    Instant at() {
        return at;
    }

    /** What it comes to so far. */
    RunState state() {
        return state;
    }

    /** What has been told so far. */
    List<RunEvent> events() {
        return Collections.unmodifiableList(events);
    }

    Sendings sendings() {
        return sendings;
    }

    Summaries summaries() {
        return summaries;
    }

    Endings endings() {
        return endings;
    }

    Beginnings beginnings() {
        return beginnings;
    }

    Guarding guarding() {
        return guarding;
    }

    RunDecision tell(RunEvent event) {
        events.add(event);
        state = RunEvolution.evolve(self, state, event);
        return this;
    }

    /** A tool has said this. */
    RunDecision settle(ToolCall call, ToolResult result) {
        guarding.settle(call, result);
        return this;
    }

    /** What of that is let in, when its run has ended before. */
    ToolResult late(ToolCall call, ToolResult result) {
        return guarding.late(definition.guards(), call, result);
    }

    /** Ends the run; whoever works for it elsewhere is told that before it is over. */
    RunDecision fail(RunId run, RunFailure why) {
        return tellEnd(new RunEvent.RunFailed(run, why, at));
    }

    RunDecision tellEnd(RunEvent end) {
        if (state instanceof RunState.Working working && working.active().run().equals(end.run())) {
            working.active().pending().values().forEach(this::stopWorker);
        }
        return tell(end);
    }

    private void stopWorker(PendingCall call) {
        if (call instanceof PendingCall.Remote remote) {
            tell(new RunEvent.ToolCallCancelled(active().run(), remote.call(), remote.sending()));
        }
    }

    /** Whether the run has not ended by what was told. */
    boolean isGoingOn() {
        return state instanceof RunState.Working;
    }

    ActiveRun active() {
        if (state instanceof RunState.Working working) {
            return working.active();
        }
        throw new IllegalStateException("no run is active");
    }

    /** Lets the story go on until it waits for something outside; the decision is what was told. */
    Decision<RunEvent> untilItWaits() {
        while (goesOn()) {
            switch (state) {
                case RunState.Idle idle -> {
                    tell(startOf(idle.waiting().getFirst()));
                    guarding.askAboutTask();
                }
                case RunState.Working working -> step(working.active(), working.memory());
                case RunState.Removed removed -> throw new IllegalStateException("nothing goes on");
            }
        }
        timekeeping.keepTime();
        timekeeping.keepAlarm();
        return new Decision.Accept<>(events);
    }

    /** What people have agreed to while the run was paused begins now. */
    RunDecision startAgreed() {
        for (PendingCall call : active().pending().values()) {
            if (call instanceof PendingCall.Approval approval && approval.open().missing() == 0) {
                tell(new RunEvent.ApprovedCallStarted(active().run(), call.id()));
            }
        }
        return this;
    }

    /** The decision is what was told, and nothing goes on. */
    Decision<RunEvent> asTold() {
        return new Decision.Accept<>(events);
    }

    private boolean goesOn() {
        return switch (state) {
            case RunState.Idle idle -> !idle.waiting().isEmpty();
            case RunState.Working working ->
                !awaiting
                        && !working.active().suspended()
                        && !working.active().awaitsVerdict()
                        && (working.active().pending().isEmpty() || watches(working.active()));
            case RunState.Removed removed -> false;
        };
    }

    private boolean watches(ActiveRun active) {
        return UserCode.call(() -> definition(active).brain().watches(), why -> false);
    }

    private RunEvent startOf(RunRequest request) {
        return new RunEvent.QueuedRunStarted(request.run(), terms(), at);
    }

    /** What a run goes by that begins now. */
    Terms terms() {
        return new Terms(definition.limits().deadline(at), catalog.versionOf(definition));
    }

    /** Of a run that began before a deploy, perhaps an earlier one. */
    AgentDefinition definition(ActiveRun active) {
        return catalog.finisher(definition, active.start().terms().version());
    }

    private void step(ActiveRun active, Memory memory) {
        RunId run = active.run();
        switch (ask(active, memory)) {
            case Next.Ending next -> endings.end(active, next);
            case Next.Await next -> await(active);
            case Next.Ongoing next -> {
                Optional<Limit> limit = limitAgainst(active, next);
                if (limit.isPresent()) {
                    fail(run, new RunFailure.LimitReached(limit.get()));
                } else {
                    goOn(active, memory, next);
                }
            }
        }
    }

    private Optional<Limit> limitAgainst(ActiveRun active, Next.Ongoing next) {
        RunLimits limits = limits(active);
        int begun = active.calls().size();
        return limits.againstStep(active.spend(), watches(active) ? begun : 0)
                .or(() -> limits.againstCalls(begun, callsOf(active, next)));
    }

    /** Those of its agent, and what it has been handed. */
    RunLimits limits(ActiveRun active) {
        return definition(active).limits().within(active.cause().budget());
    }

    /** A text of the active run on its way past guardrails. */
    Subject subject(Place place, String about, String text) {
        ActiveRun active = active();
        return new Subject(place, about, text, active.callerIn(self.tenant()), active.attributes());
    }

    Budget left(ActiveRun active) {
        return limits(active).left(active.spend());
    }

    private static int callsOf(ActiveRun active, Next.Ongoing next) {
        return switch (next) {
            case Next.CallTools n -> n.calls().size();
            case Next.Delegate n -> n.tasks().size();
            case Next.RunProposed n -> active.proposals().open().size();
            case Next.CallModel n -> 1;
            case Next.AskHuman n -> 1;
            case Next.Sleep n -> 1;
            case Next.Request n -> 1;
            case Next.AwaitSignal n -> 1;
            case Next.Show n -> 0;
            case Next.Publish n -> 0;
            case Next.Note n -> 0;
            case Next.RejectReply n -> 0;
            case Next.Await n -> 0;
            case Next.Cancel n -> 0;
        };
    }

    private void await(ActiveRun active) {
        if (active.pending().isEmpty()) {
            fail(active.run(), new RunFailure.BrainBroke("the brain waits, but nothing is open"));
        } else {
            awaiting = true;
        }
    }

    /** What is not open, or not any more, cannot be given up; a brain that only sees old news is told so. */
    private void cancel(ActiveRun active, List<CallId> calls) {
        List<PendingCall> open = calls.stream()
                .distinct()
                .map(active.pending()::get)
                .filter(Objects::nonNull)
                .toList();
        if (open.size() < calls.size()) {
            fail(active.run(), new RunFailure.BrainBroke("it gives up calls that are not open: " + calls));
            return;
        }
        open.forEach(this::stopWorker);
        tell(new RunEvent.CallsGivenUp(active.run(), calls));
    }

    /** Asks the brain. A brain that breaks ends its run and harms nothing else. */
    private Next ask(ActiveRun active, Memory memory) {
        return ask(active, view(active, memory));
    }

    private Next ask(ActiveRun active, RunView view) {
        return UserCode.call(
                () -> definition(active).brain().next(view), why -> new Next.Fail(new RunFailure.BrainBroke(why)));
    }

    /** What the brain wants approved of what a model proposed together with this call: it is asked again, as it was. */
    Approvals approvals(CallId call) {
        return state instanceof RunState.Working w
                        && view(w.active(), w.memory())
                                        .whenProposed(call)
                                        .map(then -> ask(w.active(), then))
                                        .orElse(null)
                                instanceof Next.RunProposed(Approvals wanted)
                ? wanted
                : Approvals.NONE;
    }

    private RunView view(ActiveRun active, Memory memory) {
        return new RunView(
                self,
                active.run(),
                active.origin(),
                active.callerIn(self.tenant()),
                active.attributes(),
                active.start().task(),
                memory.history(),
                memory.seen().shownFrom(),
                active.progress().steps(),
                active.calls(),
                active.spend(),
                left(active),
                at);
    }

    private void goOn(ActiveRun active, Memory memory, Next.Ongoing next) {
        RunId run = active.run();
        switch (next) {
            case Next.CallModel n -> beginnings.callModel(active, memory, n);
            case Next.RunProposed n -> beginnings.runProposed(active, memory, n.approvals());
            case Next.CallTools n -> beginnings.callTools(active, memory, n.calls());
            case Next.Delegate n -> beginnings.delegate(active, memory, n.tasks());
            case Next.AskHuman n ->
                tell(new RunEvent.HumanAsked(
                        run, memory.nextCall(1), n.question(), at.plus(Beginnings.shorter(n.patience())), n.about()));
            case Next.Sleep n -> tell(beginnings.timer(run, memory.nextCall(1), beginnings.until(active, n.length())));
            case Next.Publish n ->
                beginnings.publish(
                        new RunEvent.EventPublished(run, n.eventType(), n.payload(), active.trace()),
                        n.eventType(),
                        n.payload());
            case Next.Request n ->
                beginnings.publish(
                        new RunEvent.ReplyRequested(
                                run,
                                memory.nextCall(1),
                                n.eventType(),
                                n.payload(),
                                active.trace(),
                                beginnings.until(active, n.patience())),
                        n.eventType(),
                        n.payload());
            case Next.AwaitSignal n -> tell(beginnings.signal(active, memory, n));
            case Next.Show n -> beginnings.show(active, n);
            case Next.RejectReply n -> rejectReply(active, n.why());
            case Next.Await n -> await(active);
            case Next.Cancel n -> cancel(active, n.calls());
            case Next.Note n -> tell(new RunEvent.Noted(run, n.label(), n.text(), n.dataType()));
        }
    }

    /** Only what could have been the answer: calls have their own ways to be refused. */
    private void rejectReply(ActiveRun active, String why) {
        RunId run = active.run();
        if (active.progress().steps().isEmpty()
                || !(active.progress().steps().getLast() instanceof Step.ModelReplied(ModelReply.Answer reply))) {
            fail(run, new RunFailure.BrainBroke("the last step is no reply that could be rejected"));
        } else {
            tell(new RunEvent.ReplyRejected(run, why, at));
        }
    }
}
