package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** A run that waits for several things says when somebody has to look at it, should its node die. */
final class AlarmTest {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void whileAToolIsAtWorkItIsLookedAtAtOnceWhateverTimerIsSetBeside() {
        Outcome outcome = told(view -> Next.CallTools.of(new ToolRequest("look", "{}")));

        assertThat(outcome.eventsOf("boss"))
                .containsSubsequence(
                        "ToolCallsRequested", "TimerSet", "AlarmSet", "ToolCallSettled", "AlarmSet", "TimerFired");
        assertThat(outcome.of(RunEvent.AlarmSet.class).map(RunEvent.AlarmSet::at))
                .containsExactly(BEGINNING, BEGINNING.plus(MINUTE));
    }

    @Test
    void whileAgentsAreAtWorkItIsLookedAtWhenTheTimerEnds() {
        Outcome outcome = told(view -> Next.Delegate.of(
                new Next.Delegate.Task(new AgentType("clerk"), "a"),
                new Next.Delegate.Task(new AgentType("clerk"), "b")));

        assertThat(outcome.of(RunEvent.AlarmSet.class).map(RunEvent.AlarmSet::at))
                .isNotEmpty()
                .containsOnly(BEGINNING.plus(MINUTE));
    }

    @Test
    void aCallThatWaitsForPeopleDoesNotPutOffOneThatIsAtWork() {
        ModelTurn both = turn().calls("look", "{}").calls("pay", "{}");
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of(
                        "boss",
                        "",
                        LlmBrain.of("Help.")
                                .withTools("look", "pay")
                                .approving("pay", call -> true, Duration.ofHours(8))))
                .model(ScriptedModel.of(both, turn().answers("done")))
                .tools(
                        FakeTool.named("look").returning("seen").delayed(Duration.ofSeconds(1)),
                        FakeTool.named("pay").returning("paid"))
                .says("go"));

        assertThat(outcome.of(RunEvent.AlarmSet.class).map(RunEvent.AlarmSet::at))
                .containsExactly(BEGINNING, BEGINNING.plus(Duration.ofHours(8)));
        assertThat(outcome.eventsOf("boss")).containsSubsequence("ApprovalExpired", "AlarmLifted");
    }

    @Test
    void aRunThatWaitsForOneThingSaysNothing() {
        Outcome outcome = Scenario.of(AgentDefinition.of(
                        "boss",
                        "",
                        new CodeBrain(
                                view -> view.steps().isEmpty() ? new Next.Sleep(MINUTE) : new Next.Answer("done"))))
                .says("go")
                .run();

        assertThat(outcome.of(RunEvent.AlarmSet.class)).isEmpty();
    }

    /** Begins this and a timer, and waits for the timer. */
    private static Outcome told(Function<RunView, Next> begins) {
        CodeBrain boss = CodeBrain.watching(view -> {
            if (view.calls().size() == 0) {
                return begins.apply(view);
            }
            boolean timed = view.calls().begun().getLast().name().isEmpty();
            if (!timed) {
                return new Next.Sleep(MINUTE);
            }
            return view.calls().begun().getLast().awaited() ? new Next.Await() : new Next.Answer("done");
        });
        CodeBrain clerk = new CodeBrain(view -> view.steps().isEmpty()
                ? new Next.Sleep(Duration.ofSeconds(view.task().equals("a") ? 10 : 90))
                : new Next.Answer("done"));
        return ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("boss", "", boss), AgentDefinition.of("clerk", "", clerk))
                        .tools(FakeTool.named("look").returning("seen").delayed(Duration.ofSeconds(10)))
                        .says("go"));
    }
}
