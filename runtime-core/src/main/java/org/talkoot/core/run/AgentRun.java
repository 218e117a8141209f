package org.talkoot.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.Aggregate;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.Decision;
import org.talkoot.core.InFlight;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.approval.ApprovalRequest;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.approval.Approvals;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.OpenApproval;
import org.talkoot.core.budget.RunLimits.Limit;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.Gate;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.core.tool.remote.AfterAttempt;

/**
 * An agent and its runs: what one agent does with one request after the other.
 *
 * <p>Every command ends in the same way. The event that it stands for is told to a {@link RunDecision}; if nothing is
 * pending after that, the brain is asked for the next step, which becomes events too, and so on until the run waits for
 * something or has ended. So one command yields all the events up to the next wait, and they are persisted together or
 * not at all.
 *
 * <p>A repeated command is ignored: a run is recognised by its id, everything else by a call that is no longer pending.
 */
public final class AgentRun implements Aggregate<RunCommand, RunEvent, RunState, RunEffect> {

    /** Runs that may wait for this agent or for the confirmation of their outcome. */
    public static final int MAX_WAITING = 64;

    private static final Duration BUSY = Duration.ofSeconds(1);

    private final AgentId self;
    private final AgentDefinition definition;
    private final AgentCatalog catalog;

    public AgentRun(AgentId self, AgentDefinition definition, AgentCatalog catalog) {
        this.self = self;
        this.definition = definition;
        this.catalog = catalog;
    }

    @Override
    public RunState initial() {
        return new RunState.Idle(Memory.EMPTY, List.of());
    }

    @Override
    public RunState evolve(RunState state, RunEvent event) {
        return RunEvolution.evolve(self, state, event);
    }

    @Override
    public List<RunEffect> outstanding(RunState state) {
        return RunExpectations.of(self, state);
    }

    @Override
    public Optional<InFlight.Change<RunEffect>> change(RunState before, RunState after) {
        return RunExpectations.change(self, before, after);
    }

    @Override
    public Decision<RunEvent> decide(RunState state, RunCommand command) {
        if (state instanceof RunState.Removed) {
            return command instanceof RunCommand.Decide c
                    ? Decision.refuse(new Rejection.NotPending(c.call()))
                    : Decision.ignore();
        }
        return switch (command) {
            case RunCommand.StartRun c -> start(state, c);
            case RunCommand.RecordModelOutcome c -> recordModel(state, c);
            case RunCommand.RecordModelDelay c -> recordDelay(state, c);
            case RunCommand.RecordToolResult c -> recordTool(state, c);
            case RunCommand.SendCall c -> send(state, c);
            case RunCommand.RecordReport c -> recordReport(state, c);
            case RunCommand.LoseAttempt c -> lose(state, c);
            case RunCommand.RecordReply c -> recordReply(state, c);
            case RunCommand.RecordDelegateOutcome c -> recordDelegate(state, c);
            case RunCommand.Decide c -> decidedByPerson(state, c);
            case RunCommand.RecordDelegatePause c -> recordPause(state, c);
            case RunCommand.ConfirmPause c -> confirmPause(state, c);
            case RunCommand.FireTimer c -> fire(state, c);
            case RunCommand.ExpireRun c -> expire(state, c);
            case RunCommand.CancelRun c -> fail(state, c.run(), new RunFailure.Cancelled(c.reason()), c.at());
            case RunCommand.FailRun c -> fail(state, c.run(), c.why(), c.at());
            case RunCommand.ConfirmOutcome c -> confirm(state, c.run());
            case RunCommand.Remove c -> remove(state, c.at());
        };
    }

    private Decision<RunEvent> start(RunState state, RunCommand.StartRun c) {
        RunRequest request = c.request();
        Memory memory = state.memory();
        if (memory.wasAsked(request.run()) || state.isOpen(request.run())) {
            return Decision.ignore();
        }
        if (state.waiting().size() + memory.undelivered().size() >= MAX_WAITING) {
            return Decision.refuse(new Rejection.TooManyWaiting(MAX_WAITING, BUSY));
        }
        InputCheck check = InputCheck.of(self.tenant(), request, definition.inputGuardrails())
                .unless(InputCheck.circleOfColleagues(self, state, request));
        RunDecision decision = decision(state, c.at());
        decision.tell(
                state instanceof RunState.Working
                        ? new RunEvent.RunQueued(check.request())
                        : new RunEvent.RunStarted(check.request(), decision.terms(), c.at()));
        check.blocked().ifPresent(why -> decision.fail(request.run(), why));
        return decision.untilItWaits();
    }

