package org.talkoot.core.run;

import static org.talkoot.core.run.RunWords.B;
import static org.talkoot.core.run.RunWords.DEADLINE;
import static org.talkoot.core.run.RunWords.NOW;
import static org.talkoot.core.run.RunWords.USAGE;
import static org.talkoot.core.run.RunWords.agent;
import static org.talkoot.core.run.RunWords.agentThat;
import static org.talkoot.core.run.RunWords.answered;
import static org.talkoot.core.run.RunWords.asked;
import static org.talkoot.core.run.RunWords.call;
import static org.talkoot.core.run.RunWords.cancel;
import static org.talkoot.core.run.RunWords.cancelled;
import static org.talkoot.core.run.RunWords.delegateReports;
import static org.talkoot.core.run.RunWords.delegation;
import static org.talkoot.core.run.RunWords.fireTimer;
import static org.talkoot.core.run.RunWords.looked;
import static org.talkoot.core.run.RunWords.looking;
import static org.talkoot.core.run.RunWords.reported;
import static org.talkoot.core.run.RunWords.run;
import static org.talkoot.core.run.RunWords.start;
import static org.talkoot.core.run.RunWords.started;
import static org.talkoot.core.run.RunWords.toolReturns;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.talkoot.core.Caller;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.Specification;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.approval.Seen;
import org.talkoot.core.budget.RunLimits.Limit;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.remote.RemoteTerms;
import org.talkoot.core.tool.remote.Sending;

/** Tools, other agents, people and time: what a run waits for, what ends the wait, and what comes too late. */
final class RunWaitsTest {

    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final Instant UNTIL = NOW.plus(WAIT);
    private static final RunOutcome OK = new RunOutcome.Answered("ok");

    private final Specification<RunCommand, RunEvent, RunState, RunEffect> agent = agent();
    private final Specification<RunCommand, RunEvent, RunState, RunEffect> delegating =
            agentThat(new Next.Delegate(List.of(new Next.Delegate.Task(B, "do it"))));
    private final Specification<RunCommand, RunEvent, RunState, RunEffect> asking =
            agentThat(new Next.AskHuman("may I?", WAIT));
    private final Specification<RunCommand, RunEvent, RunState, RunEffect> sleeping = agentThat(new Next.Sleep(WAIT));

    private final RunEvent.HumanAsked question = new RunEvent.HumanAsked(run("m1-1"), call(1), "may I?", UNTIL);
    private final RunEvent.TimerSet timer = new RunEvent.TimerSet(run("m1-1"), call(1), UNTIL, WAIT);

    @Test
    void theModelIsAskedAgainWhenItsToolHasReturned() {
        agent.given(looking())
                .when(toolReturns(2))
                .then(looked("m1-1", 2), asked("m1-1", 3))
                .waitsFor("deadline:m1-1", "c3");
    }

