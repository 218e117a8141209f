package org.talkoot.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Offer;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.approval.Approvals;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.budget.RunLimits.Limit;
import org.talkoot.core.budget.Shares;
import org.talkoot.core.event.AgentEvent;
import org.talkoot.core.event.EventType;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ShownHistory;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.Checking;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.run.state.Outside;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.Gate;
import org.talkoot.core.tool.ToolCall;

/**
 * What one decision begins for the active run: calls of models and tools, tasks of agents, events, and waits for a
 * time.
 */
final class Beginnings {

    private final RunDecision decision;

    Beginnings(RunDecision decision) {
        this.decision = decision;
    }

    /** For so many that are asked at once. */
    private Shares shares(ActiveRun active, long takers) {
        return new Shares(
                decision.left(active), Math.toIntExact(takers), active.cause().budget() != null);
    }

    RunEvent timer(RunId run, CallId call, Instant until) {
        return new RunEvent.TimerSet(run, call, until, Duration.between(decision.at(), until));
    }

    static Duration shorter(Duration patience) {
        return patience.compareTo(ApprovalTerms.LONGEST) < 0 ? patience : ApprovalTerms.LONGEST;
    }

    /** A wait ends with its run at the latest, however long the brain would wait. */
    Instant until(ActiveRun active, Duration wait) {
        Instant deadline = active.deadline();
        return wait.compareTo(Duration.between(decision.at(), deadline)) < 0
                ? decision.at().plus(wait)
                : deadline;
    }

    /** What has come before is not waited for. */
    RunEvent signal(ActiveRun active, Memory memory, Next.AwaitSignal next) {
        CallId call = memory.nextCall(1);
        return active.outside()
                .oldest(next.name())
                .<RunEvent>map(kept -> new RunEvent.SignalTaken(active.run(), call, kept.name(), kept.key()))
                .orElseGet(() ->
                        new RunEvent.SignalAwaited(active.run(), call, next.name(), until(active, next.patience())));
    }

    /** A value that is shown already is not written down again; that it is shown is a step all the same. */
    void show(ActiveRun active, Next.Show next) {
        Outside outside = active.outside();
        if (!outside.hasRoomFor(next.name())) {
            decision.fail(
                    active.run(),
                    new RunFailure.BrainBroke(
                            "it shows values under more than %d names".formatted(Outside.MOST_SHOWN)));
            return;
        }
        decision.tell(new RunEvent.ValueShown(
                active.run(), next.name(), outside.shows(next.name(), next.json()) ? null : next.json()));
    }

    /** An event that no reader could accept is a bug of the agent, found where it is made. */
    void publish(RunEvent event, String eventType, String payload) {
        if (payload.length() > AgentEvent.MAX_PAYLOAD) {
            decision.fail(event.run(), new RunFailure.BrainBroke("the payload of an event is too long"));
            return;
        }
        try {
            EventType unused = EventType.of(eventType);
            decision.tell(event);
        } catch (IllegalArgumentException e) {
            decision.fail(event.run(), new RunFailure.BrainBroke(String.valueOf(e.getMessage())));
        }
    }