    private Decision<RunEvent> recordModel(RunState state, RunCommand.RecordModelOutcome c) {
        if (!(pending(state, c.call()) instanceof Pending(RunId run, PendingCall.Model model))) {
            return state.memory().looseEnd(c.call()) instanceof LooseEnd.Model left
                    ? Decision.accept(new RunEvent.LateUsageCharged(left.run(), left.call(), usage(c.outcome())))
                    : Decision.ignore();
        }
        return decision(state, c.at())
                .tell(
                        switch (c.outcome()) {
                            case ModelOutcome.Replied o ->
                                new RunEvent.ModelReplied(
                                        run,
                                        model.id(),
                                        Proposals.numbered(o.reply(), state.memory()),
                                        o.usage(),
                                        o.model());
                            case ModelOutcome.Failed o ->
                                new RunEvent.ModelCallFailed(run, model.id(), o.failure(), o.usage());
                        })
                .untilItWaits();
    }

    /** After a crash the call waits again, and says so again: only a later time is news. */
    private Decision<RunEvent> recordDelay(RunState state, RunCommand.RecordModelDelay c) {
        return pending(state, c.call()) instanceof Pending(RunId run, PendingCall.Model model)
                        && model.isNews(c.until())
                ? Decision.accept(new RunEvent.ModelCallDelayed(run, model.id(), c.until(), c.reason()))
                : Decision.ignore();
    }

    private Decision<RunEvent> recordTool(RunState state, RunCommand.RecordToolResult c) {
        return switch (pending(state, c.call())) {
            case Pending(RunId run, PendingCall.Tool tool) ->
                decision(state, c.at())
                        .tell(new RunEvent.ToolCallSettled(run, tool.id(), c.result()))
                        .untilItWaits();
            case Pending(RunId run, PendingCall.Doubt call) ->
                decision(state, c.at())
                        .follow(call, call.terms().afterLookup(call.sending(), c.result(), c.at()))
                        .untilItWaits();
            case null, default -> lateCall(state, c);
        };
    }

    private Decision<RunEvent> send(RunState state, RunCommand.SendCall c) {
        return pending(state, c.call()) instanceof Pending(RunId run, PendingCall.Tool tool)
                ? decision(state, c.at()).send(tool.call(), c.terms()).untilItWaits()
                : Decision.ignore();
    }

    private Decision<RunEvent> recordReport(RunState state, RunCommand.RecordReport c) {
        if (!(pending(state, c.call()) instanceof Pending(RunId run, PendingCall.Sent sent))) {
            return lateReport(state, c);
        }
        boolean known = run.equals(c.run()) && sent.sending().isOf(c.since());
        return (known ? WorkerReports.after(sent, c) : Optional.<AfterAttempt>empty())
                .map(after -> decision(state, c.at()).follow(sent, after).untilItWaits())
                .orElseGet(Decision::ignore);
    }

    /** The run knows the call as ended, cancelled or in doubt. */
    private Decision<RunEvent> lateReport(RunState state, RunCommand.RecordReport c) {
        boolean known = state.memory().looseEnd(c.call()) instanceof LooseEnd.Sent left
                && left.run().equals(c.run())
                && left.sending().isOf(c.since());
        return (known ? WorkerReports.late(state.memory().looseEnd(c.call()), c) : Optional.<RunEvent>empty())
                .map(event -> overtaking(decision(state, c.at()).tell(event), state, c.call()))
                .orElseGet(Decision::ignore);
    }

    /** Nobody need decide any more what has been reported. */
    private static Decision<RunEvent> overtaking(RunDecision decision, RunState state, CallId call) {
        if (state instanceof RunState.Working w) {
            for (PendingCall open : w.active().pending().values()) {
                if (open instanceof PendingCall.Human asked && call.equals(asked.about())) {
                    decision.tell(new RunEvent.HumanDecided(w.active().run(), asked.id(), new Approval.Overtaken()));
                }
            }
        }
        return decision.untilItWaits();
    }

    private Decision<RunEvent> lose(RunState state, RunCommand.LoseAttempt c) {
        return switch (pending(state, c.call())) {
            case Pending(RunId run, PendingCall call)
            when isOver(state, c.at()) -> expire(state, new RunCommand.ExpireRun(run, c.at()));
            case Pending(RunId run, PendingCall.Remote call)
            when call.sending().attempt() == c.attempt() ->
                decision(state, c.at())
                        .follow(call, call.terms().afterSilence(call.sending()))
                        .untilItWaits();
            case null, default -> Decision.ignore();
        };
    }

