package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.run.ScenarioWords.LOOK;
import static org.talkoot.core.run.ScenarioWords.PAY;
import static org.talkoot.core.run.ScenarioWords.llm;
import static org.talkoot.core.run.ScenarioWords.model;
import static org.talkoot.testkit.FakeTool.Worker.dies;
import static org.talkoot.testkit.FakeTool.Worker.reports;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.model.Message;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.Person;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Calls that leave for workers, killed after each of their events: one end, by one journal, and nothing done twice. */
final class RemoteToolsTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = ToolPolicy.DEFAULT.timeout();
    private static final Duration LATE = TIMEOUT.plusSeconds(10);

    @Test
    void aWorkerReports() {
        Outcome outcome = played(PAY.atWorkers(reports(SOON)));

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(outcome.toolsCalled()).containsExactly("pay");
        assertThat(outcome.eventsOf("llm")).containsSubsequence("ToolCallSent", "ToolCallSettled");
    }

    @Test
    void whatMayBeRepeatedIsSentAgainWhenItsWorkerIsLost() {
        Outcome outcome = played(PAY.atWorkers(dies(), reports(SOON)));

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(attempts(outcome)).containsExactly(1, 2);
    }

    @Test
    void whatMayBeRepeatedFailsWhenAllItsWorkersAreLost() {
        Outcome outcome = played(PAY.atWorkers());

        assertThat(attempts(outcome)).containsExactly(1, 2, 3);
        assertThat(results(outcome)).extracting("code").containsExactly("tool-timeout");
    }

    @Test
    void theReportOfAnEarlierAttemptIsTaken() {
        Outcome outcome = played(PAY.atWorkers(reports(LATE), dies()));

        assertThat(attempts(outcome)).containsExactly(1, 2);
        assertThat(results(outcome)).containsExactly(ToolResult.success("paid"));
    }

    @Test
    void theReportOfALaterAttemptChangesNothing() {
        Outcome outcome = played(PAY.atWorkers(reports(TIMEOUT.plusSeconds(1)), reports(SOON)));

        assertThat(results(outcome)).containsExactly(ToolResult.success("paid"));
        assertThat(outcome.of(RunEvent.LateCallSettled.class)).isEmpty();
    }

    @Test
    void whatMayNotBeRepeatedIsInDoubtWhenItsWorkerIsLostAndNeverSentAgain() {
        Outcome outcome = ReplayCheck.atEveryEvent(scenario(atMostOnce().atWorkers(dies()))
                .people(Person.named("jo").approves()));

        assertThat(attempts(outcome)).containsExactly(1);
        assertThat(results(outcome)).hasOnlyElementsOfType(ToolResult.InDoubt.class);
        assertThat(outcome.answers()).containsExactly("done");
    }

    @Test
    void aLateReportSettlesTheDoubtAndOvertakesTheQuestion() {
        Outcome outcome = ReplayCheck.atEveryEvent(scenario(atMostOnce().atWorkers(reports(LATE))));

        assertThat(attempts(outcome)).containsExactly(1);
        assertThat(outcome.of(RunEvent.LateCallSettled.class))
                .extracting(RunEvent.LateCallSettled::result)
                .containsExactly(ToolResult.success("paid"));
        assertThat(outcome.of(RunEvent.HumanDecided.class))
                .extracting(RunEvent.HumanDecided::approval)
                .containsExactly(new Approval.Overtaken());
        assertThat(outcome.answers()).containsExactly("done");
    }

    @Test
    void aReportIsNotedThatComesAfterAHumanHasDecided() {
        Duration muchLater = TIMEOUT.plus(Duration.ofMinutes(5));
        Outcome outcome = ReplayCheck.atEveryEvent(scenario(atMostOnce().atWorkers(reports(muchLater)))
                .people(Person.named("jo").denies("no")));

        assertThat(outcome.of(RunEvent.HumanDecided.class))
                .extracting(RunEvent.HumanDecided::approval)
                .containsExactly(new Approval.Denied("jo", "no"));
        assertThat(outcome.of(RunEvent.LateCallSettled.class)).hasSize(1);
        assertThat(notes(outcome)).anyMatch(text -> text.contains("was in doubt: paid"));
    }

    @Test
    void whatCanBeLookedUpIsLookedUpWhenItsWorkerIsLost() {
        Outcome outcome = played(PAY.withEffect(SideEffect.RECONCILABLE).atWorkers(dies(), reports(SOON)));

        assertThat(outcome.eventsOf("llm"))
                .containsSubsequence("ToolCallSent", "ToolCallDoubted", "ToolCallPaused", "ToolCallSent");
        assertThat(results(outcome)).containsExactly(ToolResult.success("paid"));
        assertThat(outcome.toolsCalled()).containsExactly("pay");
    }

    @Test
    void whatHappenedIsFoundOutWhenOnlyItsReportIsLate() {
        Outcome outcome = played(PAY.withEffect(SideEffect.RECONCILABLE).atWorkers(reports(LATE)));

        assertThat(attempts(outcome)).containsExactly(1);
        assertThat(results(outcome)).containsExactly(ToolResult.success("paid"));
    }

    @Test
    void whatCanBeUndoneIsUndoneAndStaysSo() {
        Outcome outcome = played(PAY.withEffect(SideEffect.COMPENSABLE).atWorkers(reports(LATE)));

        assertThat(attempts(outcome)).containsExactly(1);
        assertThat(results(outcome)).extracting("code").containsExactly("compensated");
        assertThat(outcome.of(RunEvent.LateCallSettled.class)).isEmpty();
    }

    @Test
    void aFailureThatPassesIsTriedAgainAfterAPause() {
        FakeTool busy = PAY.returning(new ToolResult.Failure("busy", "come back", true));
        Outcome outcome = played(busy.atWorkers(reports(SOON), reports(SOON), reports(SOON)));

        assertThat(attempts(outcome)).containsExactly(1, 2, 3);
        assertThat(results(outcome)).extracting("code").containsExactly("busy");
    }

    @Test
    void aCancelledRunTellsItsWorkerAndHearsOfWhatItDid() {
        Outcome outcome = ReplayCheck.atEveryEvent(llm(model(turn().calls("pay", "{}"), turn().answers("next")))
                .tools(LOOK, PAY.atWorkers(reports(SOON)))
                .saysAtOnce("hi")
                .passes(Duration.ofSeconds(1))
                .cancelsTurn()
                .passes(Duration.ofMinutes(1))
                .says("and?"));

        assertThat(outcome.eventsOf("llm"))
                .containsSubsequence("ToolCallSent", "ToolCallCancelled", "RunFailed", "LateCallSettled");
        assertThat(notes(outcome)).anyMatch(text -> text.contains("under way when an earlier run ended: paid"));
    }

    @Test
    void aCancelledCallOfWhichNobodyReportsStaysInDoubt() {
        Outcome outcome = ReplayCheck.atEveryEvent(llm(model(turn().calls("pay", "{}")))
                .tools(LOOK, atMostOnce().atWorkers(dies()))
                .saysAtOnce("hi")
                .passes(Duration.ofSeconds(1))
                .cancelsTurn());

        assertThat(outcome.of(RunEvent.LateCallSettled.class))
                .extracting(RunEvent.LateCallSettled::result)
                .hasOnlyElementsOfType(ToolResult.InDoubt.class);
    }

    @Test
    void aCancelledCallThatCanBeUndoneIsUndone() {
        Outcome outcome = ReplayCheck.atEveryEvent(llm(model(turn().calls("pay", "{}")))
                .tools(LOOK, PAY.withEffect(SideEffect.COMPENSABLE).atWorkers(dies()))
                .saysAtOnce("hi")
                .passes(Duration.ofSeconds(1))
                .cancelsTurn());

        assertThat(outcome.eventsOf("llm")).containsSubsequence("ToolCallCancelled", "LateCallDoubted");
        assertThat(outcome.of(RunEvent.LateCallSettled.class))
                .extracting(e -> e.result().text())
                .allMatch(text -> text.contains("compensated"));
    }

    @Test
    void callsHereAndElsewhereAreUnderWayTogether() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                llm(model(turn().calls("pay", "{}").calls("look", "{}"), turn().answers("done")))
                        .tools(LOOK.delayed(Duration.ofSeconds(1)), PAY.atWorkers(reports(SOON)))
                        .says("hi"));

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(outcome.of(RunEvent.ToolCallSent.class))
                .extracting(e -> e.call().id())
                .containsExactly(CallId.of(2));
    }

    private static Outcome played(FakeTool pay) {
        return ReplayCheck.atEveryEvent(scenario(pay));
    }

    private static Scenario scenario(FakeTool pay) {
        return llm(model(turn().calls("pay", "{}"), turn().answers("done")))
                .tools(LOOK, pay)
                .says("hi");
    }

    private static FakeTool atMostOnce() {
        return PAY.withEffect(SideEffect.AT_MOST_ONCE);
    }

    private static List<Integer> attempts(Outcome outcome) {
        return outcome.of(RunEvent.ToolCallSent.class)
                .map(e -> e.sending().attempt())
                .toList();
    }

    private static List<ToolResult> results(Outcome outcome) {
        return outcome.of(RunEvent.ToolCallSettled.class)
                .map(RunEvent.ToolCallSettled::result)
                .toList();
    }

    private static List<String> notes(Outcome outcome) {
        return outcome.states().values().stream()
                .filter(RunState.class::isInstance)
                .flatMap(state -> ((RunState) state).memory().history().stream())
                .filter(Message.Note.class::isInstance)
                .map(Message::text)
                .toList();
    }
}
