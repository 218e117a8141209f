package org.talkoot.core.run;

import org.talkoot.core.conversation.Message;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request after the input guardrails have seen it: rewritten where they wanted that, and without
 * the offending text where they blocked it, so that it never enters the agent's history.
 */
record Screening(RunRequest request, Optional<RunFailure> blocked) {

    static Screening of(RunRequest request, List<Guardrail> guardrails) {
        String text = request.task();
        for (Guardrail guardrail : guardrails) {
            switch (AuthorsCode.verdict(guardrail, text)) {
                case Verdict.Pass ignored -> {}
                case Verdict.Rewrite rewrite -> text = rewrite.text();
                case Verdict.Block block -> {
                    return new Screening(
                            withTask(request, "[blocked by " + guardrail.name() + "]"),
                            Optional.of(new RunFailure.Blocked(guardrail.name(), block.reason())));
                }
            }
        }
        return new Screening(withTask(request, text), Optional.empty());
    }

    /** The same, and not let in for this reason. */
    Screening unless(Optional<RunFailure> reason) {
        return reason.isPresent() ? new Screening(request, reason) : this;
    }

    private static RunRequest withTask(RunRequest request, String text) {
        if (text.equals(request.task())) {
            return request;
        }
        List<Message> messages = new ArrayList<>(request.messages());
        if (messages.removeLast() instanceof Message.User asked) {
            messages.add(new Message.User(asked.id(), text, asked.at()));
        }
        return new RunRequest(
                request.run(), request.origin(), messages, request.lineage(), request.trace());
    }
}
