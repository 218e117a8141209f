package org.talkoot.core.run;

import static org.talkoot.core.run.RunWords.B;
import static org.talkoot.core.run.RunWords.NOW;
import static org.talkoot.core.run.RunWords.USAGE;
import static org.talkoot.core.run.RunWords.agent;
import static org.talkoot.core.run.RunWords.answered;
import static org.talkoot.core.run.RunWords.answeredAsReplied;
import static org.talkoot.core.run.RunWords.asked;
import static org.talkoot.core.run.RunWords.asking;
import static org.talkoot.core.run.RunWords.blocking;
import static org.talkoot.core.run.RunWords.call;
import static org.talkoot.core.run.RunWords.cancelled;
import static org.talkoot.core.run.RunWords.failed;
import static org.talkoot.core.run.RunWords.looking;
import static org.talkoot.core.run.RunWords.model;
import static org.talkoot.core.run.RunWords.modelAnswers;
import static org.talkoot.core.run.RunWords.modelReplies;
import static org.talkoot.core.run.RunWords.proposedStarted;
import static org.talkoot.core.run.RunWords.proposing;
import static org.talkoot.core.run.RunWords.replied;
import static org.talkoot.core.run.RunWords.repliedHello;
import static org.talkoot.core.run.RunWords.rewriting;
import static org.talkoot.core.run.RunWords.run;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.Specification;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.run.state.RunState;

/** What a model says, when it says it late, and when it has to be waited for. */
final class ModelOutcomesTest {

    private static final ModelFailure GONE = new ModelFailure.Rejected("no such account");

    private final Specification<RunCommand, RunEvent, RunState, RunEffect> agent = agent();

    @Test
    void anAnswerOfTheModelEndsTheRunInItsWords() {
        agent.given(asking())
                .when(modelAnswers(1))
                .then(repliedHello("m1-1", 1), answeredAsReplied("m1-1"))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void anAnswerThatAnOutputGuardrailRewritesIsWrittenDownInItsWords() {
        agent(model().withOutputGuardrails(rewriting()))
                .given(asking())
                .when(modelAnswers(1))
                .then(repliedHello("m1-1", 1), answered("m1-1", "please"))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void anAnswerThatAnOutputGuardrailBlocksFailsTheRun() {
        agent(model().withOutputGuardrails(blocking()))
                .given(asking())
                .when(modelAnswers(1))
                .then(repliedHello("m1-1", 1), failed("m1-1", new RunFailure.AnswerBlocked("no-secrets", "secret")))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void whatTheModelProposesOfItsOfferIsRunUnderTheRunsOwnIds() {
        agent.given(asking())
                .when(modelReplies(1, proposing(77, "look")))
                .then(replied("m1-1", 1, proposing(2, "look")), proposedStarted("m1-1", 2))
                .waitsFor("deadline:m1-1", "c2");
    }

    @Test
    void whatTheModelWasNotOfferedIsRefusedAndTheModelIsAskedAgain() {
        agent.given(asking())
                .when(modelReplies(1, proposing(77, "fly")))
                .then(
                        replied("m1-1", 1, proposing(2, "fly")),
                        new RunEvent.ProposalsRefused(run("m1-1"), List.of(call(2))),
                        asked("m1-1", 3))
                .waitsFor("deadline:m1-1", "c3");
    }

    @Test
    void anAgentThatTheModelAsksIsADelegation() {
        agent.given(asking())
                .when(modelReplies(1, proposing(77, "ask_b")))
                .then(
                        replied("m1-1", 1, proposing(2, "ask_b")),
                        new RunEvent.ProposedDelegationStarted(run("m1-1"), call(2), B, null))
                .waitsFor("deadline:m1-1", "c2");
    }

    @Test
    void aRefusalOfTheModelFailsTheRun() {
        agent.given(asking())
                .when(modelReplies(1, new ModelReply.Refusal("no")))
                .then(
                        replied("m1-1", 1, new ModelReply.Refusal("no")),
                        failed("m1-1", new RunFailure.GaveUp("model-refused", "no")))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void aFailureOfTheModelFailsTheRun() {
        agent.given(asking())
                .when(new RunCommand.RecordModelOutcome(call(1), new ModelOutcome.Failed(GONE, USAGE), NOW))
                .then(
                        new RunEvent.ModelCallFailed(run("m1-1"), call(1), GONE, USAGE),
                        failed("m1-1", new RunFailure.ModelFailed(GONE)))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void aRepeatedReplyIsIgnored() {
        agent.given(looking()).when(modelAnswers(1)).ignored();
        agent.given(asking(repliedHello("m1-1", 1), answeredAsReplied("m1-1")))
                .when(modelAnswers(1))
                .ignored();
        agent.given().when(modelAnswers(1)).ignored();
    }

    @Test
    void aReplyThatComesAfterItsRunHasEndedIsChargedOnceAndChangesNothingElse() {
        agent.given(asking(cancelled("m1-1")))
                .when(modelAnswers(1))
                .then(new RunEvent.LateUsageCharged(run("m1-1"), call(1), USAGE))
                .waitsFor("deliver:m1-1")
                .when(modelAnswers(1))
                .ignored();
    }

    @Test
    void aCallThatHasToWaitStaysOutstandingAndOnlyALaterTimeIsNews() {
        Instant until = NOW.plusSeconds(30);
        RunEvent delayed = new RunEvent.ModelCallDelayed(run("m1-1"), call(1), until, "rate-limited");

        agent.given(asking()).when(delay(until)).then(delayed).waitsFor("deadline:m1-1", "c1");
        agent.given(asking(delayed)).when(delay(until)).ignored();
        agent.given(asking(delayed))
                .when(delay(until.plusSeconds(30)))
                .then(new RunEvent.ModelCallDelayed(run("m1-1"), call(1), until.plusSeconds(30), "rate-limited"));
    }

    @Test
    void aDelayOfACallThatIsNotOpenIsIgnored() {
        agent.given().when(delay(NOW.plusSeconds(30))).ignored();
        agent.given(looking()).when(delay(NOW.plusSeconds(30))).ignored();
        agent.given(asking(cancelled("m1-1"))).when(delay(NOW.plusSeconds(30))).ignored();
    }

    private static RunCommand delay(Instant until) {
        return new RunCommand.RecordModelDelay(call(1), until, "rate-limited");
    }
}
