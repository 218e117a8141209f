package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** What was under way when its run ended is in doubt until it is known what became of it. */
final class LooseEndsTest {

    private static final FakeTool SLOW_PAY = FakeTool.named("pay")
            .withEffect(SideEffect.AT_MOST_ONCE)
            .returning("paid")
            .delayed(Duration.ofSeconds(30));

    private final ScriptedModel model =
            ScriptedModel.of(turn().calls("pay", "{\"n\":1}"), turn().answers("I know that it was paid"));

    @Test
    void historyDoesNotSayOfACallThatIsUnderWayThatItWasNotRun() {
        Outcome outcome = cancelled().run();

        assertThat(toolOutputs(outcome))
                .as(outcome.inShort())
                .hasSize(1)
                .allMatch(ToolResult.InDoubt.class::isInstance);
    }

    @Test
    void theNextRunSeesWhatBecameOfACallThatOutlivedItsRun() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                cancelled().passes(Duration.ofMinutes(1)).says("was it paid?"));

        assertThat(outcome.failures()).containsExactly("cancelled");
        assertThat(outcome.answers()).containsExactly("I know that it was paid");
        assertThat(outcome.of(RunEvent.LateCallSettled.class))
                .extracting(RunEvent.LateCallSettled::result)
                .containsExactly(ToolResult.success("paid"));
        assertThat(outcome.toolsCalled()).containsExactly("pay");
    }

    @Test
    void theModelReadsTheLateResultAfterTheCallsAndTheirOutputs() {
        Outcome outcome =
                cancelled().passes(Duration.ofMinutes(1)).says("was it paid?").run();

        List<Message> history = history(outcome);
        assertThat(history)
                .extracting(message -> message.getClass().getSimpleName())
                .containsExactly("User", "ToolUse", "ToolOutput", "Note", "User", "Assistant");
        assertThat(history.get(3).text()).contains("pay", "paid");
    }

    @Test
    void aResultThatComesWhileTheNextRunHasCallsOpenWaitsForTheirOutputs() {
        FakeTool look = FakeTool.named("look").returning("seen").delayed(Duration.ofSeconds(50));
        ScriptedModel busy =
                ScriptedModel.of(turn().calls("pay", "{}"), turn().calls("look", "{}"), turn().answers("ok"));

        Outcome outcome = Scenario.of(agent("look", "pay"))
                .model(busy)
                .tools(SLOW_PAY, look)
                .saysAtOnce("pay it")
                .passes(Duration.ofSeconds(1))
                .cancels("clerk", 1)
                .passes(Duration.ofSeconds(1))
                .says("look")
                .run();

        assertThat(history(outcome))
                .extracting(message -> message.getClass().getSimpleName())
                .containsSubsequence("ToolUse", "ToolOutput", "User", "ToolUse", "ToolOutput", "Note");
        assertThat(outcome.answers()).containsExactly("ok");
    }

    @Test
    void anExpiredRunLeavesItsCallInDoubtToo() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(agent("pay").withLimits(RunLimits.DEFAULT.withWallTime(Duration.ofSeconds(10))))
                        .model(model)
                        .tools(SLOW_PAY)
                        .says("pay it")
                        .passes(Duration.ofMinutes(1))
                        .says("was it paid?"));

        assertThat(outcome.failures()).containsExactly("wall-time-limit");
        assertThat(outcome.answers()).containsExactly("I know that it was paid");
    }

    @Test
    void thoseWhoWorkForACancelledRunAreCancelledToo() {
        AgentDefinition boss = delegating("boss", "middle");
        AgentDefinition middle = delegating("middle", "worker");
        AgentDefinition worker =
                AgentDefinition.of("worker", "", new CodeBrain(view -> new Next.Sleep(Duration.ofMinutes(30))));

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(boss, middle, worker)
                .saysAtOnce("go")
                .passes(Duration.ofSeconds(5))
                .cancels("boss", 1));

        assertThat(outcome.failures()).containsExactly("cancelled");
        assertThat(outcome.of(RunEvent.RunFailed.class))
                .as(outcome.inShort())
                .extracting(e -> e.failure().code())
                .containsExactly("cancelled", "cancelled", "cancelled");
        assertThat(outcome.of(RunEvent.LateDelegationSettled.class)).hasSize(2);
    }

    @Test
    void whatADelegateSpendsIsSpentByTheRunThatAsked() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(delegating("boss", "helper"), AgentDefinition.of("helper", "", LlmBrain.of("Help.")))
                        .model(ScriptedModel.of(turn().answers("x").costs(new TokenUsage(7, 5, 3))))
                        .says("go"));

        assertThat(outcome.of(RunEvent.DelegationSettled.class))
                .extracting(RunEvent.DelegationSettled::usage)
                .containsExactly(new TokenUsage(7, 5, 3));
    }

    @Test
    void theBudgetOfTheAskerEndsWhatIsSpentThroughOthers() {
        AgentDefinition boss = AgentDefinition.of(
                        "boss", "", LlmBrain.of("Ask.").asking("helper"))
                .withLimits(RunLimits.DEFAULT.withTokens(100));
        ScriptedModel spending = ScriptedModel.of()
                .thenAlways(turn().calls("ask_helper", "more"))
                .forAgent("helper", turn().answers("x").costs(new TokenUsage(70, 50, 0)));

        Outcome outcome =
                ReplayCheck.atEveryEvent(Scenario.of(boss, AgentDefinition.of("helper", "", LlmBrain.of("Help.")))
                        .model(spending)
                        .says("go"));

        assertThat(outcome.failures()).containsExactly("token-limit");
    }

    private Scenario cancelled() {
        return Scenario.of(agent("pay"))
                .model(model)
                .tools(SLOW_PAY)
                .saysAtOnce("pay it")
                .passes(Duration.ofSeconds(1))
                .cancels("clerk", 1);
    }

    private static AgentDefinition agent(String... tools) {
        return AgentDefinition.of("clerk", "", LlmBrain.of("Pay.").withTools(tools));
    }

    private static AgentDefinition delegating(String name, String to) {
        return AgentDefinition.of(
                name,
                "",
                new CodeBrain(view -> view.steps().isEmpty()
                        ? new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType(to), "do")))
                        : new Next.Answer("done")));
    }

    private static List<ToolResult> toolOutputs(Outcome outcome) {
        return history(outcome).stream()
                .filter(Message.ToolOutput.class::isInstance)
                .map(message -> ((Message.ToolOutput) message).result())
                .toList();
    }

    static List<Message> history(Outcome outcome) {
        return outcome.states().values().stream()
                .filter(RunState.class::isInstance)
                .map(state -> List.<Message>copyOf(((RunState) state).memory().history()))
                .findFirst()
                .orElseThrow();
    }
}
