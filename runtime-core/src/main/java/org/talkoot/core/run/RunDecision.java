package org.talkoot.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.Decision;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.agent.UserCode;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.approval.Approvals;
import org.talkoot.core.budget.RunClock;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.budget.RunLimits.Limit;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.json.Json;
import org.talkoot.core.json.JsonSyntaxException;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ShownHistory;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.Gate;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.remote.AfterAttempt;
import org.talkoot.core.tool.remote.RemoteTerms;
import org.talkoot.core.tool.remote.Sending;

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
    private RunState state;
    private boolean awaiting;

    RunDecision(AgentId self, AgentDefinition definition, AgentCatalog catalog, RunState state, Instant at) {
        this.self = self;
        this.definition = definition;
        this.catalog = catalog;
        this.state = state;
        this.at = at;
    }

    RunDecision tell(RunEvent event) {
        events.add(event);
        state = RunEvolution.evolve(self, state, event);
        return this;
    }

    /** Ends the run; whoever works for it elsewhere is told that before it is over. */
    RunDecision fail(RunId run, RunFailure why) {
        return tellEnd(new RunEvent.RunFailed(run, why, at));
    }

    private RunDecision tellEnd(RunEvent end) {
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

    /** Sends a call of the active run to the workers of its tool. */
    RunDecision send(ToolCall call, RemoteTerms terms) {
        return tell(sent(call, terms, new Sending(1, at, end(terms))));
    }

    RunDecision sendAgain(PendingCall.Sent call) {
        return tell(sent(call.call(), call.terms(), call.sending().again(end(call.terms()))));
    }

    /** What follows from the end of an attempt, or from silence. */
    RunDecision follow(PendingCall.Sent call, AfterAttempt after) {
        RunId run = active().run();
        return switch (after) {
            case AfterAttempt.Settled a -> tell(new RunEvent.ToolCallSettled(run, call.id(), a.result()));
            case AfterAttempt.Again a -> sendAgain(call);
            case AfterAttempt.Later a ->
                tell(new RunEvent.ToolCallPaused(run, call.id(), a.code(), earlier(a.at(), active().deadline())));
            case AfterAttempt.Doubt a -> tell(new RunEvent.ToolCallDoubted(run, call.id()));
        };
    }

    private RunEvent sent(ToolCall call, RemoteTerms terms, Sending sending) {
        Instant due = terms.hasLease() ? earlier(at.plus(terms.lease()), sending.until()) : sending.until();
        for (PendingCall other : active().pending().values()) {
            if (!other.id().equals(call.id())) {
                due = earlier(
                        due,
                        rests(other) ? ((PendingCall.Remote) other).sending().until() : at);
            }
        }
        return new RunEvent.ToolCallSent(active().run(), call, terms, sending, due);
    }

    /** Nobody has to look at it before its time is over. */
    private static boolean rests(PendingCall call) {
        return call instanceof PendingCall.Remote remote && !remote.terms().hasLease();
    }

    private Instant end(RemoteTerms terms) {
        return earlier(terms.end(at), active().deadline());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private ActiveRun active() {
        if (state instanceof RunState.Working working) {
            return working.active();
        }
        throw new IllegalStateException("no run is active");
    }

    /** Lets the story go on until it waits for something outside; the decision is what was told. */
    Decision<RunEvent> untilItWaits() {
        while (goesOn()) {
            switch (state) {
                case RunState.Idle idle -> tell(startOf(idle.waiting().getFirst()));
                case RunState.Working working -> step(working.active(), working.memory());
                case RunState.Removed removed -> throw new IllegalStateException("nothing goes on");
            }
        }
        keepTime();
        keepAlarm();
        return new Decision.Accept<>(events);
    }

    /** The decision is what was told, and nothing goes on. */
    Decision<RunEvent> asTold() {
        return new Decision.Accept<>(events);
    }

    /** However long people take, it is not the run's time. */
    private void keepTime() {
        if (!(state instanceof RunState.Working working) || !mayConcernTime(working.active())) {
            return;
        }
        ActiveRun active = working.active();
        RunClock clock = active.clock();
        Optional<Instant> until = active.awaitsPeopleUntil();
        if (until.isPresent() && clock.isNews(until.get())) {
            tell(new RunEvent.RunPaused(active.run(), until.get(), at));
        } else if (until.isEmpty() && clock.pause() != null) {
            tell(new RunEvent.RunResumed(active.run(), clock.afterPause(at)));
        }
    }

    /** Looking through all that is pending is for runs that have to do with people. */
    private boolean mayConcernTime(ActiveRun active) {
        return active.clock().pause() != null || events.stream().anyMatch(RunDecision::asksPeople);
    }

    private static boolean asksPeople(RunEvent event) {
        return event instanceof RunEvent.HumanAsked
                || event instanceof RunEvent.ApprovalRequested
                || event instanceof RunEvent.DelegationPaused;
    }

    /** Whoever wakes runs goes by what was written last of each, which is wrong when one waits for several things. */
    private void keepAlarm() {
        if (!(state instanceof RunState.Working working)) {
            return;
        }
        ActiveRun active = working.active();
        if (active.alarm() == null && events.stream().noneMatch(RunDecision::mayPutOff)) {
            return;
        }
        Optional<Instant> alarm = active.alarm(at);
        if (alarm.isPresent()) {
            boolean known = alarm.get().equals(active.alarm())
                    && active.pending().size() > 1
                    && events.stream().noneMatch(RunDecision::mayPutOff);
            if (!known) {
                tell(new RunEvent.AlarmSet(active.run(), alarm.get()));
            }
        } else if (active.alarm() != null) {
            tell(new RunEvent.AlarmLifted(active.run(), active.latest()));
        }
    }

    /** Of these a run is thought to rest. */
    private static boolean mayPutOff(RunEvent event) {
        return asksPeople(event)
                || event instanceof RunEvent.TimerSet
                || event instanceof RunEvent.ReplyRequested
                || event instanceof RunEvent.RunPaused
                || event instanceof RunEvent.RunResumed;
    }

    private boolean goesOn() {
        return switch (state) {
            case RunState.Idle idle -> !idle.waiting().isEmpty();
            case RunState.Working working ->
                !awaiting && (working.active().pending().isEmpty() || watches(working.active()));
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
    private AgentDefinition definition(ActiveRun active) {
        return catalog.finisher(definition, active.start().terms().version());
    }

    private void step(ActiveRun active, Memory memory) {
        RunId run = active.run();
        switch (ask(active, memory)) {
            case Next.Ending next -> end(active, next);
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
        RunLimits limits = definition(active).limits();
        int begun = active.calls().size();
        return limits.againstStep(active.spend(), watches(active) ? begun : 0)
                .or(() -> limits.againstCalls(begun, callsOf(active, next)));
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
        RunView view = new RunView(
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
                at);
        return UserCode.call(
                () -> definition(active).brain().next(view), why -> new Next.Fail(new RunFailure.BrainBroke(why)));
    }

    private void end(ActiveRun active, Next.Ending next) {
        RunId run = active.run();
        switch (next) {
            case Next.Answer n -> answer(run, n.text(), n.dataType(), false);
            case Next.AnswerAsReplied n -> answerAsReplied(active, n.dataType());
            case Next.HandOff n -> handOff(run, n);
            case Next.Fail n -> fail(run, n.failure());
        }
    }

    private void goOn(ActiveRun active, Memory memory, Next.Ongoing next) {
        RunId run = active.run();
        switch (next) {
            case Next.CallModel n -> callModel(active, memory, n);
            case Next.RunProposed n -> runProposed(active, memory, n.approvals());
            case Next.CallTools n -> callTools(active, memory, n.calls());
            case Next.Delegate n -> delegate(active, memory, n.tasks());
            case Next.AskHuman n ->
                tell(new RunEvent.HumanAsked(
                        run, memory.nextCall(1), n.question(), at.plus(shorter(n.patience())), n.about()));
            case Next.Sleep n -> tell(timer(run, memory.nextCall(1), until(active, n.length())));
            case Next.Publish n ->
                publish(
                        new RunEvent.EventPublished(run, n.eventType(), n.payload(), active.trace()),
                        n.eventType(),
                        n.payload());
            case Next.Request n ->
                publish(
                        new RunEvent.ReplyRequested(
                                run,
                                memory.nextCall(1),
                                n.eventType(),
                                n.payload(),
                                active.trace(),
                                until(active, n.patience())),
                        n.eventType(),
                        n.payload());
            case Next.RejectReply n -> rejectReply(active, n.why());
            case Next.Await n -> await(active);
            case Next.Cancel n -> cancel(active, n.calls());
            case Next.Note n -> tell(new RunEvent.Noted(run, n.label(), n.text()));
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

    private RunEvent timer(RunId run, CallId call, Instant until) {
        return new RunEvent.TimerSet(run, call, until, Duration.between(at, until));
    }

    private static Duration shorter(Duration patience) {
        return patience.compareTo(ApprovalTerms.LONGEST) < 0 ? patience : ApprovalTerms.LONGEST;
    }

    /** A wait ends with its run at the latest, however long the brain would wait. */
    private Instant until(ActiveRun active, Duration wait) {
        Instant deadline = active.deadline();
        return wait.compareTo(Duration.between(at, deadline)) < 0 ? at.plus(wait) : deadline;
    }

    /** An event that no reader could accept is a bug of the agent, found where it is made. */
    private void publish(RunEvent event, String eventType, String payload) {
        if (payload.length() > AgentEvent.MAX_PAYLOAD) {
            fail(event.run(), new RunFailure.BrainBroke("the payload of an event is too long"));
            return;
        }
        try {
            EventType unused = EventType.of(eventType);
            tell(event);
        } catch (IllegalArgumentException e) {
            fail(event.run(), new RunFailure.BrainBroke(String.valueOf(e.getMessage())));
        }
    }

    private void callModel(ActiveRun active, Memory memory, Next.CallModel next) {
        RunId run = active.run();
        Optional<Limit> limit = definition(active).limits().againstModelCall(active.spend());
        if (limit.isPresent()) {
            fail(run, new RunFailure.LimitReached(limit.get()));
            return;
        }
        if (isTalking(active)) {
            fail(
                    run,
                    new RunFailure.BrainBroke("it asks a model while another is asked, or while calls that one proposed"
                            + " are under way: what speaks at the same time is a part"));
            return;
        }
        Offer offer = Offer.of(next.prompt(), catalog);
        if (!offer.missing().isEmpty()) {
            fail(run, new RunFailure.UnknownTools(offer.missing()));
            return;
        }
        if (memory.numberOf(offer) < 0) {
            tell(new RunEvent.PromptRecorded(run, offer));
        }
        tell(requested(active, state.memory(), offer, next));
    }

    /** One history has one talk with models: a reply, then the outputs of all its calls, then what is next. */
    private static boolean isTalking(ActiveRun active) {
        return active.pending().values().stream().anyMatch(PendingCall.Model.class::isInstance)
                || isRunningProposals(active);
    }

    private static boolean isRunningProposals(ActiveRun active) {
        return active.proposals().open().keySet().stream().anyMatch(active.pending()::containsKey);
    }

    /** Of what differs from call to call only what does. */
    private RunEvent requested(ActiveRun active, Memory memory, Offer offer, Next.CallModel next) {
        int number = memory.numberOf(offer);
        ModelName model = next.prompt().model();
        return new RunEvent.ModelCallRequested(
                active.run(),
                memory.nextCall(1),
                number,
                ShownHistory.begin(shown(), active.start().taskAt(), next.from()),
                model.equals(memory.offers().get(number).prompt().model()) ? null : model,
                next.values().equals(memory.valuesOf(number)) ? null : next.values());
    }

    /** The history as the next model call finds it: nothing that was proposed stays open. */
    private List<Message> shown() {
        return state instanceof RunState.Working working
                ? StepEvolution.closeProposals(working).memory().history()
                : state.memory().history();
    }

    /**
     * Runs of what the model proposed what it had been offered in that very call; nothing that the brain or the model
     * says can add to it. A handoff ends the run, so it goes alone.
     */
    private void runProposed(ActiveRun active, Memory memory, Approvals approvals) {
        RunId run = active.run();
        if (active.proposals().isEmpty() || isRunningProposals(active)) {
            fail(run, new RunFailure.BrainBroke("there are no calls proposed by the model that could be run now"));
            return;
        }
        Offer offer = memory.offers().get(active.progress().lastPrompt());
        List<ToolCall> offered = new ArrayList<>(active.proposals().open().values());
        offered.removeIf(call -> !offer.has(call.tool()));
        if (offered.size() < active.proposals().open().size()) {
            List<CallId> refused = new ArrayList<>(active.proposals().open().keySet());
            offered.forEach(call -> refused.remove(call.id()));
            tell(new RunEvent.ProposalsRefused(run, refused));
        }
        for (ToolCall call : offered) {
            Optional<AgentType> to = offer.handoff(call.tool());
            if (to.isPresent()) {
                handOff(run, new Next.HandOff(to.get(), call.arguments()));
                return;
            }
        }
        startProposed(active, offer, offered, approvals);
    }

    private void startProposed(ActiveRun active, Offer offer, List<ToolCall> offered, Approvals approvals) {
        RunId run = active.run();
        List<CallId> tools = new ArrayList<>();
        List<RunEvent> others = new ArrayList<>();
        for (ToolCall call : offered) {
            Optional<RunEvent> other = offer.delegate(call.tool())
                    .map(to -> proposedDelegation(run, call, to))
                    .or(() -> hold(active, call, approvals));
            other.ifPresentOrElse(others::add, () -> tools.add(call.id()));
        }
        if (!tools.isEmpty()) {
            tell(new RunEvent.ProposedCallsStarted(run, tools));
        }
        others.forEach(this::tell);
        refuseImpossibleDelegations(active, offered.stream().map(ToolCall::id).toList());
    }

    /** What happens to a call instead of its beginning, if people have to agree to it. */
    private Optional<RunEvent> hold(ActiveRun active, ToolCall call, Approvals approvals) {
        return new Gate(catalog.tools(), approvals, active.callerIn(self.tenant()))
                .before(call, at)
                .map(held -> switch (held) {
                    case Gate.Held.Asked asked -> new RunEvent.ApprovalRequested(active.run(), asked.request());
                    case Gate.Held.Barred barred -> new RunEvent.CallBarred(active.run(), call, barred.why());
                });
    }

    private static RunEvent proposedDelegation(RunId run, ToolCall call, AgentType to) {
        return new RunEvent.ProposedDelegationStarted(run, call.id(), to);
    }

    private void callTools(ActiveRun active, Memory memory, List<ToolRequest> requests) {
        RunId run = active.run();
        if (requests.isEmpty()) {
            fail(run, new RunFailure.BrainBroke("the brain asked for no tools at all"));
            return;
        }
        List<ToolCall> calls = new ArrayList<>(requests.size());
        List<RunEvent> held = new ArrayList<>();
        int ordinal = 1;
        for (ToolRequest request : requests) {
            ToolCall call = new ToolCall(memory.nextCall(ordinal++), request.tool(), request.arguments());
            hold(active, call, Approvals.NONE).ifPresentOrElse(held::add, () -> calls.add(call));
        }
        if (!calls.isEmpty()) {
            tell(new RunEvent.ToolCallsRequested(run, calls));
        }
        held.forEach(this::tell);
    }

    private void delegate(ActiveRun active, Memory memory, List<Next.Delegate.Task> tasks) {
        RunId run = active.run();
        if (tasks.isEmpty()) {
            fail(run, new RunFailure.BrainBroke("the brain delegated to nobody"));
            return;
        }
        boolean apart = tasks.size() > Next.Delegate.TOGETHER;
        List<CallId> asked = new ArrayList<>(tasks.size());
        for (Next.Delegate.Task task : tasks) {
            CallId id = memory.nextCall(asked.size() + 1);
            asked.add(id);
            tell(new RunEvent.DelegationRequested(run, id, task.to(), task.text(), task.colleague(), apart));
        }
        refuseImpossibleDelegations(active, asked);
    }

    /** A delegation that could never come back is settled at once, and the brain may react to it. */
    private void refuseImpossibleDelegations(ActiveRun active, List<CallId> asked) {
        for (CallId id : asked) {
            if (active().pending().get(id) instanceof PendingCall.Delegation delegation) {
                impossible(active, delegation)
                        .map(RunOutcome.Failed::new)
                        .ifPresent(failed ->
                                tell(new RunEvent.DelegationSettled(active.run(), id, failed, TokenUsage.NONE)));
            }
        }
    }

    private Optional<RunFailure> impossible(ActiveRun active, PendingCall.Delegation call) {
        AgentType to = call.to();
        if (!catalog.mayAsk(self.type(), to)) {
            return Optional.of(new RunFailure.UnknownAgent(to));
        }
        if (active.lineage().size() >= Next.Delegate.DEEPEST) {
            return Optional.of(new RunFailure.GaveUp(
                    "delegated-too-deep",
                    "%d agents wait for each other already."
                            .formatted(active.lineage().size())));
        }
        AgentId target = call.target(self, active.run());
        return target.equals(self) || active.lineage().contains(target)
                ? Optional.of(new RunFailure.CircularDelegation(to))
                : Optional.empty();
    }

    private void handOff(RunId run, Next.HandOff next) {
        if (!catalog.isOpen(next.to())) {
            fail(run, new RunFailure.UnknownAgent(next.to()));
        } else if (run instanceof RunId.OfEvent r && r.handovers() >= Next.HandOff.MOST) {
            fail(run, new RunFailure.TooManyHandoffs(Next.HandOff.MOST));
        } else {
            tellEnd(new RunEvent.RunHandedOff(run, next.to(), next.note(), at));
        }
    }

    private void answerAsReplied(ActiveRun active, @Nullable String dataType) {
        Optional<ModelReply> reply = active.lastReply();
        if (reply.isPresent()) {
            answer(active.run(), reply.get().text(), dataType, true);
        } else {
            fail(active.run(), new RunFailure.BrainBroke("there is no reply to answer with"));
        }
    }

    private void answer(RunId run, String text, @Nullable String dataType, boolean asReplied) {
        String checked = text;
        for (Guardrail guardrail : definition(active()).outputGuardrails()) {
            switch (UserCode.verdict(guardrail, checked, active().callerIn(self.tenant()), active().attributes())) {
                case Verdict.Pass pass -> {}
                case Verdict.Rewrite rewrite -> checked = rewrite.text();
                case Verdict.Block block -> {
                    fail(run, new RunFailure.AnswerBlocked(guardrail.name(), block.reason()));
                    return;
                }
            }
        }
        if (dataType != null && !isJson(checked)) {
            fail(run, new RunFailure.BrainBroke("the answer is to be a %s, but is not JSON".formatted(dataType)));
            return;
        }
        tellEnd(
                asReplied && checked.equals(text)
                        ? new RunEvent.RunAnsweredAsReplied(run, dataType, at)
                        : new RunEvent.RunAnswered(run, checked, dataType, at));
    }

    private static boolean isJson(String text) {
        try {
            Json unused = Json.parse(text);
            return true;
        } catch (JsonSyntaxException e) {
            return false;
        }
    }
}
