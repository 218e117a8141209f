package org.talkoot.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.Step;
import org.talkoot.core.approval.OpenApproval;
import org.talkoot.core.budget.RunClock;
import org.talkoot.core.context.OpenSummary;
import org.talkoot.core.context.Retold;
import org.talkoot.core.context.Summary;
import org.talkoot.core.context.Weights;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.LooseEnd;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.Proposals;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;

/** What the events inside a run mean. */
final class StepEvolution {

    private static final ToolResult NO_SUCH_TOOL = ToolResult.failure("unknown-tool", "There is no such tool.");

    private static final ToolResult NOT_RUN = ToolResult.failure("not-run", "This call was not run.");

    private StepEvolution() {}

    static RunState evolve(AgentId self, RunState.Working state, RunEvent.InRun event) {
        return switch (event) {
            case RunEvent.PromptRecorded e -> state.with(state.memory().withOffer(e.offer()));
            case RunEvent.ModelCallRequested e -> modelCallRequested(closeProposals(state), e);
            case RunEvent.HistoryFitted e ->
                state.with(state.memory().with(state.memory().context().fitted(e.cuts())));
            case RunEvent.SummaryRequested e -> summaryRequested(state.memory(), state, e);
            case RunEvent.ModelCallDelayed e -> modelCallDelayed(state, e);
            case RunEvent.ModelReplied e -> modelReplied(state, e);
            case RunEvent.ReplyRejected e -> replyRejected(self, state, e);
            case RunEvent.ModelCallFailed e -> modelCallFailed(state, e);
            case RunEvent.ProposalsRefused e -> proposalsRefused(state, e.calls());
            case RunEvent.ProposedCallsStarted e -> proposedCallsStarted(state, e.calls());
            case RunEvent.ProposedDelegationStarted e -> proposedDelegationStarted(state, e);
            case RunEvent.ToolCallsRequested e -> toolCallsRequested(state, e.calls());
            case RunEvent.ToolCallSettled e -> toolCallSettled(state, e);
            case RunEvent.ToolCallSent e ->
                state.with(state.active().await(new PendingCall.Remote(e.call(), e.terms(), e.sending())));
            case RunEvent.ToolCallPaused e -> toolCallPaused(state, e);
            case RunEvent.ToolCallDoubted e -> toolCallDoubted(state, e);
            case RunEvent.ToolCallCancelled e ->
                LateEvolution.cancelled(state, sent(state, e.call().id()));
            case RunEvent.CallsGivenUp e -> callsGivenUp(self, state, e.calls());
            case RunEvent.DelegationRequested e ->
                delegationRequested(
                        state,
                        OutsideEvolution.knowing(
                                state.active(),
                                new PendingCall.Delegation(
                                        e.call(), e.to(), e.task(), e.colleague(), e.apart(), e.budget())));
            case RunEvent.DelegationSettled e -> delegationSettled(state, e);
            case RunEvent.HumanAsked e ->
                awaiting(state, new PendingCall.Human(e.call(), e.question(), e.until(), e.about()));
            case RunEvent.HumanDecided e -> OutsideEvolution.humanDecided(state, e);
            case RunEvent.ApprovalRequested e -> OutsideEvolution.approvalRequested(state, e.request());
            case RunEvent.CallApproved e -> OutsideEvolution.changed(state, e.call(), open -> open.agreedBy(e.by()));
            case RunEvent.ApprovedCallStarted e -> OutsideEvolution.approvedCallStarted(state, e.call());
            case RunEvent.CallEdited e ->
                OutsideEvolution.changed(state, e.call(), open -> open.editedBy(e.by(), e.request()));
            case RunEvent.CallDenied e ->
                OutsideEvolution.neverBegun(state, e.call(), "denied", OutsideEvolution.denied(e));
            case RunEvent.ApprovalReminded e ->
                OutsideEvolution.changed(state, e.call(), open -> open.reminded(e.times()));
            case RunEvent.ApprovalEscalated e -> OutsideEvolution.changed(state, e.call(), OpenApproval::toEscalate);
            case RunEvent.ApprovalExpired e ->
                OutsideEvolution.neverBegun(
                        state, e.call(), "approval-expired", "Nobody decided in time; it was not run.");
            case RunEvent.CallBarred e ->
                callBarred(OutsideEvolution.asked(state, e.call().id()), e);
            case RunEvent.RunPaused e -> timed(state, clock -> clock.stopped(e.at(), e.until()));
            case RunEvent.PauseReported e -> timed(state, clock -> clock.reported(e.until()));
            case RunEvent.RunResumed e -> timed(state, clock -> RunClock.until(e.deadline()));
            case RunEvent.DelegationPaused e -> delegationPaused(state, e);
            case RunEvent.AlarmSet e -> state.with(state.active().alarmedAt(e.at()));
            case RunEvent.AlarmLifted e -> state.with(state.active().alarmedAt(null));
            case RunEvent.TimerSet e -> awaiting(state, new PendingCall.Timer(e.call(), e.until(), e.length()));
            case RunEvent.TimerFired e -> timerFired(state, e);
            case RunEvent.EventPublished e -> step(state, new Step.Published(e.eventType()));
            case RunEvent.ReplyRequested e ->
                awaiting(state, new PendingCall.Reply(e.call(), e.eventType(), e.until()));
            case RunEvent.SignalAwaited e -> awaiting(state, new PendingCall.Signal(e.call(), e.name(), e.until()));
            case RunEvent.SignalTaken e -> OutsideEvolution.signalTaken(state, e);
            case RunEvent.SignalMissed e -> OutsideEvolution.signalMissed(state, e);
            case RunEvent.ValueShown e -> OutsideEvolution.valueShown(state, e);
            case RunEvent.SuspensionPassedOn e -> OutsideEvolution.suspensionPassedOn(state, e);
            case RunEvent.Noted e -> noted(state, e);
            case RunEvent.GuardrailActed e -> Guarding.acted(state, e);
            case RunEvent.GuardrailAsked e -> Guarding.asked(state, e);
            case RunEvent.GuardrailAnswered e -> Guarding.answered(state, e);
            case RunEvent.GuardrailFailed e -> Guarding.failed(state, e);
        };
    }

