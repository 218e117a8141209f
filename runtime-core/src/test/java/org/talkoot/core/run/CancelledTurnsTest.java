package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.conversation.ConversationEvent.AbandonedRunSettled;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** The run of a cancelled turn ends, whatever goes wrong on the way. */
final class CancelledTurnsTest {

    @Test
    void theRunIsCancelledToo() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(sleeper("worker"))
                .saysAtOnce("go")
                .passes(Duration.ofSeconds(5))
                .cancelsTurn());

        assertThat(outcome.failures()).containsExactly("cancelled");
        assertEndedCancelled(outcome, 1);
    }

    @Test
    void soAreThoseWhoWorkForIt() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(delegating("boss", "worker"), sleeper("worker"))
                .saysAtOnce("go")
                .passes(Duration.ofSeconds(5))
                .cancelsTurn());

        assertEndedCancelled(outcome, 2);
        assertThat(outcome.of(RunEvent.LateDelegationSettled.class)).hasSize(1);
    }

    @Test
    void whoeverTheTurnWasHandedOverTo() {
        AgentDefinition first =
                AgentDefinition.of("first", "", new CodeBrain(view -> new Next.HandOff(new AgentType("worker"), "")));

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(first, sleeper("worker"))
                .saysAtOnce("go")
                .passes(Duration.ofSeconds(5))
                .cancelsTurn());

        assertThat(outcome.failures()).containsExactly("cancelled");
        assertEndedCancelled(outcome, 1);
    }

    @Test
    void aMessageThatWaitsIsAnsweredByTheSameAgent() {
        AgentDefinition clerk = AgentDefinition.of(
                "clerk",
                "",
                new CodeBrain(view ->
                        view.task().equals("go") ? new Next.Sleep(Duration.ofMinutes(30)) : new Next.Answer("hello")));

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(clerk)
                .saysAtOnce("go", "and now?")
                .passes(Duration.ofSeconds(5))
                .cancelsTurn());

        assertThat(outcome.failures()).containsExactly("cancelled");
        assertThat(outcome.answers()).containsExactly("hello");
        assertEndedCancelled(outcome, 1);
    }

    @Test
    void aMessageThatWaitsForAnotherAgentIsAnsweredMeanwhile() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(sleeper("worker"), AgentDefinition.of("echo", "", CodeBrain.answering(RunView::task)))
                        .saysAtOnce("go")
                        .passes(Duration.ofSeconds(5))
                        .cancelsTurn()
                        .saysTo("echo", "hello"));

        assertThat(outcome.answers()).containsExactly("hello");
        assertEndedCancelled(outcome, 1);
    }

    private static void assertEndedCancelled(Outcome outcome, int runs) {
        assertThat(outcome.of(RunEvent.RunFailed.class))
                .as(outcome.inShort())
                .extracting(e -> e.failure().code())
                .hasSize(runs)
                .containsOnly("cancelled");
        assertThat(outcome.of(AbandonedRunSettled.class)).singleElement().matches(AbandonedRunSettled::ended);
        assertThat(outcome.states().values())
                .filteredOn(ConversationState.class::isInstance)
                .extracting(state -> ((ConversationState) state).abandoned())
                .containsOnly(List.of());
    }

    private static AgentDefinition sleeper(String name) {
        return AgentDefinition.of(name, "", new CodeBrain(view -> new Next.Sleep(Duration.ofMinutes(30))));
    }

    private static AgentDefinition delegating(String name, String to) {
        return AgentDefinition.of(
                name,
                "",
                new CodeBrain(view -> new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType(to), "do")))));
    }
}
