package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.run.RunWords.NOW;
import static org.talkoot.core.run.RunWords.answered;
import static org.talkoot.core.run.RunWords.asking;
import static org.talkoot.core.run.RunWords.call;
import static org.talkoot.core.run.RunWords.cancel;
import static org.talkoot.core.run.RunWords.failed;
import static org.talkoot.core.run.RunWords.modelAnswers;
import static org.talkoot.core.run.RunWords.queued;
import static org.talkoot.core.run.RunWords.run;
import static org.talkoot.core.run.RunWords.start;
import static org.talkoot.core.run.RunWords.started;
import static org.talkoot.core.run.RunWords.toolReturns;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.Rejection;
import org.talkoot.core.Specification;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.approval.HumanDecision;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.conversation.ConversationState;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** The agents of a conversation that is removed: what they were at ends, and nothing begins. */
final class RemovedAgentsTest {

    private static final RunCommand REMOVE = new RunCommand.Remove(NOW);
    private static final RunFailure WHY = new RunFailure.Cancelled("the conversation is removed");

    private final Specification<RunCommand, RunEvent, RunState, RunEffect> agent = RunWords.agent();

    private static RunEvent removed(String run) {
        return new RunEvent.AgentRemoved(run(run), NOW);
    }

    @Test
    void aRunThatIsWorkedOnEndsAndWhatWaitsDoesNotBegin() {
        agent.given(asking(queued("m2-1")))
                .when(REMOVE)
                .then(failed("m1-1", WHY), removed("m2-1"))
                .outstanding();
    }

    @Test
    void anAgentThatRestsIsRemovedTooAndTellsNobodyAnything() {
        agent.given(asking(answered("m1-1", "hello")))
                .when(REMOVE)
                .then(removed("m1-1"))
                .outstanding();
    }

    @Test
    void whoWasNeverAskedForAnythingLeavesNoMark() {
        agent.given().when(REMOVE).ignored();
    }

    @Test
    void nothingBeginsAndNothingIsHeard() {
        RunEvent[] history = asking(failed("m1-1", WHY), removed("m1-1"));

        agent.given(history).when(start("m3-1")).ignored();
        agent.given(history).when(modelAnswers(1)).ignored();
        agent.given(history).when(toolReturns(1)).ignored();
        agent.given(history).when(cancel("m1-1")).ignored();
        agent.given(history).when(REMOVE).ignored();
        agent.given(history)
                .when(new RunCommand.Decide(
                        call(1), 0, new HumanDecision.Approve(""), Caller.anonymous(TenantId.DEFAULT), NOW))
                .refused(new Rejection.NotPending(call(1)));
    }

    @Test
    void theMarkMeansTheSameAloneAndBehindAnyPartOfTheHistory() {
        agent.given(removed("m1-1")).when(start("m3-1")).ignored();
        agent.given(started("m1-1"), removed("m1-1")).when(start("m3-1")).ignored();
    }

    private static final AgentDefinition WORKER = AgentDefinition.of(
            "worker",
            "",
            new CodeBrain(view ->
                    view.lastStep().isEmpty() ? new Next.Sleep(Duration.ofMinutes(1)) : new Next.Answer("done")));

    private static final AgentDefinition BOSS = AgentDefinition.of(
            "boss",
            "",
            new CodeBrain(view -> view.lastStep().isEmpty()
                    ? new Next.Delegate(List.of(
                            new Next.Delegate.Task(new AgentType("worker"), "one"),
                            new Next.Delegate.Task(new AgentType("worker"), "two")))
                    : new Next.Answer("ok")));

    private static void isRemoved(Outcome outcome) {
        assertThat(outcome.states())
                .as(outcome.inShort())
                .allSatisfy((stream, state) ->
                        assertThat(state).isInstanceOfAny(ConversationState.Removed.class, RunState.Removed.class));
    }

    @Test
    void allThatWorkForAnAgentAreRemovedWithIt() {
        for (int after : new int[] {0, 1, 100, 10_000}) {
            isRemoved(Scenario.of(BOSS, WORKER)
                    .saysAtOnce("go", "and again")
                    .passes(Duration.ofMillis(after))
                    .removesConversation()
                    .passes(Duration.ofHours(1))
                    .run());
        }
    }

    @Test
    void aConversationThatRestsIsRemovedWhereverItIsKilled() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(BOSS, WORKER)
                .says("go", Map.of("plan", "gold"))
                .passes(Duration.ofMinutes(5))
                .removesConversation()
                .triesToSay("are you there?"));

        isRemoved(outcome);
        assertThat(outcome.answers()).containsExactly("ok");
    }

    @Test
    void aToolThatIsUnderWayIsNotHeardOf() {
        FakeTool pay = FakeTool.named("pay")
                .withEffect(SideEffect.AT_MOST_ONCE)
                .returning("paid")
                .delayed(Duration.ofSeconds(30));
        Outcome outcome = Scenario.of(
                        AgentDefinition.of("clerk", "", LlmBrain.of("Pay.").withTools("pay")))
                .model(ScriptedModel.of(turn().calls("pay", "{}")))
                .tools(pay)
                .saysAtOnce("pay it")
                .passes(Duration.ofSeconds(1))
                .removesConversation()
                .passes(Duration.ofMinutes(1))
                .run();

        isRemoved(outcome);
        assertThat(outcome.of(RunEvent.LateCallSettled.class)).isEmpty();
        assertThat(outcome.of(RunEvent.AgentRemoved.class)).hasSize(1);
    }
}