    private static RunState modelCallRequested(RunState.Working state, RunEvent.ModelCallRequested e) {
        ActiveRun active = state.active();
        return new RunState.Working(
                state.memory()
                        .gave(1)
                        .showing(active.start().taskAt(), e.from())
                        .filling(e.prompt(), e.values()),
                active.with(active.progress().prompted(e.prompt()))
                        .spent(active.spend().step().modelCall())
                        .await(new PendingCall.Model(e.call(), e.prompt(), e.from(), e.model(), null)),
                state.waiting());
    }

    private static RunState summaryRequested(Memory memory, RunState.Working state, RunEvent.SummaryRequested e) {
        int after = memory.context().latest().map(Summary::upTo).orElse(0);
        long weight = Weights.of(Retold.of(memory.history(), memory.context(), after, e.upTo()));
        OpenSummary open = new OpenSummary(e.run(), e.call(), e.prompt(), e.model(), after, e.upTo(), weight);
        return state.with(memory.gave(1).with(memory.context().summarising(open)));
    }

    private static RunState modelCallDelayed(RunState.Working state, RunEvent.ModelCallDelayed e) {
        if (!(state.active().pending().get(e.call()) instanceof PendingCall.Model call)) {
            throw new IllegalStateException("no model call is pending at " + e);
        }
        return state.with(state.active().await(call.delayed(e.until())));
    }

    private static RunState modelCallFailed(RunState.Working state, RunEvent.ModelCallFailed e) {
        ModelName asked = state.active().pending().get(e.call()) instanceof PendingCall.Model call
                ? call.asked(state.memory())
                : null;
        return settled(charged(state, e.usage()), e.call(), new Step.ModelFailed(e.failure(), asked));
    }

    private static RunState modelReplied(RunState.Working state, RunEvent.ModelReplied e) {
        ActiveRun active = state.active();
        RunState.Working replied = new RunState.Working(
                state.memory().counting(e.usage().input()),
                active.with(active.progress().repliedBy(e.model())),
                state.waiting());
        RunState.Working told = settled(charged(replied, e.usage()), e.call(), new Step.ModelReplied(e.reply()));
        return switch (e.reply()) {
            case ModelReply.ToolCalls r ->
                new RunState.Working(
                        told.memory()
                                .remember(List.of(new Message.ToolUse(r.text(), r.calls())))
                                .gave(r.calls().size()),
                        told.active().with(Proposals.of(r.calls())),
                        told.waiting());
            case ModelReply.Answer r -> told;
            case ModelReply.Refusal r -> told;
            case ModelReply.Truncated r -> told;
        };
    }

    /** What the model said is its own from now on, and what is wrong with it comes from the user's side. */
    private static RunState replyRejected(AgentId self, RunState.Working state, RunEvent.ReplyRejected e) {
        ActiveRun active = state.active();
        String reply = active.lastReply().map(ModelReply::text).orElse("");
        Message said = new Message.Assistant(
                active.run(), self.type(), reply, active.progress().lastModel(), e.at());
        Message told = new Message.Note("rejected", e.why());
        RunState.Working heard = state.with(state.memory().remember(List.of(said, told)));
        return step(heard, new Step.ReplyRejected(e.why()));
    }

