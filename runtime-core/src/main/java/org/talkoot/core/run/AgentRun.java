package org.talkoot.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.Aggregate;
import org.talkoot.core.CallId;
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
import org.talkoot.core.budget.RunLimits.Limit;
import org.talkoot.core.context.OpenSummary;
import org.talkoot.core.guard.Answered;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.check.InputCheck;
import org.talkoot.core.run.check.Judgement;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.LooseEnd;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.Proposals;
import org.talkoot.core.run.state.RunState;

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
    private final PeopleDecisions people;
    private final Outsiders outsiders;
    private final WorkerReports workers;

    public AgentRun(AgentId self, AgentDefinition definition, AgentCatalog catalog) {
        this.self = self;
        this.definition = definition;
        this.catalog = catalog;
        this.people = new PeopleDecisions(self, catalog, this::decision);
        this.outsiders = new Outsiders(this::decision, catalog.redaction());
        this.workers = new WorkerReports(this::decision);
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
            return switch (command) {
                case RunCommand.Decide c -> Decision.refuse(new Rejection.NotPending(c.call()));
                case RunCommand.Signal c -> Decision.refuse(new Rejection.RunEnded(c.run()));
                case RunCommand.Pause c -> Decision.refuse(new Rejection.RunEnded(c.run()));
                case RunCommand.Resume c -> Decision.refuse(new Rejection.RunEnded(c.run()));
                case RunCommand other -> Decision.ignore();
            };
        }
        return switch (command) {
            case RunCommand.StartRun c -> start(state, c);
            case RunCommand.RecordModelOutcome c -> recordModel(state, c);
            case RunCommand.RecordModelDelay c -> recordDelay(state, c);
            case RunCommand.RecordVerdict c -> verdict(state, c);
            case RunCommand.RecordToolResult c -> recordTool(state, c);
            case RunCommand.SendCall c -> workers.send(state, c);
            case RunCommand.RecordReport c -> workers.reported(state, c);
            case RunCommand.LoseAttempt c -> lose(state, c);
            case RunCommand.RecordReply c -> recordReply(state, c);
            case RunCommand.RecordDelegateOutcome c -> recordDelegate(state, c);
            case RunCommand.Decide c -> people.decided(state, c);
            case RunCommand.RecordDelegatePause c -> recordPause(state, c);
            case RunCommand.ConfirmPause c -> confirmPause(state, c);
            case RunCommand.Signal c -> outsiders.signal(state, c);
            case RunCommand.Pause c -> outsiders.pause(state, c);
            case RunCommand.Resume c -> outsiders.resume(state, c);
            case RunCommand.HandDownPause c -> handDown(state, c);
            case RunCommand.ConfirmPassedOn c -> passedOn(state, c);
            case RunCommand.FireTimer c -> fire(state, c);
            case RunCommand.ExpireRun c -> expire(state, c);
            case RunCommand.CancelRun c -> fail(state, c.run(), new RunFailure.Cancelled(c.reason()), c.at());
            case RunCommand.FailRun c -> fail(state, c.run(), c.why(), c.at());
            case RunCommand.ConfirmOutcome c -> confirm(state, c.run());
            case RunCommand.Remove c -> remove(state, c.at());
        };
    }

    private Decision<RunEvent> start(RunState state, RunCommand.StartRun c) {
        return start(state, c.request(), c.at(), null);
    }

    private Decision<RunEvent> start(
            RunState state, RunRequest request, Instant at, RunEvent.@Nullable SuspensionHandedDown paused) {
        Memory memory = state.memory();
        if (memory.wasAsked(request.run()) || state.isOpen(request.run())) {
            return Decision.ignore();
        }
        if (state.waiting().size() + memory.undelivered().size() >= MAX_WAITING) {
            return Decision.refuse(new Rejection.TooManyWaiting(MAX_WAITING, BUSY));
        }
        InputCheck check = InputCheck.of(self.tenant(), request, definition, catalog.redaction())
                .unless(InputCheck.circleOfColleagues(self, state, request));
        RunDecision decision = decision(state, at);
        decision.tell(
                state instanceof RunState.Working
                        ? new RunEvent.RunQueued(check.request())
                        : new RunEvent.RunStarted(check.request(), decision.terms(), at));
        check.blocked().ifPresent(why -> decision.fail(request.run(), why));
        if (paused != null && check.blocked().isEmpty()) {
            decision.tell(paused);
        }
        if (check.blocked().isEmpty() && !(state instanceof RunState.Working)) {
            decision.guarding().askAboutTask();
        }
        return decision.untilItWaits();
    }

    /** A run that was asked for and has not come here yet begins paused. */
    private Decision<RunEvent> handDown(RunState state, RunCommand.HandDownPause c) {
        RunId run = c.request().run();
        RunEvent.SuspensionHandedDown handed = new RunEvent.SuspensionHandedDown(run, c.number(), c.until(), c.at());
        if (state.isOpen(run)) {
            return outsiders.handed(state, handed);
        }
        return c.until() == null ? Decision.ignore() : start(state, c.request(), c.at(), handed);
    }

    private Decision<RunEvent> passedOn(RunState state, RunCommand.ConfirmPassedOn c) {
        return pending(state, c.call()) instanceof Pending(RunId run, PendingCall.Delegation call)
                        && call.told() < c.number()
                ? decision(state, c.at())
                        .tell(new RunEvent.SuspensionPassedOn(run, call.id(), c.number()))
                        .untilItWaits()
                : Decision.ignore();
    }

    private Decision<RunEvent> recordModel(RunState state, RunCommand.RecordModelOutcome c) {
        OpenSummary summary = state.memory().context().open();
        if (summary != null && summary.call().equals(c.call())) {
            return Summaries.recorded(summary, c.outcome(), definition);
        }
        if (pending(state, c.call()) instanceof Pending(RunId run, PendingCall.Check check)) {
            ModelName model = c.outcome() instanceof ModelOutcome.Replied replied ? replied.model() : null;
            return told(state, check, Judgement.of(c.outcome()), usage(c.outcome()), model, c.at());
        }
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

    private Decision<RunEvent> verdict(RunState state, RunCommand.RecordVerdict c) {
        return pending(state, c.call()) instanceof Pending(RunId run, PendingCall.Check check)
                ? told(state, check, c.answered(), TokenUsage.NONE, null, c.at())
                : Decision.ignore();
    }

    /** What is said while the run is paused is asked again when it goes on. */
    private Decision<RunEvent> told(
            RunState state,
            PendingCall.Check check,
            Answered answered,
            TokenUsage usage,
            @Nullable ModelName model,
            Instant at) {
        return isSuspended(state)
                ? Decision.ignore()
                : decision(state, at)
                        .guarding()
                        .told(check, answered, usage, model)
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
                decision(state, c.at()).settle(tool.call(), c.result()).untilItWaits();
            case Pending(RunId run, PendingCall.Doubt call) ->
                decision(state, c.at())
                        .sendings()
                        .follow(call, call.terms().afterLookup(call.sending(), c.result(), c.at()))
                        .untilItWaits();
            case null, default -> lateCall(state, c);
        };
    }

    private Decision<RunEvent> lose(RunState state, RunCommand.LoseAttempt c) {
        return switch (pending(state, c.call())) {
            case Pending(RunId run, PendingCall call)
            when isOver(state, c.at()) -> expire(state, new RunCommand.ExpireRun(run, c.at()));
            case Pending(RunId run, PendingCall.Remote call) when !isSuspended(state) -> workers.lost(state, call, c);
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
    private Decision<RunEvent> lateCall(RunState state, RunCommand.RecordToolResult c) {
        return switch (state.memory().looseEnd(c.call())) {
            case LooseEnd.Tool left ->
                Decision.accept(new RunEvent.LateCallSettled(
                        left.run(), left.call(), decision(state, c.at()).late(left.request(), c.result())));
            case LooseEnd.Unresolved left ->
                Decision.accept(new RunEvent.LateCallSettled(
                        left.run(), left.call(), decision(state, c.at()).late(left.request(), c.result())));
            case null, default -> Decision.ignore();
        };
    }

    private static Decision<RunEvent> lateDelegation(RunState state, RunCommand.RecordDelegateOutcome c) {
        return state.memory().looseEnd(c.call()) instanceof LooseEnd.Delegation left
                ? Decision.accept(new RunEvent.LateDelegationSettled(left.run(), left.call(), c.outcome(), c.usage()))
                : Decision.ignore();
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
            case Pending(RunId run, PendingCall call) when isSuspended(state) -> Decision.ignore();
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
            case Pending(RunId run, PendingCall.Signal call) ->
                decision(state, c.at())
                        .tell(new RunEvent.SignalMissed(run, call.id()))
                        .untilItWaits();
            case Pending(RunId run, PendingCall.Human call) ->
                decision(state, c.at())
                        .tell(new RunEvent.HumanDecided(run, call.id(), new Approval.Expired()))
                        .untilItWaits();
            case Pending(RunId run, PendingCall.Approval call) -> people.overdue(state, run, call, c.at());
            case Pending(RunId run, PendingCall.Retry call) ->
                decision(state, c.at()).sendings().sendAgain(call).untilItWaits();
            case null, default ->
                state.memory().looseEnd(c.call()) instanceof LooseEnd.Remote left
                        ? Decision.accept(WorkerReports.afterSilence(left))
                        : Decision.ignore();
        };
    }

    /** What is due ends when the run goes on. */
    private static boolean isSuspended(RunState state) {
        return state instanceof RunState.Working w && w.active().suspended();
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
    record Pending(RunId run, PendingCall call) {}

    static @Nullable Pending pending(RunState state, CallId call) {
        return state instanceof RunState.Working w
                ? Optional.ofNullable(w.active().pending().get(call))
                        .map(found -> new Pending(w.active().run(), found))
                        .orElse(null)
                : null;
    }
}
