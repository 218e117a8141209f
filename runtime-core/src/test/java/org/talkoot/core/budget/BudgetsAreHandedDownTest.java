package org.talkoot.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits.Limit;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Nobody spends more than what he was handed, nor what those whom he asks spend. */
final class BudgetsAreHandedDownTest {

    private static final long A_CALL = 40;

    /** Would never stop by himself. */
    private static final AgentDefinition SPENDER =
            AgentDefinition.of("spender", "", LlmBrain.of("Go on.").withTools("look"));

    private static final AgentDefinition MIDDLE = AgentDefinition.of(
            "middle",
            "",
            new CodeBrain(view -> view.steps().isEmpty()
                    ? Next.Delegate.of(task("spender"), task("spender"))
                    : new Next.Answer("both are back")));

    @Test
    void whoIsAskedSpendsNoMoreThanHeWasHanded() {
        Outcome outcome = told(boss(view -> Next.Delegate.of(task("spender").spending(Budget.ofTokens(120)))));

        assertThat(outcome.spent().total()).isEqualTo(120);
        assertThat(failures(outcome)).containsExactly("token-limit");
        assertThat(outcome.answers()).containsExactly("done, 880 left");
    }

    @Test
    void withoutABudgetHisOwnLimitsHold() {
        Outcome outcome = told(boss(view -> Next.Delegate.of(task("spender"))));

        assertThat(budgets(outcome)).isEmpty();
        assertThat(outcome.spent().total()).isEqualTo(32 * A_CALL);
    }

    @Test
    void whoHasABudgetHandsItDownInEqualParts() {
        Outcome outcome = told(
                boss(view -> Next.Delegate.of(task("middle").spending(Budget.ofTokens(240)))),
                turn().answers("done").costs(TokenUsage.of(90, 30)));

        assertThat(budgets(outcome)).containsExactly(240L, 120L, 120L);
        assertThat(outcome.answers()).containsExactly("done, 760 left");
    }

    @Test
    void nobodyHandsDownMoreThanHeHasLeft() {
        Outcome outcome = told(
                boss(view -> Next.Delegate.of(
                        task("spender").spending(Budget.ofTokens(600)),
                        task("spender").spending(Budget.ofTokens(600)))),
                turn().answers("done").costs(TokenUsage.of(90, 30)));

        assertThat(budgets(outcome)).containsExactly(600L, 400L);
        assertThat(outcome.answers()).containsExactly("done, 760 left");
    }

    /** What is promised is not there for others until he has reported, also when he was given up. */
    @Test
    void whatIsPromisedIsKeptBackUntilWhoeverHasItReports() {
        AgentDefinition sleeper = AgentDefinition.of("sleeper", "", new CodeBrain(view -> new Next.Sleep(HOUR)));
        AgentDefinition boss = AgentDefinition.of("boss", "", CodeBrain.watching(view -> {
                    List<Step> steps = view.steps();
                    if (view.calls().size() == 0) {
                        return Next.Delegate.of(task("sleeper").spending(Budget.ofTokens(900)));
                    }
                    if (view.calls().anyOpen() && view.calls().size() == 1) {
                        return new Next.Cancel(view.calls().openIds());
                    }
                    return steps.stream().anyMatch(Step.Noted.class::isInstance)
                            ? view.calls().anyOpen() ? new Next.Await() : new Next.Answer(left(view))
                            : new Next.Note("left", left(view));
                }))
                .withLimits(RunLimits.DEFAULT.withTokens(1_000));

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(boss, sleeper).says("go"));

        assertThat(outcome.of(RunEvent.Noted.class).map(RunEvent.Noted::text)).containsExactly("done, 100 left");
    }

    @Test
    void aBudgetIsNothingOrMoreAndWhatHasNoLimitStaysSo() {
        Budget budget = Budget.ofTokens(100);

        assertThat(budget.part(3)).isEqualTo(Budget.ofTokens(33));
        assertThat(budget.minus(Budget.ofTokens(120)).tokens()).isZero();
        assertThat(budget.plus(budget).costMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(budget.atMost(Budget.ofCostMicros(5))).isEqualTo(new Budget(100, 5));
        assertThatThrownBy(() -> Budget.ofTokens(-1)).hasMessageContaining("not -1 tokens");
    }

    @Test
    void whoIsHandedNothingAsksNoModel() {
        Spend spend = Spend.NOTHING;

        assertThat(RunLimits.DEFAULT.within(Budget.ofTokens(0)).againstModelCall(spend))
                .contains(Limit.TOKENS);
        assertThat(RunLimits.DEFAULT.within(Budget.ofCostMicros(0)).againstModelCall(spend))
                .contains(Limit.COST);
        assertThat(RunLimits.DEFAULT.within(null).againstModelCall(spend)).isEqualTo(Optional.empty());
    }

    private static final Duration HOUR = Duration.ofHours(1);

    private static Next.Delegate.Task task(String agent) {
        return new Next.Delegate.Task(new AgentType(agent), "spend");
    }

    private static AgentDefinition boss(Function<RunView, Next> asking) {
        return AgentDefinition.of(
                        "boss",
                        "",
                        new CodeBrain(
                                view -> view.steps().isEmpty() ? asking.apply(view) : new Next.Answer(left(view))))
                .withLimits(RunLimits.DEFAULT.withTokens(1_000));
    }

    private static String left(RunView view) {
        return "done, %d left".formatted(view.left().tokens());
    }

    private static Outcome told(AgentDefinition boss) {
        return told(boss, turn().calls("look", "{}").costs(TokenUsage.of(30, A_CALL - 30)));
    }

    private static Outcome told(AgentDefinition boss, ModelTurn always) {
        return ReplayCheck.atEveryEvent(Scenario.of(boss, MIDDLE, SPENDER)
                .model(ScriptedModel.of().thenAlways(always))
                .tools(FakeTool.named("look").returning("nothing"))
                .says("go"));
    }

    private static List<Long> budgets(Outcome outcome) {
        return outcome.of(RunEvent.DelegationRequested.class)
                .map(RunEvent.DelegationRequested::budget)
                .flatMap(budget -> Optional.ofNullable(budget).stream())
                .map(Budget::tokens)
                .toList();
    }

    private static List<String> failures(Outcome outcome) {
        return outcome.of(RunEvent.RunFailed.class)
                .map(failed -> failed.failure().code())
                .toList();
    }
}
