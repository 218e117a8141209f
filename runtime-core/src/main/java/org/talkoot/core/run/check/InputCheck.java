package org.talkoot.core.run.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.talkoot.core.AgentId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.guard.Checked;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Place;
import org.talkoot.core.guard.Redaction;
import org.talkoot.core.guard.Subject;
import org.talkoot.core.model.Message;
import org.talkoot.core.run.state.RunState;

/**
 * A request after the input guardrails have seen it: rewritten where they wanted that, and without the offending text
 * where they blocked it, so that it never enters the agent's history.
 */
public record InputCheck(RunRequest request, Optional<RunFailure> blocked) {

    /** What was said before it to others, and the agent has not seen yet, is left out where it is blocked. */
    public static InputCheck of(TenantId tenant, RunRequest asked, AgentDefinition definition, Redaction redaction) {
        RunRequest request = redacted(asked, redaction);
        List<Guardrail> guardrails = definition.inputChecks();
        if (guardrails.isEmpty()) {
            return new InputCheck(request, Optional.empty());
        }
        Subject task = new Subject(Place.INPUT, "", request.task(), request.callerIn(tenant), request.attributes());
        RunRequest shown = withEarlier(request, task, definition.guards().pure(Place.INPUT));
        Checked checked = Checked.of(guardrails, task);
        return checked.blocked()
                .map(blocked -> new InputCheck(
                        withTask(shown, blockedBy(blocked)),
                        Optional.<RunFailure>of(new RunFailure.Blocked(blocked.guardrail(), blocked.reason()))))
                .orElseGet(() -> new InputCheck(withTask(shown, checked.text()), Optional.empty()));
    }

    /** What stands in the history of an agent for what it was not to see. */
    private static String blockedBy(Checked.Blocked blocked) {
        return "[blocked by " + blocked.guardrail() + "]";
    }

    /** What did not come by a conversation, as what began with an event. */
    private static RunRequest redacted(RunRequest request, Redaction redaction) {
        if (redaction.equals(Redaction.NONE)) {
            return request;
        }
        return with(
                request,
                request.messages().stream()
                        .map(message -> message instanceof Message.User said
                                ? saying(said, redaction.of(said.text()))
                                : message)
                        .toList());
    }

    private static Message saying(Message.User said, String text) {
        return text.equals(said.text()) ? said : new Message.User(said.id(), text, said.attachments(), said.at());
    }

    private static RunRequest withEarlier(RunRequest request, Subject task, List<Guardrail> guardrails) {
        if (request.messages().size() < 2 || guardrails.isEmpty()) {
            return request;
        }
        List<Message> messages = new ArrayList<>();
        for (Message message : request.messages().subList(0, request.messages().size() - 1)) {
            messages.add(message instanceof Message.User said ? shown(said, task, guardrails) : message);
        }
        messages.add(request.messages().getLast());
        return with(request, messages);
    }

    private static Message shown(Message.User said, Subject task, List<Guardrail> guardrails) {
        Checked checked = Checked.of(guardrails, task.saying(said.text()));
        return saying(said, checked.blocked().map(InputCheck::blockedBy).orElse(checked.text()));
    }

    /** The same, and not let in for this reason. */
    public InputCheck unless(Optional<RunFailure> reason) {
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
        return with(request, messages);
    }

    private static RunRequest with(RunRequest request, List<Message> messages) {
        return new RunRequest(
                request.run(), request.origin(), messages, request.lineage(), request.trace(), request.budget());
    }

    /**
     * Why colleagues never wait for each other in a circle. Only they are waited for by several, so each of a circle
     * would hold one of them and wait for another that is busy. Whoever is waited for by a colleague is therefore not
     * let in where it would have to wait; others may.
     */
    public static Optional<RunFailure> circleOfColleagues(AgentId self, RunState state, RunRequest request) {
        boolean waits = self.isColleague() && state instanceof RunState.Working;
        return waits && request.lineage().stream().anyMatch(AgentId::isColleague)
                ? Optional.of(new RunFailure.CircularDelegation(self.type()))
                : Optional.empty();
    }
}
