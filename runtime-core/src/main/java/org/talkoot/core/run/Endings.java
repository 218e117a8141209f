package org.talkoot.core.run;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.guard.Checked;
import org.talkoot.core.guard.Place;
import org.talkoot.core.json.Json;
import org.talkoot.core.json.JsonSyntaxException;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.Checking;

/** The steps by which the active run ends. */
final class Endings {

    private final RunDecision decision;

    Endings(RunDecision decision) {
        this.decision = decision;
    }

    void end(ActiveRun active, Next.Ending next) {
        RunId run = active.run();
        switch (next) {
            case Next.Answer n -> answer(run, n, false);
            case Next.AnswerAsReplied n -> answerAsReplied(active, n.dataType());
            case Next.HandOff n -> handOff(run, n);
            case Next.Fail n -> decision.fail(run, n.failure());
        }
    }

    void handOff(RunId run, Next.HandOff next) {
        if (!decision.catalog().isOpen(next.to())) {
            decision.fail(run, new RunFailure.UnknownAgent(next.to()));
        } else if (run instanceof RunId.OfEvent r && r.handovers() >= Next.HandOff.MOST) {
            decision.fail(run, new RunFailure.TooManyHandoffs(Next.HandOff.MOST));
        } else {
            decision.tellEnd(new RunEvent.RunHandedOff(run, next.to(), next.note(), decision.at()));
        }
    }

    private void answerAsReplied(ActiveRun active, @Nullable String dataType) {
        Optional<ModelReply> reply = active.lastReply();
        if (reply.isPresent()) {
            answer(active.run(), new Next.Answer(reply.get().text(), dataType), true);
        } else {
            decision.fail(active.run(), new RunFailure.BrainBroke("there is no reply to answer with"));
        }
    }

    private void answer(RunId run, Next.Answer next, boolean asReplied) {
        String text = next.text();
        Checked passed = Checked.of(
                decision.definition(decision.active()).guards().pure(Place.OUTPUT),
                decision.subject(Place.OUTPUT, "", text));
        Optional<Checked.Blocked> blocked = passed.blocked();
        if (blocked.isPresent()) {
            decision.fail(
                    run,
                    new RunFailure.AnswerBlocked(
                            blocked.get().guardrail(), blocked.get().reason()));
            return;
        }
        String checked = passed.text();
        Checking.Answer answer = new Checking.Answer(
                asReplied && checked.equals(text) ? null : checked, next.dataType(), next.attachments());
        if (!decision.guarding().ask(answer, null)) {
            answered(answer);
        }
    }

    /** All guardrails have let it out. */
    void answered(Checking.Answer answer) {
        RunId run = decision.active().run();
        String text = Guarding.textOf(decision.active(), answer);
        String dataType = answer.dataType();
        if (dataType != null && !isJson(text)) {
            decision.fail(
                    run, new RunFailure.BrainBroke("the answer is to be a %s, but is not JSON".formatted(dataType)));
            return;
        }
        decision.tellEnd(
                answer.text() == null
                        ? new RunEvent.RunAnsweredAsReplied(run, dataType, decision.at())
                        : new RunEvent.RunAnswered(run, text, dataType, answer.attachments(), decision.at()));
    }

    private static boolean isJson(String text) {
        try {
            Json unused = Json.parse(text);
            return true;
        } catch (JsonSyntaxException e) {
            return false;
        }
    }
}