    private Decision<RunEvent> recordReply(RunState state, RunCommand.RecordReply c) {
        return pending(state, c.call()) instanceof Pending(RunId run, PendingCall.Reply call)
                        && run.equals(c.run())
                        && call.until().equals(c.until())
                ? decision(state, c.at())
                        .tell(new RunEvent.DelegationSettled(run, call.id(), c.outcome(), TokenUsage.NONE))
                        .untilItWaits()
                : Decision.ignore();
    }

    private Decision<RunEvent> recordDelegate(RunState state, RunCommand.RecordDelegateOutcome c) {
        return pending(state, c.call()) instanceof Pending(RunId run, PendingCall call)
                        && (call instanceof PendingCall.Delegation || call instanceof PendingCall.Reply)
                ? decision(state, c.at())
                        .tell(new RunEvent.DelegationSettled(run, call.id(), c.outcome(), c.usage()))
                        .untilItWaits()
                : lateDelegation(state, c);
    }

    /** The run has ended, but what happened in its name is a fact. */
    private static Decision<RunEvent> lateCall(RunState state, RunCommand.RecordToolResult c) {
        return switch (state.memory().looseEnd(c.call())) {
            case LooseEnd.Tool left ->
                Decision.accept(new RunEvent.LateCallSettled(left.run(), left.call(), c.result()));
            case LooseEnd.Unresolved left ->
                Decision.accept(new RunEvent.LateCallSettled(left.run(), left.call(), c.result()));
            case null, default -> Decision.ignore();
        };
    }

    private static Decision<RunEvent> lateDelegation(RunState state, RunCommand.RecordDelegateOutcome c) {
        return state.memory().looseEnd(c.call()) instanceof LooseEnd.Delegation left
                ? Decision.accept(new RunEvent.LateDelegationSettled(left.run(), left.call(), c.outcome(), c.usage()))
                : Decision.ignore();
    }

    private Decision<RunEvent> decidedByPerson(RunState state, RunCommand.Decide c) {
        return switch (pending(state, c.call())) {
            case Pending(RunId run, PendingCall.Human call) -> answered(state, run, call, c);
            case Pending(RunId run, PendingCall.Approval call)
            when c.version() != call.open().request().version() ->
                Decision.refuse(new Rejection.Outdated(
                        call.id(), c.version(), call.open().request().version()));
            case Pending(RunId run, PendingCall.Approval call) ->
                against(state, call, c)
                        .<Decision<RunEvent>>map(Decision::refuse)
                        .orElseGet(() -> decidedCall(state, run, call, c));
            case null, default -> Decision.refuse(new Rejection.NotPending(c.call()));
        };
    }

    private Decision<RunEvent> answered(RunState state, RunId run, PendingCall.Human call, RunCommand.Decide c) {
        String by = c.by().isAnonymous() ? "somebody" : c.by().user();
        return switch (c.decision()) {
            case HumanDecision.Approve d -> answered(state, run, call, new Approval.Approved(by, d.comment()), c.at());
            case HumanDecision.Deny d -> answered(state, run, call, new Approval.Denied(by, d.reason()), c.at());
            case HumanDecision.Edit d ->
                Decision.refuse(new Rejection.UnfitArguments(call.id(), "it is a question, which has none"));
        };
    }

    private Decision<RunEvent> answered(
            RunState state, RunId run, PendingCall.Human call, Approval approval, Instant at) {
        return decision(state, at)
                .tell(new RunEvent.HumanDecided(run, call.id(), approval))
                .untilItWaits();
    }

    private Optional<Rejection> against(RunState state, PendingCall.Approval call, RunCommand.Decide c) {
        return switch (c.decision()) {
            case HumanDecision.Approve d -> call.open().against(c.by(), requester(state));
            case HumanDecision.Deny d -> call.open().againstSaying(c.by());
            case HumanDecision.Edit d -> call.open().againstSaying(c.by());
        };
    }

    private Caller requester(RunState state) {
        return state instanceof RunState.Working w
                ? w.active().callerIn(self.tenant())
                : Caller.anonymous(self.tenant());
    }

    private Decision<RunEvent> decidedCall(RunState state, RunId run, PendingCall.Approval call, RunCommand.Decide c) {
        return switch (c.decision()) {
            case HumanDecision.Approve d -> approved(state, run, call, d, c);
            case HumanDecision.Deny d ->
                decision(state, c.at())
                        .tell(new RunEvent.CallDenied(run, call.id(), c.by(), d.reason(), c.at()))
                        .untilItWaits();
            case HumanDecision.Edit d -> edited(state, run, call, d, c);
        };
    }