    private static RunState proposalsRefused(RunState.Working state, List<CallId> calls) {
        RunState.Working told = state;
        for (CallId id : calls) {
            ToolCall call = proposal(told.active(), id);
            told = answeringProposal(told, id, NO_SUCH_TOOL);
            told = told.with(told.active().step(new Step.ToolSettled(call, NO_SUCH_TOOL)));
        }
        return told;
    }

    private static RunState proposedCallsStarted(RunState.Working state, List<CallId> calls) {
        ActiveRun active = state.active();
        for (CallId id : calls) {
            active = active.await(new PendingCall.Tool(proposal(active, id)));
        }
        return state.with(active.spent(active.spend().step()));
    }

    private static RunState proposedDelegationStarted(RunState.Working state, RunEvent.ProposedDelegationStarted e) {
        ActiveRun active = state.active();
        String task = proposal(active, e.call()).arguments();
        return state.with(active.spent(active.spend().step().promise(e.budget()))
                .await(OutsideEvolution.knowing(
                        active, new PendingCall.Delegation(e.call(), e.to(), task, "", false, e.budget()))));
    }

    private static RunState toolCallsRequested(RunState.Working state, List<ToolCall> calls) {
        ActiveRun active = state.active();
        for (ToolCall call : calls) {
            active = active.await(new PendingCall.Tool(call));
        }
        return new RunState.Working(
                state.memory().gave(calls.size()), active.spent(active.spend().step()), state.waiting());
    }

    private static RunState toolCallSettled(RunState.Working state, RunEvent.ToolCallSettled e) {
        return switch (state.active().pending().get(e.call())) {
            case PendingCall.Tool tool -> toolCallSettled(state, tool.call(), e.result());
            case PendingCall.Sent sent -> {
                RunState.Working told = toolCallSettled(state, sent.call(), e.result());
                yield e.result() instanceof ToolResult.InDoubt
                        ? told.with(told.memory()
                                .leave(new LooseEnd.Doubt(e.run(), sent.call(), sent.terms(), sent.sending())))
                        : told;
            }
            case null, default -> throw new IllegalStateException("no tool call is pending at " + e);
        };
    }

    static RunState.Working toolCallSettled(RunState.Working state, ToolCall call, ToolResult result) {
        return settled(answeringProposal(state, call.id(), result), call.id(), new Step.ToolSettled(call, result));
    }

    private static RunState toolCallPaused(RunState.Working state, RunEvent.ToolCallPaused e) {
        PendingCall.Sent sent = sent(state, e.call());
        return state.with(
                state.active().await(new PendingCall.Retry(sent.call(), sent.terms(), sent.sending(), e.until())));
    }

    private static RunState toolCallDoubted(RunState.Working state, RunEvent.ToolCallDoubted e) {
        PendingCall.Sent sent = sent(state, e.call());
        return state.with(state.active().await(new PendingCall.Doubt(sent.call(), sent.terms(), sent.sending())));
    }

    private static PendingCall.Sent sent(RunState.Working state, CallId call) {
        if (state.active().pending().get(call) instanceof PendingCall.Sent sent) {
            return sent;
        }
        throw new IllegalStateException("call %s was not sent".formatted(call));
    }

    /** However many agents one decision asks, it is one step. */
    private static RunState delegationRequested(RunState.Working state, PendingCall.Delegation call) {
        RunState.Working asked = isOfLastStep(state.active())
                ? new RunState.Working(state.memory().gave(1), state.active().await(call), state.waiting())
                : awaiting(state, call);
        return asked.with(asked.active().spent(asked.active().spend().promise(call.budget())));
    }

    private static boolean isOfLastStep(ActiveRun active) {
        List<Calls.Call> begun = active.calls().begun();
        return !begun.isEmpty()
                && begun.getLast().kind() == Calls.Kind.AGENT
                && begun.getLast().after() == active.progress().steps().size();
    }

    private static RunState callsGivenUp(AgentId self, RunState.Working state, List<CallId> calls) {
        ActiveRun active = state.active();
        RunState.Working told = state.with(active.spent(active.spend().step()));
        for (CallId id : calls) {
            told = LateEvolution.givenUp(self, told, id);
        }
        return told;
    }

    private static RunState callBarred(RunState.Working state, RunEvent.CallBarred e) {
        RunState.Working asked = state.with(state.active().await(new PendingCall.Tool(e.call())));
        return toolCallSettled(asked, e.call(), e.why());
    }

