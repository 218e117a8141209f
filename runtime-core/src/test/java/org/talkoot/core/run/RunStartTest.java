package org.talkoot.core.run;

import static org.talkoot.core.run.RunWords.agent;
import static org.talkoot.core.run.RunWords.answeredAsReplied;
import static org.talkoot.core.run.RunWords.asked;
import static org.talkoot.core.run.RunWords.asking;
import static org.talkoot.core.run.RunWords.blocking;
import static org.talkoot.core.run.RunWords.failed;
import static org.talkoot.core.run.RunWords.model;
import static org.talkoot.core.run.RunWords.modelAnswers;
import static org.talkoot.core.run.RunWords.prompted;
import static org.talkoot.core.run.RunWords.queued;
import static org.talkoot.core.run.RunWords.queuedStarted;
import static org.talkoot.core.run.RunWords.repliedHello;
import static org.talkoot.core.run.RunWords.request;
import static org.talkoot.core.run.RunWords.rewriting;
import static org.talkoot.core.run.RunWords.start;
import static org.talkoot.core.run.RunWords.started;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.Rejection;
import org.talkoot.core.Specification;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.run.state.RunState;

/** How runs begin and how they wait for each other. */
final class RunStartTest {

    private final Specification<RunCommand, RunEvent, RunState, RunEffect> agent = agent();

    @Test
    void aNewAgentWaitsForNothing() {
        agent.given().waitsFor();
    }

    @Test
    void aRunAsksTheModelAtOnceAndHasADeadline() {
        agent.given()
                .when(start("m1-1"))
                .then(started("m1-1"), prompted("m1-1"), asked("m1-1", 1))
                .waitsFor("deadline:m1-1", "c1");
    }

    @Test
    void aRunWaitsWhileAnotherIsAtWork() {
        agent.given(asking()).when(start("m2-1")).then(queued("m2-1")).waitsFor("deadline:m1-1", "c1");
    }

    @Test
    void theNextRunBeginsWhenTheOneBeforeItHasEnded() {
        agent.given(asking(queued("m2-1")))
                .when(modelAnswers(1))
                .then(repliedHello("m1-1", 1), answeredAsReplied("m1-1"), queuedStarted("m2-1"), asked("m2-1", 2));
    }

    @Test
    void aPromptIsRecordedOnlyOnce() {
        agent.given(asking(repliedHello("m1-1", 1), answeredAsReplied("m1-1")))
                .when(start("m2-1"))
                .then(started("m2-1"), asked("m2-1", 2))
                .waitsFor("deadline:m2-1", "c2");
    }

    @Test
    void aRepeatedStartIsIgnoredWhetherTheRunIsAtWorkWaitsOrHasEnded() {
        agent.given(asking()).when(start("m1-1")).ignored();
        agent.given(asking(queued("m2-1"))).when(start("m2-1")).ignored();
        agent.given(asking(repliedHello("m1-1", 1), answeredAsReplied("m1-1")))
                .when(start("m1-1"))
                .ignored();
    }

    @Test
    void moreRunsThanMayWaitAreRefused() {
        List<RunEvent> waiting = new ArrayList<>();
        for (int i = 2; i < AgentRun.MAX_WAITING + 2; i++) {
            waiting.add(queued("m" + i + "-1"));
        }

        agent.given(asking(waiting.toArray(RunEvent[]::new)))
                .when(start("last-1"))
                .refused(new Rejection.TooManyWaiting(AgentRun.MAX_WAITING, Duration.ofSeconds(1)));
    }

    @Test
    void whatAnInputGuardrailBlocksNeverEntersTheHistory() {
        agent(model().withInputGuardrails(blocking()))
                .given()
                .when(start("m1-1"))
                .then(
                        started(request("m1-1", "[blocked by no-secrets]")),
                        failed("m1-1", new RunFailure.Blocked("no-secrets", "secret")))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void whatAnInputGuardrailBlocksFailsWithoutWaitingForTheRunAtWork() {
        agent(model().withInputGuardrails(blocking()))
                .given(asking())
                .when(start("m2-1"))
                .then(
                        new RunEvent.RunQueued(request("m2-1", "[blocked by no-secrets]")),
                        failed("m2-1", new RunFailure.Blocked("no-secrets", "secret")))
                .waitsFor("deliver:m2-1", "deadline:m1-1", "c1");
    }

    @Test
    void whatAnInputGuardrailRewritesIsAllThatTheAgentSees() {
        agent(model().withInputGuardrails(rewriting()))
                .given()
                .when(start("m1-1"))
                .then(started(request("m1-1", "please")), prompted("m1-1"), asked("m1-1", 1))
                .waitsFor("deadline:m1-1", "c1");
    }
}
