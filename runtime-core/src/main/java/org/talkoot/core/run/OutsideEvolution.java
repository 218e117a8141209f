package org.talkoot.core.run;

import java.util.function.UnaryOperator;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Step;
import org.talkoot.core.approval.ApprovalRequest;
import org.talkoot.core.approval.OpenApproval;
import org.talkoot.core.model.Message;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.Outside;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.signal.Signal;
import org.talkoot.core.tool.ToolResult;

/**
 * What becomes of a run by what those outside say to it: people who decide, signals, pauses; and by what it shows them.
 */
final class OutsideEvolution {

    private OutsideEvolution() {}

    /** It ends the wait that it was given to, or is kept until somebody waits for it. */
    static RunState signalReceived(RunState.Working state, RunEvent.SignalReceived e) {
        Outside heard = state.active().outside().heard(e.key());
        return e.call() == null
                ? state.with(state.active().with(heard.keeping(signal(e))))
                : StepEvolution.settled(
                        state.with(state.active().with(heard)),
                        e.call(),
                        new Step.Signalled(e.name(), e.payload(), e.by()));
    }

    static Signal signal(RunEvent.SignalReceived e) {
        return new Signal(e.name(), e.key(), e.payload(), e.by());
    }

    static RunState signalTaken(RunState.Working state, RunEvent.SignalTaken e) {
        ActiveRun active = state.active();
        Signal taken = active.outside()
                .kept(e.key())
                .orElseThrow(() -> new IllegalStateException("no signal is kept at " + e));
        RunState.Working waits = StepEvolution.awaiting(
                state.with(active.with(active.outside().without(e.key()))),
                new PendingCall.Signal(e.call(), e.name(), active.deadline()));
        return StepEvolution.settled(waits, e.call(), new Step.Signalled(taken.name(), taken.payload(), taken.by()));
    }

    static RunState signalMissed(RunState.Working state, RunEvent.SignalMissed e) {
        if (!(state.active().pending().get(e.call()) instanceof PendingCall.Signal wait)) {
            throw new IllegalStateException("no signal is waited for at " + e);
        }
        return StepEvolution.settled(state, e.call(), new Step.SignalMissed(wait.name()));
    }

    static RunState valueShown(RunState.Working state, RunEvent.ValueShown e) {
        Outside outside = state.active().outside();
        Outside shown = e.value() == null ? outside : outside.showing(e.name(), e.value());
        return StepEvolution.step(state.with(state.active().with(shown)), new Step.Shown(e.name()));
    }

    /** Who is asked now need not hear of what was before. */
    static PendingCall.Delegation knowing(ActiveRun active, PendingCall.Delegation call) {
        return call.told(active.outside().suspension().changes());
    }

    static RunState suspensionPassedOn(RunState.Working state, RunEvent.SuspensionPassedOn e) {
        return state.with(
                state.active().await(StepEvolution.delegation(state, e.call()).told(e.number())));
    }

    static RunState approvalRequested(RunState.Working state, ApprovalRequest request) {
        PendingCall known = state.active().pending().get(request.call());
        OpenApproval open = known instanceof PendingCall.Approval asked
                ? asked.open().askedAgain(request)
                : OpenApproval.of(request);
        RunState.Working told = known == null ? asked(state, request.call()) : state;
        return told.with(told.active().await(new PendingCall.Approval(open)));
    }

    /** What a model proposed has its number; what the brain asks for gets one. */
    static RunState.Working asked(RunState.Working state, CallId call) {
        ActiveRun active = state.active();
        return active.proposals().open().containsKey(call)
                ? state.with(active.spent(active.spend().step()))
                : new RunState.Working(
                        state.memory().gave(1), active.spent(active.spend().step()), state.waiting());
    }

    static RunState changed(RunState.Working state, CallId call, UnaryOperator<OpenApproval> change) {
        OpenApproval open = approval(state, call).open();
        return state.with(state.active().await(new PendingCall.Approval(change.apply(open))));
    }

    /** Who proposed other arguments learns what became of them. */
    static RunState approvedCallStarted(RunState.Working state, CallId id) {
        PendingCall.Approval approved = approval(state, id);
        OpenApproval open = approved.open();
        RunState.Working told = open.editors().isEmpty() ? state : StepEvolution.saying(state, edited(open));
        return told.with(told.active()
                .await(new PendingCall.Tool(approved.call(), open.request().specification())));
    }

    private static Message edited(OpenApproval open) {
        String who = named(open.editors().getLast());
        return new Message.Note(
                "human",
                "%s changed the arguments of '%s' to %s."
                        .formatted(who, open.request().tool(), open.request().arguments()));
    }

    static RunState neverBegun(RunState.Working state, CallId id, String code, String why) {
        return StepEvolution.toolCallSettled(state, approval(state, id).call(), ToolResult.failure(code, why));
    }

    static String denied(RunEvent.CallDenied e) {
        return "%s said no. %s".formatted(named(e.by()), e.reason()).strip();
    }

    private static String named(Caller by) {
        return by.isAnonymous() ? "Somebody" : by.user();
    }

    private static PendingCall.Approval approval(RunState.Working state, CallId call) {
        if (state.active().pending().get(call) instanceof PendingCall.Approval approval) {
            return approval;
        }
        throw new IllegalStateException("call %s does not wait for people".formatted(call));
    }

    static RunState humanDecided(RunState.Working state, RunEvent.HumanDecided e) {
        if (!(state.active().pending().get(e.call()) instanceof PendingCall.Human asked)) {
            throw new IllegalStateException("no question is open at " + e);
        }
        Message told = new Message.Note("human", asked.question() + " " + spoken(e.approval()));
        return StepEvolution.settled(
                StepEvolution.saying(state, told), e.call(), new Step.HumanDecided(asked.question(), e.approval()));
    }

    private static String spoken(Approval approval) {
        return switch (approval) {
            case Approval.Approved a -> "Yes (%s). %s".formatted(a.by(), a.comment());
            case Approval.Denied a -> "No (%s). %s".formatted(a.by(), a.comment());
            case Approval.Expired a -> "No: " + a.comment();
            case Approval.Overtaken a -> a.comment();
        };
    }
}
