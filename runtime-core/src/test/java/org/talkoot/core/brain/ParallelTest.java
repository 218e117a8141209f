package org.talkoot.core.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Brains at the same time, and what their answers become. */
final class ParallelTest {

    @Test
    void allAnswersAreJoinedInTheOrderInWhichTheyCame() {
        Outcome outcome = told(Parallel.of(Map.of("late", after(60), "soon", after(1), "later", after(90))));

        assertThat(outcome.answers())
                .containsExactly("{\"soon\":\"after PT1S\",\"late\":\"after PT1M\",\"later\":\"after PT1M30S\"}");
        assertThat(outcome.eventsOf("desk--late"))
                .containsExactly("RunStarted", "TimerSet", "TimerFired", "RunAnswered", "OutcomeDelivered");
    }

    @Test
    void theFirstIsEnoughAndTheOthersAreToldToStop() {
        Outcome outcome = told(Parallel.of(Map.of("late", after(60), "soon", after(1), "later", after(90)))
                .first());

        assertThat(outcome.answers()).containsExactly("after PT1S");
        assertThat(outcome.of(RunEvent.RunFailed.class).map(e -> e.failure().code()))
                .containsExactly("cancelled", "cancelled");
    }

    @Test
    void twoOfThreeDecide() {
        Outcome outcome = told(Parallel.of(Map.of("late", after(60), "soon", after(1), "broken", failing()))
                .quorum(2)
                .joining(answers -> new Next.Answer(
                        answers.came().keySet() + " without " + answers.failed().keySet())));

        assertThat(outcome.answers()).containsExactly("[soon, late] without [broken]");
    }

    @Test
    void whoHasNotAnsweredInTimeIsNotWaitedFor() {
        Outcome outcome = told(Parallel.of(Map.of("late", after(60), "soon", after(1)))
                .within(Duration.ofSeconds(10))
                .otherwise(answers -> new Next.Answer("only " + answers.came().keySet())));

        assertThat(outcome.answers()).containsExactly("only [soon]");
    }

    @Test
    void itFailsAsSoonAsThereCannotBeEnough() {
        Outcome outcome = told(Parallel.of(Map.of("late", after(60), "broken", failing())));

        assertThat(outcome.failures()).containsExactly("too-few-answers");
        assertThat(outcome.of(RunEvent.TimerFired.class)).isEmpty();
    }

    @Test
    void brainsOfAnyKindAreBranchesAndStages() {
        Brain inner = Parallel.of(Map.of("a", after(1), "b", after(2)));
        Brain outer = Parallel.of(Map.of("inner", inner, "other", after(1)));

        Outcome outcome = told(Sequence.of(
                "both", outer, CodeBrain.answering(view -> view.task().length() + " characters")));

        assertThat(outcome.answers()).containsExactly("76 characters");
        assertThat(outcome.eventsOf("desk--inner--a")).contains("RunAnswered");
    }

    @Test
    void whatIsNeededMustBePossible() {
        Parallel one = Parallel.of(Map.of("a", after(1)));

        assertThatThrownBy(() -> one.quorum(2)).hasMessage("of 1 branches 2 cannot be needed");
    }

    private static Outcome told(Brain brain) {
        return ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("desk", "", brain)).says("go"));
    }

    private static Brain after(int seconds) {
        Duration time = Duration.ofSeconds(seconds);
        return new CodeBrain(view -> view.steps().isEmpty() ? new Next.Sleep(time) : new Next.Answer("after " + time));
    }

    private static Brain failing() {
        return new CodeBrain(view -> new Next.Fail(new RunFailure.GaveUp("broken", "It is broken.")));
    }
}