    /** What was agreed to is a call of the tool as it was: of another one it is asked anew. */
    private Decision<RunEvent> approved(
            RunState state, RunId run, PendingCall.Approval call, HumanDecision.Approve d, RunCommand.Decide c) {
        ApprovalRequest asked = call.open().request();
        if (call.open().hasAgreed(c.by())) {
            return Decision.ignore();
        }
        String now =
                catalog.tools().find(asked.tool()).map(ToolSpec::fingerprint).orElse(asked.specification());
        if (!now.equals(asked.specification())) {
            ApprovalRequest again = asked.edited(asked.arguments(), asked.terms(), now, c.at());
            return decision(state, c.at())
                    .tell(new RunEvent.ApprovalRequested(run, again))
                    .untilItWaits();
        }
        RunDecision decision = decision(state, c.at())
                .tell(new RunEvent.CallApproved(run, call.id(), asked.version(), c.by(), d.comment(), c.at()));
        if (call.open().isLast()) {
            decision.tell(new RunEvent.ApprovedCallStarted(run, call.id()));
        }
        return decision.untilItWaits();
    }

    /** No fewer people have to agree to the other arguments than had to before. */
    private Decision<RunEvent> edited(
            RunState state, RunId run, PendingCall.Approval call, HumanDecision.Edit d, RunCommand.Decide c) {
        ApprovalRequest asked = call.open().request();
        if (d.arguments().equals(asked.arguments())) {
            return Decision.ignore();
        }
        Optional<ToolSpec> spec = catalog.tools().find(asked.tool());
        if (spec.isEmpty()) {
            return Decision.refuse(new Rejection.UnfitArguments(call.id(), "its tool is not installed any more"));
        }
        try {
            ApprovalTerms terms = new Gate(catalog.tools(), Approvals.NONE, requester(state))
                    .terms(asked.tool(), spec.get(), d.arguments())
                    .map(asked.terms()::and)
                    .orElse(asked.terms());
            ApprovalRequest next = asked.edited(d.arguments(), terms, spec.get().fingerprint(), c.at());
            return decision(state, c.at())
                    .tell(new RunEvent.CallEdited(run, next, c.by(), d.comment()))
                    .untilItWaits();
        } catch (Gate.UnfitException e) {
            return Decision.refuse(new Rejection.UnfitArguments(call.id(), String.valueOf(e.getMessage())));
        }
    }

    /** Somebody is to be told again, more people may decide, or nobody is waited for any more. */
    private Decision<RunEvent> overdue(RunState state, RunId run, PendingCall.Approval call, Instant at) {
        OpenApproval open = call.open();
        if (!at.isBefore(call.until())) {
            return decision(state, at)
                    .tell(new RunEvent.ApprovalExpired(run, call.id(), at))
                    .untilItWaits();
        }
        RunDecision decision = decision(state, at);
        List<String> more = open.escalatesTo(at);
        if (!more.isEmpty()) {
            open = open.toEscalate();
            decision.tell(new RunEvent.ApprovalEscalated(run, call.id(), more, open.due(), at));
        }
        int times = open.remindersBy(at);
        if (times > open.reminders()) {
            open = open.reminded(times);
            decision.tell(new RunEvent.ApprovalReminded(run, call.id(), times, open.due(), at));
        }
        return open.equals(call.open()) ? Decision.ignore() : decision.untilItWaits();
    }

    private Decision<RunEvent> recordPause(RunState state, RunCommand.RecordDelegatePause c) {
        return pending(state, c.call()) instanceof Pending(RunId run, PendingCall.Delegation call)
                        && call.isNews(c.until())
                ? decision(state, c.at())
                        .tell(new RunEvent.DelegationPaused(run, call.id(), c.until()))
                        .untilItWaits()
                : Decision.ignore();
    }

    private static Decision<RunEvent> confirmPause(RunState state, RunCommand.ConfirmPause c) {
        return state instanceof RunState.Working w
                        && w.active().run().equals(c.run())
                        && w.active().clock().isUnreported(c.until())
                ? Decision.accept(new RunEvent.PauseReported(c.run(), c.until()))
                : Decision.ignore();
    }

