package org.talkoot.core.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.Step;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.LooseEnd;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/**
 * What it means when a run ends before its calls do, or its brain gives some up, and when they end after that. Until
 * then history says that they are in doubt; what became of them is a note for what follows.
 */
final class LateEvolution {

    private static final ToolResult UNDER_WAY = new ToolResult.InDoubt(
            "The run ended while this call was under way. Whether it happens is not known" + " yet.");

    private static final ToolResult LEFT_ALONE =
            ToolResult.failure("run-ended", "The run ended before there was an answer.");

    private static final ToolResult FAILED =
            ToolResult.failure("run-ended", "It failed, and the run ended before it was tried again.");

    private static final String LEFT_BEHIND = "was under way when an earlier run ended";

    private static final String GIVEN_UP = "was given up while it was under way";

    private LateEvolution() {}

    /** The run is over: what is pending is a loose end, and nothing that was proposed stays open. */
    static RunState.Working close(AgentId self, RunState.Working state) {
        RunState.Working closed = state;
        for (PendingCall call : List.copyOf(state.active().pending().values())) {
            closed = leave(self, closed, call);
        }
        return StepEvolution.closeProposals(closed);
    }

    /** The brain waits for it no more: as at the end of a run, but the run goes on. */
    static RunState.Working givenUp(AgentId self, RunState.Working state, CallId id) {
        PendingCall call = state.active().pending().get(id); // none: its worker was told before that it is given up
        RunState.Working left = call == null ? state : leave(self, state, call);
        return left.with(left.active().settled(id, new Step.GivenUp(id)));
    }

    private static RunState.Working leave(AgentId self, RunState.Working state, PendingCall pending) {
        ActiveRun active = state.active();
        RunState.Working without = state.with(active.left(pending.id()));
        return switch (pending) {
            case PendingCall.Model call -> leave(without, new LooseEnd.Model(active.run(), call.id()));
            case PendingCall.Tool call ->
                leave(
                        StepEvolution.answeringProposal(without, call.id(), UNDER_WAY),
                        new LooseEnd.Tool(active.run(), call.call()));
            case PendingCall.Remote call -> cancelled(state, call);
            case PendingCall.Retry call -> StepEvolution.answeringProposal(without, call.id(), FAILED);
            case PendingCall.Doubt call ->
                leave(
                        StepEvolution.answeringProposal(without, call.id(), UNDER_WAY),
                        new LooseEnd.Unresolved(active.run(), call.call(), call.terms(), call.sending()));
            case PendingCall.Delegation call ->
                leave(
                        StepEvolution.answeringProposal(without, call.id(), LEFT_ALONE),
                        new LooseEnd.Delegation(
                                active.run(), call.id(), call.target(self, active.run()), call.budget()));
            case PendingCall.Approval call -> without;
            case PendingCall.Human call -> without;
            case PendingCall.Reply call -> without;
            case PendingCall.Timer call -> without;
            case PendingCall.Signal call -> without;
            case PendingCall.Check call -> Guarding.leave(without, call);
        };
    }

    /** A worker may be at it, and is told to stop. */
    static RunState.Working cancelled(RunState.Working state, PendingCall.Sent call) {
        ActiveRun active = state.active();
        RunState.Working without = state.with(active.left(call.id()));
        return leave(
                StepEvolution.answeringProposal(without, call.id(), UNDER_WAY),
                new LooseEnd.Remote(active.run(), call.call(), call.terms(), call.sending()));
    }

    static RunState callDoubted(RunState state, RunEvent.LateCallDoubted e) {
        if (!(state.memory().looseEnd(e.call()) instanceof LooseEnd.Remote left)) {
            throw new IllegalStateException("no call was left at " + e);
        }
        LooseEnd unresolved = new LooseEnd.Unresolved(left.run(), left.request(), left.terms(), left.sending());
        return RunEvolution.remembering(state, m -> m.tied(e.call()).leave(unresolved));
    }

    private static RunState.Working leave(RunState.Working state, LooseEnd end) {
        return state.with(state.memory().leave(end));
    }

    static RunState callSettled(RunState state, RunEvent.LateCallSettled e) {
        return switch (state.memory().looseEnd(e.call())) {
            case LooseEnd.Tool tool -> told(state, e, tool.request(), left(state, e.run()));
            case LooseEnd.Doubt doubt -> told(state, e, doubt.request(), "was in doubt");
            case LooseEnd.Sent sent -> {
                RunState told = told(state, e, sent.request(), left(state, e.run()));
                LooseEnd doubt = new LooseEnd.Doubt(sent.run(), sent.request(), sent.terms(), sent.sending());
                yield e.result() instanceof ToolResult.InDoubt
                        ? RunEvolution.remembering(told, m -> m.leave(doubt))
                        : told;
            }
            case null, default -> throw new IllegalStateException("no call was left at " + e);
        };
    }

    private static String left(RunState state, RunId run) {
        return isActive(state, run) ? GIVEN_UP : LEFT_BEHIND;
    }

    private static boolean isActive(RunState state, RunId run) {
        return state instanceof RunState.Working w && w.active().run().equals(run);
    }

    private static RunState told(RunState state, RunEvent.LateCallSettled e, ToolCall call, String how) {
        String told = "The call of tool '%s' with %s that %s: %s"
                .formatted(call.tool(), call.arguments(), how, e.result().text());
        return noted(RunEvolution.remembering(state, m -> m.tied(e.call())), told);
    }

    static RunState delegationSettled(RunState state, RunEvent.LateDelegationSettled e) {
        if (!(state.memory().looseEnd(e.call()) instanceof LooseEnd.Delegation asked)) {
            throw new IllegalStateException("no delegation was left at " + e);
        }
        RunState tied = released(charged(state, e.run(), e.call(), e.usage()), e.run(), asked.budget());
        String late = isActive(state, e.run()) ? "it had been given up" : "the run that asked it had ended";
        return e.outcome() instanceof RunOutcome.Answered answered
                ? noted(
                        tied,
                        "Agent '%s' answered after %s: %s"
                                .formatted(asked.delegate().type(), late, answered.text()))
                : tied;
    }

    /** It was paid for; a run that is over is not charged any more. */
    static RunState charged(RunState state, RunId run, CallId call, TokenUsage usage) {
        RunState tied = RunEvolution.remembering(state, m -> m.tied(call));
        return tied instanceof RunState.Working w && isActive(w, run)
                ? w.with(w.active().spent(w.active().spend().charge(usage)))
                : tied;
    }

    /** What it had not spent is there for others, unless the run that promised it is over. */
    private static RunState released(RunState state, RunId run, @Nullable Budget budget) {
        return state instanceof RunState.Working w && isActive(w, run)
                ? w.with(w.active().spent(w.active().spend().release(budget)))
                : state;
    }

    private static RunState noted(RunState state, String text) {
        Message note = new Message.Note("late", text);
        return switch (state) {
            case RunState.Idle s -> new RunState.Idle(s.memory().remember(List.of(note)), s.waiting());
            case RunState.Removed s -> s;
            case RunState.Working s -> StepEvolution.saying(s, note);
        };
    }
}