    @Test
    void theModelIsNotAskedBeforeTheLastOfItsToolsHasReturned() {
        agentThat(new Next.CallTools(List.of(new ToolRequest("look", "{}"), new ToolRequest("look", "{}"))))
                .given(started("m1-1"), requested())
                .when(toolReturns(2))
                .then(looked("m1-1", 2))
                .waitsFor("deadline:m1-1", "c1")
                .when(toolReturns(1))
                .then(looked("m1-1", 1), answered("m1-1", "done"))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void aPersonIsAskedAboutACallThatIsInDoubt() {
        ToolResult doubt = new ToolResult.InDoubt("Who knows.");
        String question = """
                Tool 'look' with {"at": "it"}
                : Who knows. Has it happened?""";
        Instant halfAnHour = NOW.plus(Duration.ofMinutes(30));

        agent.given(looking())
                .when(new RunCommand.RecordToolResult(call(2), doubt, NOW))
                .then(
                        new RunEvent.ToolCallSettled(run("m1-1"), call(2), doubt),
                        new RunEvent.HumanAsked(run("m1-1"), call(3), question, halfAnHour, call(2)),
                        new RunEvent.RunPaused(run("m1-1"), halfAnHour, NOW))
                .waitsFor(
                        "deadline:m1-1:" + DEADLINE.plus(Duration.ofMinutes(30)).toEpochMilli(),
                        "pause:m1-1:" + halfAnHour.toEpochMilli(),
                        "c3");
    }

    @Test
    void aRepeatedResultIsIgnored() {
        agent.given(looking(looked("m1-1", 2), asked("m1-1", 3)))
                .when(toolReturns(2))
                .ignored();
        agent.given().when(toolReturns(2)).ignored();
    }

    @Test
    void aReportForACallThatRunsHereIsIgnored() {
        agent.given(looking()).when(report("m1-1", 1, NOW)).ignored();
    }

    @Test
    void aReportOfAnotherRunAttemptOrHistoryIsIgnored() {
        RunEvent sent = new RunEvent.ToolCallSent(
                run("m1-1"),
                new ToolCall(call(2), "look", "{}"),
                new RemoteTerms(SideEffect.AT_MOST_ONCE, ToolPolicy.DEFAULT, ToolPolicy.DEFAULT.timeout()),
                new Sending(1, NOW, UNTIL),
                UNTIL);
        agent.given(looking(sent)).when(report("m2-1", 1, NOW)).ignored();
        agent.given(looking(sent)).when(report("m1-1", 1, NOW.minusNanos(1))).ignored();
        agent.given(looking(sent)).when(failure("m1-1", 2)).ignored();
    }

    private static RunCommand report(String run, int attempt, Instant since) {
        return new RunCommand.RecordReport(run(run), call(2), attempt, since, ToolResult.success("forged"), NOW);
    }

    private static RunCommand failure(String run, int attempt) {
        return new RunCommand.RecordReport(run(run), call(2), attempt, NOW, ToolResult.failure("no", "no"), NOW);
    }

    @Test
    void aToolWhoseRunHasEndedIsClosedUntilItsResultIsKnown() {
        agent.given(looking())
                .when(cancel("m1-1"))
                .then(cancelled("m1-1"))
                .waitsFor("deliver:m1-1", "close:c2")
                .when(toolReturns(2))
                .then(new RunEvent.LateCallSettled(run("m1-1"), call(2), ToolResult.success("seen")))
                .waitsFor("deliver:m1-1")
                .when(toolReturns(2))
                .ignored();
    }

    @Test
    void aDelegationWaitsForTheOtherAgentAndGoesOnWithItsOutcome() {
        delegating
                .given()
                .when(start("m1-1"))
                .then(started("m1-1"), delegation("m1-1", 1))
                .waitsFor("deadline:m1-1", "c1")
                .when(delegateReports(1, OK))
                .then(reported("m1-1", 1, OK), answered("m1-1", "done"))
                .waitsFor("deliver:m1-1")
                .when(delegateReports(1, OK))
                .ignored();
    }

    @Test
    void anAgentWhoseAskerHasEndedIsToldToStopUntilItHasReported() {
        delegating
                .given(started("m1-1"), delegation("m1-1", 1))
                .when(cancel("m1-1"))
                .then(cancelled("m1-1"))
                .waitsFor("deliver:m1-1", "stop:c1")
                .when(delegateReports(1, OK))
                .then(new RunEvent.LateDelegationSettled(run("m1-1"), call(1), OK, USAGE))
                .waitsFor("deliver:m1-1")
                .when(delegateReports(1, OK))
                .ignored();
    }

    @Test
    void aQuestionWaitsForAPersonWhoApprovesOrDenies() {
        Map<HumanDecision, Approval> decisions = Map.of(
                new HumanDecision.Approve("fine"), new Approval.Approved("ann", "fine"),
                new HumanDecision.Deny("no"), new Approval.Denied("ann", "no"));
        decisions.forEach((decision, approval) -> asking.given()
                .when(start("m1-1"))
                .then(started("m1-1"), question, paused())
                .waitsFor(moved(), "pause:m1-1:" + UNTIL.toEpochMilli(), "c1")
                .when(decides(decision))
                .then(new RunEvent.HumanDecided(run("m1-1"), call(1), approval), answered("m1-1", "done"))
                .waitsFor("deliver:m1-1"));
    }

    @Test
    void aQuestionHasNoArgumentsThatCouldBeChanged() {
        asking.given(started("m1-1"), question)
                .when(decides(new HumanDecision.Edit("{}", "")))
                .refused(new Rejection.UnfitArguments(call(1), "it is a question, which has none"));
    }

    @Test
    void theClockOfTheRunStandsStillWhileAPersonIsWaitedFor() {
        asking.given(started("m1-1"), question, paused())
                .when(new RunCommand.ConfirmPause(run("m1-1"), UNTIL))
                .then(new RunEvent.PauseReported(run("m1-1"), UNTIL))
                .waitsFor(moved(), "c1")
                .when(new RunCommand.ConfirmPause(run("m1-1"), UNTIL))
                .ignored();
    }

    private static RunEvent.RunPaused paused() {
        return new RunEvent.RunPaused(run("m1-1"), UNTIL, NOW);
    }

    private static String moved() {
        return "deadline:m1-1:" + DEADLINE.plus(WAIT).toEpochMilli();
    }

    private static RunCommand.Decide decides(HumanDecision decision) {
        return new RunCommand.Decide(call(1), 0, decision, Caller.of(TenantId.DEFAULT, "ann"), NOW);
    }

    @Test
    void aDecisionThatNobodyWaitsForIsRefused() {
        HumanDecision yes = new HumanDecision.Approve("fine");
        Rejection notPending = new Rejection.NotPending(call(1));

        asking.given().when(decides(yes)).refused(notPending);
        asking.given(started("m1-1"), question, cancelled("m1-1"))
                .when(decides(yes))
                .refused(notPending);
        agent.given(RunWords.asking()).when(decides(yes)).refused(notPending);
    }

    @Test
    void aDecisionAboutAnotherRunOrAnotherQuestionIsRefused() {
        asking.given(started("m1-1"), question)
                .when(sees(run("m2-1"), Seen.digest("may I?")))
                .refused(new Rejection.NotPending(call(1)));
        asking.given(started("m1-1"), question)
                .when(sees(run("m1-1"), Seen.digest("may I not?")))
                .refused(new Rejection.Outdated(call(1), 0, 0));
        asking.given(started("m1-1"), question)
                .when(sees(run("m1-1"), Seen.digest("may I?")))
                .then(
                        new RunEvent.HumanDecided(run("m1-1"), call(1), new Approval.Approved("ann", "")),
                        answered("m1-1", "done"))
                .waitsFor("deliver:m1-1");
    }

    private static RunCommand.Decide sees(RunId run, String digest) {
        return new RunCommand.Decide(
                call(1),
                new Seen(run, 0, digest),
                new HumanDecision.Approve(""),
                Caller.of(TenantId.DEFAULT, "ann"),
                NOW);
    }

    @Test
    void aQuestionThatNobodyAnswersInTimeCountsAsANo() {
        asking.given(started("m1-1"), question)
                .when(fireTimer(1, NOW))
                .then(new RunEvent.HumanDecided(run("m1-1"), call(1), new Approval.Expired()), answered("m1-1", "done"))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void aSleepEndsByItsTimer() {
        sleeping.given()
                .when(start("m1-1"))
                .then(started("m1-1"), timer)
                .outstanding(
                        new RunEffect.ArmDeadline(run("m1-1"), DEADLINE, false), new RunEffect.SetTimer(call(1), UNTIL))
                .when(fireTimer(1, NOW))
                .then(new RunEvent.TimerFired(run("m1-1"), call(1)), answered("m1-1", "done"))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void aTimerThatFiresWhenTheRunIsOutOfTimeEndsTheRun() {
        sleeping.given(started("m1-1"), timer)
                .when(fireTimer(1, DEADLINE))
                .then(new RunEvent.RunFailed(run("m1-1"), new RunFailure.LimitReached(Limit.WALL_TIME), DEADLINE))
                .waitsFor("deliver:m1-1");
    }

    @Test
    void aTimerThatNobodyWaitsForIsIgnored() {
        sleeping.given().when(fireTimer(1, NOW)).ignored();
        sleeping.given(started("m1-1"), timer, cancelled("m1-1"))
                .when(fireTimer(1, NOW))
                .ignored();
        agent.given(looking()).when(fireTimer(2, NOW)).ignored();
    }

    private static RunEvent.ToolCallsRequested requested() {
        return new RunEvent.ToolCallsRequested(
                run("m1-1"), List.of(new ToolCall(call(1), "look", "{}"), new ToolCall(call(2), "look", "{}")));
    }
}
