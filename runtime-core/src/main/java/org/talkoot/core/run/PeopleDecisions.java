package org.talkoot.core.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.talkoot.core.AgentId;
import org.talkoot.core.Caller;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.approval.ApprovalRequest;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.approval.Approvals;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.OpenApproval;
import org.talkoot.core.guard.Checked;
import org.talkoot.core.run.state.PendingCall;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.Gate;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolSpec;

/**
 * What people say to what a run asks, and what becomes of it when they say nothing.
 *
 * @param begun how a decision about a state begins
 */
record PeopleDecisions(AgentId self, AgentCatalog catalog, BiFunction<RunState, Instant, RunDecision> begun) {

    Decision<RunEvent> decided(RunState state, RunCommand.Decide c) {
        return switch (AgentRun.pending(state, c.call())) {
            case AgentRun.Pending(RunId run, PendingCall call)
            when !c.seen().isIn(run) -> Decision.refuse(new Rejection.NotPending(c.call()));
            case AgentRun.Pending(RunId run, PendingCall.Human call)
            when !c.seen().isOf(call.question()) -> Decision.refuse(new Rejection.Outdated(call.id(), 0, 0));
            case AgentRun.Pending(RunId run, PendingCall.Human call) -> answered(state, run, call, c);
            case AgentRun.Pending(RunId run, PendingCall.Approval call)
            when call.open().isMadeBy(c.by(), c.seen(), letIn(state, call, c)) -> Decision.ignore();
            case AgentRun.Pending(RunId run, PendingCall.Approval call)
            when !c.seen().isOf(call.open().request()) ->
                Decision.refuse(new Rejection.Outdated(
                        call.id(), c.seen().version(), call.open().request().version()));
            case AgentRun.Pending(RunId run, PendingCall.Approval call) ->
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
        return begun.apply(state, at)
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
                begun.apply(state, c.at())
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
            return begun.apply(state, c.at())
                    .tell(new RunEvent.ApprovalRequested(run, again))
                    .untilItWaits();
        }
        RunDecision decision = begun.apply(state, c.at())
                .tell(new RunEvent.CallApproved(run, call.id(), asked.version(), c.by(), d.comment(), c.at()));
        if (call.open().isLast() && !decision.active().suspended()) {
            decision.tell(new RunEvent.ApprovedCallStarted(run, call.id()));
        }
        return decision.untilItWaits();
    }

    /** The same with what guardrails leave of an edit. */
    private HumanDecision letIn(RunState state, PendingCall.Approval call, RunCommand.Decide c) {
        return c.decision() instanceof HumanDecision.Edit d
                ? new HumanDecision.Edit(
                        guarded(begun.apply(state, c.at()), call, d).text(), d.comment())
                : c.decision();
    }

    private static Checked guarded(RunDecision decision, PendingCall.Approval call, HumanDecision.Edit d) {
        return decision.guarding()
                .edited(new ToolCall(call.id(), call.open().request().tool(), d.arguments()));
    }

    /** No fewer people have to agree to the other arguments than had to before. */
    private Decision<RunEvent> edited(
            RunState state, RunId run, PendingCall.Approval call, HumanDecision.Edit d, RunCommand.Decide c) {
        ApprovalRequest asked = call.open().request();
        Checked checked = guarded(begun.apply(state, c.at()), call, d);
        if (checked.blocked().isPresent()) {
            Checked.Blocked why = checked.blocked().get();
            return Decision.refuse(new Rejection.UnfitArguments(
                    call.id(), "guardrail '%s' does not let them: %s".formatted(why.guardrail(), why.reason())));
        }
        String arguments = checked.text();
        if (arguments.equals(asked.arguments())) {
            return Decision.ignore();
        }
        Optional<ToolSpec> spec = catalog.tools().find(asked.tool());
        if (spec.isEmpty()) {
            return Decision.refuse(new Rejection.UnfitArguments(call.id(), "its tool is not installed any more"));
        }
        try {
            Approvals wanted = begun.apply(state, c.at()).approvals(call.id());
            ApprovalTerms terms = new Gate(catalog.tools(), wanted, requester(state))
                    .terms(asked.tool(), spec.get(), arguments)
                    .map(asked.terms()::and)
                    .orElse(asked.terms());
            ApprovalRequest next = asked.edited(arguments, terms, spec.get().fingerprint(), c.at());
            RunDecision decision = begun.apply(state, c.at());
            decision.guarding().tell(new ToolCall(call.id(), asked.tool(), arguments), checked);
            return decision.tell(new RunEvent.CallEdited(run, next, c.by(), d.comment()))
                    .untilItWaits();
        } catch (Gate.UnfitException e) {
            return Decision.refuse(new Rejection.UnfitArguments(call.id(), String.valueOf(e.getMessage())));
        }
    }

    /** Somebody is to be told again, more people may decide, or nobody is waited for any more. */
    Decision<RunEvent> overdue(RunState state, RunId run, PendingCall.Approval call, Instant at) {
        OpenApproval open = call.open();
        if (!at.isBefore(call.until())) {
            return begun.apply(state, at)
                    .tell(new RunEvent.ApprovalExpired(run, call.id(), at))
                    .untilItWaits();
        }
        RunDecision decision = begun.apply(state, at);
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
}
