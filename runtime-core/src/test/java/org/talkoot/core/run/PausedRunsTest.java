package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.run.RunWords.NOW;
import static org.talkoot.core.run.RunWords.agentThat;
import static org.talkoot.core.run.RunWords.run;
import static org.talkoot.core.run.RunWords.started;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.Rejection;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Runs that are paused, with all that work for them, and go on. */
final class PausedRunsTest {

    private static final Caller ANN = Caller.of(TenantId.DEFAULT, "ann");
    private static final Duration SECONDS = Duration.ofSeconds(10);
    private static final Duration HOURS = Duration.ofHours(5);

    /** Three levels. The lowest sleeps twice, for eleven minutes, of which eight are none of its ten. */
    @Test
    void whoeverWorksForItStandsStillTooAndSoDoesTheirTime() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        asking("boss", "middle"),
                        asking("middle", "low"),
                        AgentDefinition.of("low", "", new CodeBrain(view -> switch (view.steps()
                                .size()) {
                            case 0 -> new Next.Sleep(Duration.ofMinutes(9));
                            case 1 -> new Next.Sleep(Duration.ofMinutes(2));
                            default -> new Next.Answer("slept");
                        })))
                .limitedTo(RunLimits.DEFAULT.withWallTime(Duration.ofMinutes(10)))
                .saysAtOnce("go")
                .passes(SECONDS)
                .pauses("boss", 1)
                .passes(Duration.ofMinutes(8))
                .resumes("boss", 1));

        assertThat(outcome.answers()).containsExactly("slept");
        assertThat(outcome.of(RunEvent.SuspensionHandedDown.class)).hasSize(4);
        assertThat(outcome.of(RunEvent.SuspensionPassedOn.class)).hasSize(4);
    }

    /** Without crashes: an overdue timer may overtake the confirmation that its agent goes on. */
    @Test
    void aTimerThatComesDueFiresWhenTheRunGoesOn() {
        Outcome outcome = Scenario.of(asking("boss", "middle"), asking("middle", "low"), low())
                .saysAtOnce("go")
                .passes(SECONDS)
                .pauses("boss", 1)
                .passes(HOURS)
                .resumes("boss", 1)
                .run();

        assertThat(outcome.answers()).containsExactly("slept");
        assertThat(outcome.eventsOf("low"))
                .containsSubsequence(
                        "TimerSet", "SuspensionHandedDown", "SuspensionHandedDown", "TimerFired", "RunAnswered");
    }

    @Test
    void whatIsUnderWayIsWrittenDownAndNothingFollows() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("boss", "", LlmBrain.of("Look.").withTools("look")))
                        .model(ScriptedModel.of(turn().calls("look", "{}"), turn().answers("Seen.")))
                        .tools(FakeTool.named("look").returning("it").delayed(Duration.ofMinutes(1)))
                        .saysAtOnce("go")
                        .passes(SECONDS)
                        .pauses("boss", 1)
                        .passes(HOURS)
                        .resumes("boss", 1));

        assertThat(outcome.answers()).containsExactly("Seen.");
        assertThat(outcome.eventsOf("boss"))
                .containsSubsequence(
                        "RunSuspended", "ToolCallSettled", "RunContinued", "ModelCallRequested", "ModelReplied");
    }

    @Test
    void aSignalIsHeardWhilePausedAndActedOnAfter() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of(
                        "boss",
                        "",
                        new CodeBrain(view -> view.steps().isEmpty()
                                ? new Next.AwaitSignal("go", Duration.ofMinutes(30))
                                : new Next.Answer("went"))))
                .saysAtOnce("go")
                .passes(SECONDS)
                .pauses("boss", 1)
                .signals("boss", 1, "go", "k1", "1")
                .passes(HOURS)
                .resumes("boss", 1));

        assertThat(outcome.answers()).containsExactly("went");
        assertThat(outcome.eventsOf("boss"))
                .containsSubsequence("RunSuspended", "SignalReceived", "RunContinued", "RunAnswered");
    }

    @Test
    void cancelWorksWhilePausedAndReachesTheLowestLevel() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(asking("boss", "middle"), asking("middle", "low"), low())
                .saysAtOnce("go")
                .passes(SECONDS)
                .pauses("boss", 1)
                .passes(SECONDS)
                .cancels("boss", 1));

        assertThat(outcome.of(RunEvent.RunFailed.class).map(e -> e.failure().code()))
                .containsExactly("cancelled", "cancelled", "cancelled");
        assertThat(outcome.of(RunEvent.TimerFired.class)).isEmpty();
    }

    /** Two levels down a tool that can be told to stop is told. */
    @Test
    void cancelReachesTheToolsOfWhoeverWorksForIt() {
        Outcome outcome = Scenario.of(
                        asking("boss", "middle"),
                        asking("middle", "low"),
                        AgentDefinition.of(
                                "low",
                                "",
                                new CodeBrain(view -> view.steps().isEmpty()
                                        ? Next.CallTools.of(new ToolRequest("look", "{}"))
                                        : new Next.Answer("seen"))))
                .tools(FakeTool.named("look").returning("it").delayed(Duration.ofHours(1)))
                .saysAtOnce("go")
                .passes(SECONDS)
                .cancels("boss", 1)
                .run();

        assertThat(outcome.of(RunEvent.RunFailed.class).map(e -> e.failure().code()))
                .containsExactly("cancelled", "cancelled", "cancelled");
        assertThat(outcome.of(RunEvent.LateCallSettled.class)).hasSize(1);
    }

    @Test
    void aRepeatIsIgnoredAndWhatHasEndedCannotStandStill() {
        var sleeping = agentThat(new Next.Sleep(HOURS));
        RunCommand pause = new RunCommand.Pause(run("m1-1"), "", ANN, NOW);
        RunCommand resume = new RunCommand.Resume(run("m1-1"), "", ANN, NOW);
        RunEvent suspended = new RunEvent.RunSuspended(run("m1-1"), "", ANN, NOW.plus(HOURS), NOW);
        RunEvent handed = new RunEvent.SuspensionHandedDown(run("m1-1"), 1, NOW.plus(HOURS), NOW);

        sleeping.given(started("m1-1")).when(resume).ignored();
        sleeping.given(started("m1-1"), suspended).when(pause).ignored();
        sleeping.given(started("m1-1"), handed).when(resume).refused(new Rejection.PausedAbove(run("m1-1")));
        sleeping.given().when(pause).refused(new Rejection.RunEnded(run("m1-1")));
        sleeping.given(started("m1-1"), RunWords.cancelled("m1-1"))
                .when(resume)
                .refused(new Rejection.RunEnded(run("m1-1")));
    }

    private static AgentDefinition asking(String name, String other) {
        return AgentDefinition.of(name, "", new CodeBrain(view -> asked(view, other)));
    }

    private static Next asked(RunView view, String other) {
        return view.steps().isEmpty()
                ? Next.Delegate.of(new Next.Delegate.Task(new AgentType(other), "do"))
                : new Next.Answer(
                        view.lastStep().orElseThrow() instanceof Step.DelegateReported(AgentType agent, var outcome)
                                        && outcome instanceof RunOutcome.Answered answer
                                ? answer.text()
                                : "nothing");
    }

    private static AgentDefinition low() {
        return AgentDefinition.of(
                "low",
                "",
                new CodeBrain(view ->
                        view.steps().isEmpty() ? new Next.Sleep(Duration.ofMinutes(1)) : new Next.Answer("slept")));
    }
}