    /** A wait that ends with the run ends it: what was waited for has not come. */
    private Decision<RunEvent> fire(RunState state, RunCommand.FireTimer c) {
        return switch (pending(state, c.call())) {
            case Pending(RunId run, PendingCall call)
            when isOver(state, c.at()) -> expire(state, new RunCommand.ExpireRun(run, c.at()));
            case Pending(RunId run, PendingCall.Timer call) ->
                decision(state, c.at())
                        .tell(new RunEvent.TimerFired(run, call.id()))
                        .untilItWaits();
            case Pending(RunId run, PendingCall.Reply call) ->
                decision(state, c.at())
                        .tell(new RunEvent.DelegationSettled(
                                run,
                                call.id(),
                                new RunOutcome.Failed(new RunFailure.NoReply(call.eventType())),
                                TokenUsage.NONE))
                        .untilItWaits();
            case Pending(RunId run, PendingCall.Human call) ->
                decision(state, c.at())
                        .tell(new RunEvent.HumanDecided(run, call.id(), new Approval.Expired()))
                        .untilItWaits();
            case Pending(RunId run, PendingCall.Approval call) -> overdue(state, run, call, c.at());
            case Pending(RunId run, PendingCall.Retry call) ->
                decision(state, c.at()).sendAgain(call).untilItWaits();
            case null, default ->
                state.memory().looseEnd(c.call()) instanceof LooseEnd.Remote left
                        ? Decision.accept(WorkerReports.afterSilence(left))
                        : Decision.ignore();
        };
    }

    private boolean isOver(RunState state, Instant at) {
        return state instanceof RunState.Working w && !at.isBefore(w.active().deadline());
    }

    /** A clock that stood still since the timer was set goes on: another timer is set for it. */
    private Decision<RunEvent> expire(RunState state, RunCommand.ExpireRun c) {
        return state instanceof RunState.Working w && w.active().run().equals(c.run()) && isOver(state, c.at())
                ? decision(state, c.at()).fail(c.run(), outOfTime(w.active())).untilItWaits()
                : Decision.ignore();
    }

    /** Who has waited for a provider all the time has not spent too much: it may be tried again. */
    private static RunFailure outOfTime(ActiveRun active) {
        boolean waited = active.pending().values().stream()
                .anyMatch(call -> call instanceof PendingCall.Model model && model.delayedUntil() != null);
        return waited
                ? new RunFailure.ModelFailed(new ModelFailure.Unavailable(
                        "its provider took the call too late or not at all before the time" + " of the run was over"))
                : new RunFailure.LimitReached(Limit.WALL_TIME);
    }

    private Decision<RunEvent> fail(RunState state, RunId run, RunFailure why, Instant at) {
        return state.isOpen(run) ? decision(state, at).fail(run, why).untilItWaits() : Decision.ignore();
    }

    /** Whoever works for it elsewhere is told to stop; what became of that is not asked any more. */
    private Decision<RunEvent> remove(RunState state, Instant at) {
        List<RunId> recent = state.memory().recentRuns();
        if (recent.isEmpty()) {
            return Decision.ignore(); // it was never asked for anything
        }
        RunDecision decision = decision(state, at);
        if (state instanceof RunState.Working w) {
            decision.fail(w.active().run(), new RunFailure.Cancelled("the conversation is removed"));
        }
        return decision.tell(new RunEvent.AgentRemoved(recent.getLast(), at)).asTold();
    }

    /** Only agents are written down as told; a conversation confirms by asking for its next run. */
    private Decision<RunEvent> confirm(RunState state, RunId run) {
        return state.memory()
                .undelivered(run)
                .filter(f -> f.successor() != null || isToldByAgent(f.origin()))
                .map(f -> Decision.<RunEvent>accept(new RunEvent.OutcomeDelivered(run)))
                .orElseGet(Decision::ignore);
    }

    private static boolean isToldByAgent(RunOrigin origin) {
        return switch (origin) {
            case RunOrigin.Turn o -> false;
            case RunOrigin.Delegation o -> true;
            case RunOrigin.Request o -> true;
            case RunOrigin.Trigger o -> false;
        };
    }

    private static TokenUsage usage(ModelOutcome outcome) {
        return switch (outcome) {
            case ModelOutcome.Replied o -> o.usage();
            case ModelOutcome.Failed o -> o.usage();
        };
    }

    private RunDecision decision(RunState state, Instant at) {
        return new RunDecision(self, definition, catalog, state, at);
    }

    /** A pending call and the run that waits for it. */
    private record Pending(RunId run, PendingCall call) {}

    private static @Nullable Pending pending(RunState state, CallId call) {
        return state instanceof RunState.Working w
                ? Optional.ofNullable(w.active().pending().get(call))
                        .map(found -> new Pending(w.active().run(), found))
                        .orElse(null)
                : null;
    }
}
