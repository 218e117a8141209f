package org.talkoot.core.run;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.CallId;
import org.talkoot.core.Decision;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.run.state.LooseEnd;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.remote.AfterAttempt;

/**
 * What follows from the reports of workers, and from their silence.
 *
 * @param begun how a decision about a state begins
 */
record WorkerReports(BiFunction<RunState, Instant, RunDecision> begun) {

    Decision<RunEvent> send(RunState state, RunCommand.SendCall c) {
        return AgentRun.pending(state, c.call()) instanceof AgentRun.Pending(RunId run, PendingCall.Tool tool)
                ? begun.apply(state, c.at())
                        .sendings()
                        .send(tool.call(), c.terms())
                        .untilItWaits()
                : Decision.ignore();
    }

    Decision<RunEvent> reported(RunState state, RunCommand.RecordReport c) {
        if (!(AgentRun.pending(state, c.call()) instanceof AgentRun.Pending(RunId run, PendingCall.Sent sent))) {
            return lateReport(state, c);
        }
        boolean known = run.equals(c.run()) && sent.sending().isOf(c.since());
        return (known ? after(sent, c) : Optional.<AfterAttempt>empty())
                .map(after -> begun.apply(state, c.at())
                        .sendings()
                        .follow(sent, after)
                        .untilItWaits())
                .orElseGet(Decision::ignore);
    }

    /** The run knows the call as ended, cancelled or in doubt. */
    private Decision<RunEvent> lateReport(RunState state, RunCommand.RecordReport c) {
        boolean known = state.memory().looseEnd(c.call()) instanceof LooseEnd.Sent left
                && left.run().equals(c.run())
                && left.sending().isOf(c.since());
        return (known ? late(state.memory().looseEnd(c.call()), c) : Optional.<RunEvent>empty())
                .map(event -> {
                    RunDecision decision = begun.apply(state, c.at());
                    return overtaking(decision.tell(letIn(decision, state, event)), state, c.call());
                })
                .orElseGet(Decision::ignore);
    }

    private static RunEvent letIn(RunDecision decision, RunState state, RunEvent event) {
        return event instanceof RunEvent.LateCallSettled e
                        && state.memory().looseEnd(e.call()) instanceof LooseEnd.Sent left
                ? new RunEvent.LateCallSettled(e.run(), e.call(), decision.late(left.request(), e.result()))
                : event;
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

    Decision<RunEvent> lost(RunState state, PendingCall.Remote call, RunCommand.LoseAttempt c) {
        return call.sending().attempt() == c.attempt()
                ? begun.apply(state, c.at())
                        .sendings()
                        .follow(call, call.terms().afterSilence(call.sending()))
                        .untilItWaits()
                : Decision.ignore();
    }

    /**
     * For a call that is waited for. Which attempt the report belongs to has been compared, so it is of this very call;
     * but other attempts of it may be under way. Empty: it changes nothing.
     */
    private static Optional<AfterAttempt> after(PendingCall.Sent call, RunCommand.RecordReport c) {
        return switch (call) {
            case PendingCall.Remote waiting
            when waiting.is(c.attempt(), c.since()) ->
                Optional.of(waiting.terms().after(waiting.sending(), c.result(), c.at()));
            case PendingCall.Doubt doubt ->
                isCertain(c.result()) && mayOvertake(doubt.terms().sideEffect())
                        ? Optional.of(settled(doubt, c.result()))
                        : Optional.empty();
            case PendingCall.Sent earlier ->
                c.result() instanceof ToolResult.Success ? Optional.of(settled(earlier, c.result())) : Optional.empty();
        };
    }

    private static AfterAttempt settled(PendingCall.Sent call, ToolResult result) {
        return new AfterAttempt.Settled(call.terms().policy().bounded(result));
    }

    /** For a call whose run has ended, or that was settled as in doubt. Empty: it changes nothing. */
    private static Optional<RunEvent> late(@Nullable LooseEnd end, RunCommand.RecordReport c) {
        return switch (end) {
            case LooseEnd.Remote left when !isCertain(c.result()) -> Optional.of(afterSilence(left));
            case LooseEnd.Unresolved left when !mayOvertake(left.terms().sideEffect()) -> Optional.empty();
            case LooseEnd.Sent left when isCertain(c.result()) -> Optional.of(settled(left, c.result()));
            case null, default -> Optional.empty();
        };
    }

    /** For a call whose run has ended, and of which nobody has reported in time. */
    static RunEvent afterSilence(LooseEnd.Remote left) {
        return switch (left.terms().afterCancelled()) {
            case AfterAttempt.Settled after -> settled(left, after.result());
            case AfterAttempt after -> new RunEvent.LateCallDoubted(left.run(), left.call());
        };
    }

    private static RunEvent settled(LooseEnd.Sent left, ToolResult result) {
        return new RunEvent.LateCallSettled(
                left.run(), left.call(), left.terms().policy().bounded(result));
    }

    private static boolean isCertain(ToolResult result) {
        return !(result instanceof ToolResult.InDoubt);
    }

    /** What is being undone stays undone, whatever a worker says of it. */
    private static boolean mayOvertake(SideEffect effect) {
        return effect != SideEffect.COMPENSABLE;
    }
}
