package org.talkoot.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.UserCode;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.Message;
import org.talkoot.core.run.state.RunState;

/**
 * A request after the input guardrails have seen it: rewritten where they wanted that, and without the offending text
 * where they blocked it, so that it never enters the agent's history.
 */
record InputCheck(RunRequest request, Optional<RunFailure> blocked) {

    static InputCheck of(TenantId tenant, RunRequest request, List<Guardrail> guardrails) {
        Caller caller = request.callerIn(tenant);
        String text = request.task();
        for (Guardrail guardrail : guardrails) {
            switch (UserCode.verdict(guardrail, text, caller, request.attributes())) {
                case Verdict.Pass ignored -> {}
                case Verdict.Rewrite rewrite -> text = rewrite.text();
                case Verdict.Block block -> {
                    return new InputCheck(
                            withTask(request, "[blocked by " + guardrail.name() + "]"),
                            Optional.of(new RunFailure.Blocked(guardrail.name(), block.reason())));
                }
            }
        }
        return new InputCheck(withTask(request, text), Optional.empty());
    }

    /** The same, and not let in for this reason. */
    InputCheck unless(Optional<RunFailure> reason) {
        return reason.isPresent() ? new InputCheck(request, reason) : this;
    }

    private static RunRequest withTask(RunRequest request, String text) {
        if (text.equals(request.task())) {
            return request;
        }
        List<Message> messages = new ArrayList<>(request.messages());
        if (messages.removeLast() instanceof Message.User asked) {
            messages.add(new Message.User(asked.id(), text, asked.attachments(), asked.at()));
        }
        return new RunRequest(
                request.run(), request.origin(), messages, request.lineage(), request.trace(), request.budget());
    }

    /**
     * Why colleagues never wait for each other in a circle. Only they are waited for by several, so each of a circle
     * would hold one of them and wait for another that is busy. Whoever is waited for by a colleague is therefore not
     * let in where it would have to wait; others may.
     */
    static Optional<RunFailure> circleOfColleagues(AgentId self, RunState state, RunRequest request) {
        boolean waits = self.isColleague() && state instanceof RunState.Working;
        return waits && request.lineage().stream().anyMatch(AgentId::isColleague)
                ? Optional.of(new RunFailure.CircularDelegation(self.type()))
                : Optional.empty();
    }
}
