package org.talkoot.core.run;

import static org.talkoot.core.run.RunWords.DEADLINE;
import static org.talkoot.core.run.RunWords.NOW;
import static org.talkoot.core.run.RunWords.agent;
import static org.talkoot.core.run.RunWords.answeredAsReplied;
import static org.talkoot.core.run.RunWords.asked;
import static org.talkoot.core.run.RunWords.asking;
import static org.talkoot.core.run.RunWords.cancel;
import static org.talkoot.core.run.RunWords.cancelled;
import static org.talkoot.core.run.RunWords.confirm;
import static org.talkoot.core.run.RunWords.delegated;
import static org.talkoot.core.run.RunWords.expire;
import static org.talkoot.core.run.RunWords.failed;
import static org.talkoot.core.run.RunWords.modelAnswers;
import static org.talkoot.core.run.RunWords.prompted;
import static org.talkoot.core.run.RunWords.queued;
import static org.talkoot.core.run.RunWords.queuedStarted;
import static org.talkoot.core.run.RunWords.repliedHello;
import static org.talkoot.core.run.RunWords.run;
import static org.talkoot.core.run.RunWords.start;
import static org.talkoot.core.run.RunWords.started;

import org.junit.jupiter.api.Test;
import org.talkoot.core.Specification;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.budget.RunLimits.Limit;
import org.talkoot.core.run.state.RunState;

/** How runs are ended from outside, and until when their outcome is told. */
final class RunEndsTest {

    private static final RunFailure OUT_OF_TIME = new RunFailure.LimitReached(Limit.WALL_TIME);
    private static final RunFailure BROKEN = new RunFailure.BrainBroke("no");

    private final Specification<RunCommand, RunEvent, RunState, RunEffect> agent = agent();

    @Test
    void aRunIsOverWhenItsTimeIs() {
        agent.given(asking())
                .when(expire("m1-1"))
                .then(new RunEvent.RunFailed(run("m1-1"), OUT_OF_TIME, DEADLINE))
                .waitsFor("deliver:m1-1")
                .when(expire("m1-1"))
                .ignored();
    }

    @Test
    void theTimeOfARunThatIsNotAtWorkIsNotOver() {
        agent.given().when(expire("m1-1")).ignored();
        agent.given(asking(queued("m2-1"))).when(expire("m2-1")).ignored();
    }

    @Test
    void aRunAtWorkIsCancelledAndTheNextBegins() {
        agent.given(asking(queued("m2-1")))
                .when(cancel("m1-1"))
                .then(cancelled("m1-1"), queuedStarted("m2-1"), asked("m2-1", 2));
    }

    @Test
    void aRunThatWaitsIsCancelledAndNothingElseChanges() {
        agent.given(asking(queued("m2-1")))
                .when(cancel("m2-1"))
                .then(cancelled("m2-1"))
                .waitsFor("deliver:m2-1", "deadline:m1-1", "c1")
                .when(modelAnswers(1))
                .then(repliedHello("m1-1", 1), answeredAsReplied("m1-1"));
    }

    @Test
    void aRunThatIsNotOpenIsNotCancelled() {
        agent.given().when(cancel("m1-1")).ignored();
        agent.given(asking(cancelled("m1-1"))).when(cancel("m1-1")).ignored();
    }

    @Test
    void aRunThatCannotGoOnFails() {
        agent.given(asking())
                .when(new RunCommand.FailRun(run("m1-1"), BROKEN, NOW))
                .then(failed("m1-1", BROKEN))
                .waitsFor("deliver:m1-1")
                .when(new RunCommand.FailRun(run("m1-1"), BROKEN, NOW))
                .ignored();
    }

    @Test
    void anAgentIsToldTheOutcomeUntilItConfirms() {
        agent.given(started(delegated("m1-1")), prompted("m1-1"), asked("m1-1", 1))
                .when(modelAnswers(1))
                .then(repliedHello("m1-1", 1), answeredAsReplied("m1-1"))
                .waitsFor("deliver:m1-1")
                .when(confirm("m1-1"))
                .then(new RunEvent.OutcomeDelivered(run("m1-1")))
                .waitsFor()
                .when(confirm("m1-1"))
                .ignored();
    }

    @Test
    void aConversationConfirmsByAskingForItsNextRun() {
        RunEvent[] ended = asking(repliedHello("m1-1", 1), answeredAsReplied("m1-1"));

        agent.given(ended).when(confirm("m1-1")).ignored();
        agent.given(ended)
                .when(start("m2-1"))
                .then(started("m2-1"), asked("m2-1", 2))
                .waitsFor("deadline:m2-1", "c2");
    }

    @Test
    void nothingIsConfirmedOfARunThatHasNotEnded() {
        agent.given().when(confirm("m1-1")).ignored();
        agent.given(asking()).when(confirm("m1-1")).ignored();
    }
}