    private static RunState delegationSettled(RunState.Working state, RunEvent.DelegationSettled e) {
        if (state.active().pending().get(e.call()) instanceof PendingCall.Reply reply) {
            return settled(charged(state, e.usage()), e.call(), new Step.Replied(reply.eventType(), e.outcome()));
        }
        PendingCall.Delegation call = delegation(state, e.call());
        RunState.Working charged = charged(state, e.usage());
        RunState.Working released =
                charged.with(charged.active().spent(charged.active().spend().release(call.budget())));
        RunState.Working told = answeringProposal(released, e.call(), asResult(e.outcome()));
        return settled(told, e.call(), new Step.DelegateReported(call.to(), e.outcome()));
    }

    private static RunState delegationPaused(RunState.Working state, RunEvent.DelegationPaused e) {
        PendingCall.Delegation call = delegation(state, e.call());
        return state.with(state.active().await(call.paused(e.until())));
    }

    static PendingCall.Delegation delegation(RunState.Working state, CallId call) {
        if (state.active().pending().get(call) instanceof PendingCall.Delegation delegation) {
            return delegation;
        }
        throw new IllegalStateException("call %s is no agent that is waited for".formatted(call));
    }

    private static RunState timed(RunState.Working state, UnaryOperator<RunClock> change) {
        return state.with(state.active().with(change.apply(state.active().clock())));
    }

    private static ToolResult asResult(RunOutcome outcome) {
        return switch (outcome) {
            case RunOutcome.Answered o -> ToolResult.success(o.text());
            case RunOutcome.HandedOff o -> ToolResult.failure("handed-off", "It left this to '%s'.".formatted(o.to()));
            case RunOutcome.Failed o ->
                ToolResult.failure(o.failure().code(), o.failure().detail());
        };
    }

    private static RunState timerFired(RunState.Working state, RunEvent.TimerFired e) {
        if (!(state.active().pending().get(e.call()) instanceof PendingCall.Timer timer)) {
            throw new IllegalStateException("no timer is set at " + e);
        }
        return settled(state, e.call(), new Step.Woke(timer.length()));
    }

    /** Gives the proposals that were not run the outputs that models insist on. */
    static RunState.Working closeProposals(RunState.Working state) {
        RunState.Working closed = state;
        for (CallId call : List.copyOf(state.active().proposals().open().keySet())) {
            closed = answeringProposal(closed, call, NOT_RUN);
        }
        return closed;
    }

    /** The output of a call enters the history, and behind the last one what had to wait for it. */
    static RunState.Working answeringProposal(RunState.Working state, CallId id, ToolResult result) {
        Proposals proposals = state.active().proposals();
        ToolCall call = proposals.open().get(id);
        if (call == null) {
            return state;
        }
        List<Message> told = new ArrayList<>();
        told.add(new Message.ToolOutput(id, call.tool(), result));
        Proposals rest = proposals.without(id);
        if (rest.none()) {
            told.addAll(proposals.held());
        }
        return new RunState.Working(
                state.memory().remember(told), state.active().with(rest), state.waiting());
    }

    /** Enters the history, at once or behind the outputs that are still to come. */
    static RunState.Working saying(RunState.Working state, Message message) {
        Proposals proposals = state.active().proposals();
        return proposals.none()
                ? state.with(state.memory().remember(List.of(message)))
                : state.with(state.active().with(proposals.hold(message)));
    }

    private static ToolCall proposal(ActiveRun active, CallId id) {
        ToolCall call = active.proposals().open().get(id);
        if (call == null) {
            throw new IllegalStateException("call %s was not proposed".formatted(id));
        }
        return call;
    }

    private static RunState.Working charged(RunState.Working state, TokenUsage usage) {
        ActiveRun active = state.active();
        return state.with(active.spent(active.spend().charge(usage)));
    }

    static RunState.Working settled(RunState.Working state, CallId call, Step step) {
        return state.with(state.active().settled(call, step));
    }

    private static RunState noted(RunState.Working state, RunEvent.Noted e) {
        Message note = new Message.Note(e.label(), e.text());
        return step(saying(state, note), new Step.Noted(e.label(), e.text(), e.dataType()));
    }

    /** A step that waits for nothing. */
    static RunState step(RunState.Working state, Step step) {
        ActiveRun active = state.active();
        return state.with(active.spent(active.spend().step()).step(step));
    }

    static RunState.Working awaiting(RunState.Working state, PendingCall call) {
        ActiveRun active = state.active();
        return new RunState.Working(
                state.memory().gave(1), active.spent(active.spend().step()).await(call), state.waiting());
    }
}