    void callModel(ActiveRun active, Memory memory, Next.CallModel next) {
        RunId run = active.run();
        Optional<Limit> limit = decision.limits(active).againstModelCall(active.spend());
        if (limit.isPresent()) {
            decision.fail(run, new RunFailure.LimitReached(limit.get()));
            return;
        }
        if (isTalking(active)) {
            decision.fail(
                    run,
                    new RunFailure.BrainBroke("it asks a model while another is asked, or while calls that one proposed"
                            + " are under way: what speaks at the same time is a part"));
            return;
        }
        Offer offer = Offer.of(next.prompt(), decision.catalog());
        if (!offer.missing().isEmpty()) {
            decision.fail(run, new RunFailure.UnknownTools(offer.missing()));
            return;
        }
        if (memory.numberOf(offer) < 0) {
            decision.tell(new RunEvent.PromptRecorded(run, offer));
        }
        List<Message> history = shown();
        decision.summaries().fit(active, history, offer, next).ifPresent(first -> {
            int from = ShownHistory.begin(history, active.start().taskAt(), first);
            decision.tell(requested(active, decision.state().memory(), offer, next, from));
        });
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
    private RunEvent requested(ActiveRun active, Memory memory, Offer offer, Next.CallModel next, int from) {
        int number = memory.numberOf(offer);
        ModelName model = next.prompt().model();
        return new RunEvent.ModelCallRequested(
                active.run(),
                memory.nextCall(1),
                number,
                from,
                model.equals(memory.offers().get(number).prompt().model()) ? null : model,
                next.values().equals(memory.valuesOf(number)) ? null : next.values());
    }

    /** The history as the next model call finds it: nothing that was proposed stays open. */
    private List<Message> shown() {
        return decision.state() instanceof RunState.Working working
                ? StepEvolution.closeProposals(working).memory().history()
                : decision.state().memory().history();
    }

    /**
     * Runs of what the model proposed what it had been offered in that very call; nothing that the brain or the model
     * says can add to it. A handoff ends the run, so it goes alone.
     */
    void runProposed(ActiveRun active, Memory memory, Approvals approvals) {
        RunId run = active.run();
        if (active.proposals().none() || isRunningProposals(active)) {
            decision.fail(
                    run, new RunFailure.BrainBroke("there are no calls proposed by the model that could be run now"));
            return;
        }
        Offer offer = memory.offers().get(active.progress().lastPrompt());
        List<ToolCall> offered = new ArrayList<>(active.proposals().open().values());
        offered.removeIf(call -> !offer.has(call.tool()));
        if (offered.size() < active.proposals().open().size()) {
            List<CallId> refused = new ArrayList<>(active.proposals().open().keySet());
            offered.forEach(call -> refused.remove(call.id()));
            decision.tell(new RunEvent.ProposalsRefused(run, refused));
        }
        for (ToolCall call : offered) {
            Optional<AgentType> to = offer.handoff(call.tool());
            if (to.isPresent()) {
                decision.endings().handOff(run, new Next.HandOff(to.get(), call.arguments()));
                return;
            }
        }
        startProposed(active, offer, offered, approvals);
    }

    private void startProposed(ActiveRun active, Offer offer, List<ToolCall> offered, Approvals approvals) {
        RunId run = active.run();
        List<CallId> tools = new ArrayList<>();
        List<RunEvent> others = new ArrayList<>();
        List<ToolCall> checked = new ArrayList<>();
        Shares shares = shares(
                active,
                offered.stream()
                        .filter(call -> offer.delegate(call.tool()).isPresent())
                        .count());
        for (ToolCall call : offered) {
            Optional<AgentType> to = offer.delegate(call.tool());
            if (to.isPresent()) {
                others.add(proposedDelegation(run, call, to.get(), shares.next(null)));
                continue;
            }
            switch (decision.guarding().admit(call)) {
                case Guarding.Admitted.Call may ->
                    hold(active, may.call(), approvals).ifPresentOrElse(others::add, () -> tools.add(call.id()));
                case Guarding.Admitted.Barred barred -> others.add(barred.event());
                case Guarding.Admitted.ToBeAsked may -> checked.add(may.call());
            }
        }
        if (!tools.isEmpty()) {
            decision.tell(new RunEvent.ProposedCallsStarted(run, tools));
        }
        others.forEach(decision::tell);
        checked.forEach(call -> ask(new Checking.Arguments(call, true)));
        refuseImpossibleDelegations(active, offered.stream().map(ToolCall::id).toList());
    }

    private void ask(Checking.Arguments call) {
        if (decision.isGoingOn()) {
            boolean unused = decision.guarding().ask(call, null);
        }
    }

    /** Everybody who had to be asked has let it go. */
    void start(Checking.Arguments checked) {
        ActiveRun active = decision.active();
        RunId run = active.run();
        ToolCall asked = checked.call();
        ToolCall call = checked.proposed()
                ? asked
                : new ToolCall(decision.state().memory().nextCall(1), asked.tool(), asked.arguments());
        Approvals approvals = checked.proposed() ? decision.approvals(call.id()) : Approvals.NONE;
        decision.tell(hold(active, call, approvals)
                .orElseGet(() -> checked.proposed()
                        ? new RunEvent.ProposedCallsStarted(run, List.of(call.id()))
                        : new RunEvent.ToolCallsRequested(run, List.of(call))));
    }

    /** What happens to a call instead of its beginning, if people have to agree to it. */
    private Optional<RunEvent> hold(ActiveRun active, ToolCall call, Approvals approvals) {
        return new Gate(
                        decision.catalog().tools(),
                        approvals,
                        active.callerIn(decision.self().tenant()))
                .before(call, decision.at())
                .map(held -> switch (held) {
                    case Gate.Held.Asked asked -> new RunEvent.ApprovalRequested(active.run(), asked.request());
                    case Gate.Held.Barred barred -> new RunEvent.CallBarred(active.run(), call, barred.why());
                });
    }

    private static RunEvent proposedDelegation(RunId run, ToolCall call, AgentType to, @Nullable Budget budget) {
        return new RunEvent.ProposedDelegationStarted(run, call.id(), to, budget);
    }

    void callTools(ActiveRun active, Memory memory, List<ToolRequest> requests) {
        RunId run = active.run();
        if (requests.isEmpty()) {
            decision.fail(run, new RunFailure.BrainBroke("the brain asked for no tools at all"));
            return;
        }
        List<ToolCall> calls = new ArrayList<>(requests.size());
        List<RunEvent> held = new ArrayList<>();
        List<ToolCall> checked = new ArrayList<>();
        int ordinal = 1;
        for (ToolRequest request : requests) {
            ToolCall call = new ToolCall(memory.nextCall(ordinal), request.tool(), request.arguments());
            switch (decision.guarding().admit(call)) {
                case Guarding.Admitted.Call may -> {
                    ordinal++;
                    hold(active, may.call(), Approvals.NONE).ifPresentOrElse(held::add, () -> calls.add(may.call()));
                }
                case Guarding.Admitted.Barred barred -> {
                    ordinal++;
                    held.add(barred.event());
                }
                case Guarding.Admitted.ToBeAsked may -> checked.add(may.call());
            }
        }
        if (!calls.isEmpty()) {
            decision.tell(new RunEvent.ToolCallsRequested(run, calls));
        }
        held.forEach(decision::tell);
        checked.forEach(call -> ask(new Checking.Arguments(call, false)));
    }

    void delegate(ActiveRun active, Memory memory, List<Next.Delegate.Task> tasks) {
        RunId run = active.run();
        if (tasks.isEmpty()) {
            decision.fail(run, new RunFailure.BrainBroke("the brain delegated to nobody"));
            return;
        }
        boolean apart = tasks.size() > Next.Delegate.TOGETHER;
        Shares shares = shares(active, tasks.size());
        List<CallId> asked = new ArrayList<>(tasks.size());
        for (Next.Delegate.Task task : tasks) {
            CallId id = memory.nextCall(asked.size() + 1);
            asked.add(id);
            decision.tell(new RunEvent.DelegationRequested(
                    run, id, task.to(), task.text(), task.colleague(), apart, shares.next(task.budget())));
        }
        refuseImpossibleDelegations(active, asked);
    }

    /** A delegation that could never come back is settled at once, and the brain may react to it. */
    private void refuseImpossibleDelegations(ActiveRun active, List<CallId> asked) {
        for (CallId id : asked) {
            if (decision.active().pending().get(id) instanceof PendingCall.Delegation delegation) {
                impossible(active, delegation)
                        .map(RunOutcome.Failed::new)
                        .ifPresent(failed -> decision.tell(
                                new RunEvent.DelegationSettled(active.run(), id, failed, TokenUsage.NONE)));
            }
        }
    }

    private Optional<RunFailure> impossible(ActiveRun active, PendingCall.Delegation call) {
        AgentType to = call.to();
        if (!decision.catalog().mayAsk(decision.self().type(), to)) {
            return Optional.of(new RunFailure.UnknownAgent(to));
        }
        if (active.lineage().size() >= Next.Delegate.DEEPEST) {
            return Optional.of(new RunFailure.GaveUp(
                    "delegated-too-deep",
                    "%d agents wait for each other already."
                            .formatted(active.lineage().size())));
        }
        AgentId target = call.target(decision.self(), active.run());
        return target.equals(decision.self()) || active.lineage().contains(target)
                ? Optional.of(new RunFailure.CircularDelegation(to))
                : Optional.empty();
    }
}
