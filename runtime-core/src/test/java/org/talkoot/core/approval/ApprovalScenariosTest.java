package org.talkoot.core.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.Person;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** People who decide before a call begins, each story killed wherever it can be killed. */
final class ApprovalScenariosTest {

    private static final BigDecimal LIMIT = new BigDecimal("1000");
    private static final Duration WORKDAY = Duration.ofHours(8);
    private static final Person EVE = Person.named("eve");
    private static final Person ANN = Person.named("ann", "finance");
    private static final Person BOB = Person.named("bob", "finance");
    private static final FakeTool PAY =
            FakeTool.named("pay").withEffect(SideEffect.AT_MOST_ONCE).returning("paid");

    @Test
    void aCallBelowTheLimitBeginsAtOnce() {
        Outcome outcome = ReplayCheck.atEveryEvent(paying(999, byOneAbove()));

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(paid(outcome)).containsExactly("{\"amount\": 999}");
        assertThat(events(outcome, RunEvent.ApprovalRequested.class)).isEmpty();
    }

    @Test
    void aCallAboveTheLimitBeginsWhenSomebodyElseHasAgreed() {
        Outcome outcome = ReplayCheck.atEveryEvent(paying(1001, byOneAbove()).people(EVE.approves(), ANN.approves()));

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(paid(outcome)).containsExactly("{\"amount\": 1001}");
        assertThat(events(outcome, RunEvent.CallApproved.class))
                .extracting(approved -> approved.by().user())
                .as("the one who asked does not count")
                .containsExactly("ann");
    }

    @Test
    void aCallThatSomebodyDeniesNeverBeginsAndTheModelHearsWhy() {
        Outcome outcome = ReplayCheck.atEveryEvent(paying(1001, byOneAbove()).people(ANN.denies("Not before March.")));

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(outcome.calls()).isEmpty();
        assertThat(outcome.states().toString()).contains("ann said no. Not before March.");
    }

    @Test
    void aCallThatNobodyDecidesNeverBegins() {
        Outcome outcome = ReplayCheck.atEveryEvent(paying(1001, byOneAbove()));

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(outcome.calls()).isEmpty();
        assertThat(events(outcome, RunEvent.ApprovalExpired.class)).hasSize(1);
    }

    @Test
    void peopleMayTakeLongerThanTheRunMay() {
        AgentDefinition brisk = agent(byOneAbove()).withLimits(RunLimits.DEFAULT.withWallTime(Duration.ofSeconds(20)));

        Outcome outcome = ReplayCheck.atEveryEvent(asked(brisk, 1001).people(ANN.approves()));

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(events(outcome, RunEvent.RunPaused.class)).hasSize(1);
        assertThat(events(outcome, RunEvent.RunResumed.class)).hasSize(1);
    }

    @Test
    void whoWaitsForARunThatWaitsForPeopleWaitsWithIt() {
        AgentDefinition brisk = agent(byOneAbove()).withLimits(RunLimits.DEFAULT.withWallTime(Duration.ofSeconds(20)));
        AgentDefinition boss = AgentDefinition.of(
                        "boss",
                        "",
                        new CodeBrain(view -> view.steps().isEmpty()
                                ? Next.Delegate.of(new Next.Delegate.Task(new AgentType("clerk"), "pay"))
                                : new Next.Answer(
                                        view.lastStep().orElseThrow() instanceof Step.DelegateReported r
                                                ? r.outcome().toString()
                                                : "?")))
                .withLimits(RunLimits.DEFAULT.withWallTime(Duration.ofSeconds(20)));

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(boss, brisk)
                .model(model(1001))
                .tools(PAY)
                .people(ANN.approves())
                .saysAs(EVE.caller(), "pay"));

        assertThat(outcome.answers()).singleElement().asString().contains("done");
        assertThat(paid(outcome)).hasSize(1);
        assertThat(events(outcome, RunEvent.DelegationPaused.class)).hasSize(1);
    }

    @Test
    void twoPeopleAgreeAndNobodyCountsTwice() {
        ApprovalTerms two = ApprovalTerms.within(WORKDAY).withApprovals(2).byRoles("finance");

        Outcome alone = ReplayCheck.atEveryEvent(
                paying(5, ApprovalPolicy.always(two)).people(ANN.approves(), ANN.approves(), EVE.approves()));
        Outcome together = ReplayCheck.atEveryEvent(
                paying(5, ApprovalPolicy.always(two)).people(ANN.approves(), ANN.approves(), BOB.approves()));

        assertThat(alone.calls()).isEmpty();
        assertThat(paid(together)).hasSize(1);
    }

    @Test
    void whoChangesTheArgumentsDoesNotAgreeToThem() {
        String less = "{\"amount\": 1500}";

        Outcome alone = ReplayCheck.atEveryEvent(paying(2000, byOneAbove()).people(ANN.edits(less), ANN.approves()));
        Outcome others = ReplayCheck.atEveryEvent(
                paying(2000, byOneAbove()).people(ANN.edits(less), ANN.approves(), BOB.approves()));

        assertThat(alone.calls()).isEmpty();
        assertThat(paid(others)).containsExactly(less);
        assertThat(others.states().toString()).contains("ann changed the arguments of 'pay' to " + less);
    }

    @Test
    void whatWasAgreedToBeforeAnEditCountsNoMore() {
        ApprovalTerms two = ApprovalTerms.within(WORKDAY).withApprovals(2);
        Person dan = Person.named("dan");

        Outcome outcome = ReplayCheck.atEveryEvent(paying(5, ApprovalPolicy.always(two))
                .people(ANN.approves(), BOB.edits("{\"amount\": 6}"), ANN.approves(), dan.approves()));

        assertThat(paid(outcome)).containsExactly("{\"amount\": 6}");
        assertThat(events(outcome, RunEvent.CallApproved.class))
                .extracting(RunEvent.CallApproved::version)
                .containsExactly(0, 1, 1);
    }

    @Test
    void anEditIsHeldAgainstThePolicyOfTheTool() {
        FakeTool pay = PAY.approvedBy(ApprovalPolicy.when(
                call -> above(call, 5000), ApprovalTerms.within(WORKDAY).withApprovals(2)));

        Outcome outcome = ReplayCheck.atEveryEvent(
                asked(agent(byOneAbove()), 2000).tools(pay).people(ANN.edits("{\"amount\": 9000}"), BOB.approves()));

        assertThat(outcome.calls())
                .as("two more people would have had to agree")
                .isEmpty();
    }

    @Test
    void anEditIsHeldAgainstThePolicyOfTheBrainAsWell() {
        ApprovalPolicy byTwoAbove5000 =
                call -> Optional.of(ApprovalTerms.within(WORKDAY).withApprovals(above(call, 5000) ? 2 : 1));
        String more = "{\"amount\": 9000}";

        Outcome one = ReplayCheck.atEveryEvent(
                paying(2000, byTwoAbove5000).people(ANN.edits(more), BOB.approves(), BOB.approves()));
        Outcome two = ReplayCheck.atEveryEvent(paying(2000, byTwoAbove5000)
                .people(ANN.edits(more), BOB.approves(), Person.named("dan").approves()));

        assertThat(one.calls()).as("a second one is missing").isEmpty();
        assertThat(paid(two)).containsExactly(more);
    }

    @Test
    void aBrainAroundABrainDoesNotLoseItsPolicy() {
        Brain inner = LlmBrain.of("Pay.")
                .withTools("pay")
                .approving(
                        "pay",
                        call -> Optional.of(ApprovalTerms.within(WORKDAY).withApprovals(above(call, 5000) ? 2 : 1)));
        AgentDefinition wrapped = AgentDefinition.of(
                "clerk",
                "",
                new CodeBrain(view -> view.steps().isEmpty() ? new Next.Note("begun", "yes") : inner.next(view)));

        Outcome outcome =
                ReplayCheck.atEveryEvent(asked(wrapped, 2000).people(ANN.edits("{\"amount\": 9000}"), BOB.approves()));

        assertThat(outcome.calls()).isEmpty();
    }

    @Test
    void argumentsThatCannotBeReadArePutToNobody() {
        Scenario twice = Scenario.of(agent(byOneAbove()))
                .model(ScriptedModel.of(
                        turn().calls("pay", "{\"amount\": 5, \"amount\": 5000}"), turn().answers("done")))
                .tools(PAY)
                .saysAs(EVE.caller(), "pay");

        Outcome outcome = ReplayCheck.atEveryEvent(twice.people(ANN.approves()));

        assertThat(outcome.calls()).isEmpty();
        assertThat(events(outcome, RunEvent.CallBarred.class)).hasSize(1);
    }

    @Test
    void aPolicyThatBreaksLetsNothingRun() {
        Outcome outcome = ReplayCheck.atEveryEvent(paying(5, call -> {
            throw new IllegalStateException("no idea");
        }));

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(outcome.calls()).isEmpty();
    }

    @Test
    void aToolThatDeclaresItIsHeldForBrainsInCodeToo() {
        AgentDefinition code = AgentDefinition.of(
                "clerk",
                "",
                new CodeBrain(view -> view.steps().isEmpty()
                        ? Next.CallTools.of(new ToolRequest("pay", "{\"amount\": 5}"), new ToolRequest("look", "{}"))
                        : new Next.Answer("" + view.steps().size())));
        FakeTool held = PAY.approvedBy(ApprovalPolicy.always(ApprovalTerms.within(WORKDAY)));

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(code)
                .tools(held, FakeTool.named("look"))
                .people(ANN.approves())
                .saysAs(EVE.caller(), "pay"));

        assertThat(outcome.answers()).containsExactly("2");
        assertThat(outcome.calls()).extracting(ToolCall::tool).containsExactlyInAnyOrder("look", "pay");
    }

    @Test
    void peopleAreRemindedAndOthersAskedWhenItTakesLong() {
        ApprovalTerms patient = ApprovalTerms.within(WORKDAY)
                .byRoles("finance")
                .reminding(Duration.ofHours(3))
                .escalating(Duration.ofHours(4), "board");

        Outcome outcome = ReplayCheck.atEveryEvent(paying(5, ApprovalPolicy.always(patient)));

        assertThat(events(outcome, RunEvent.ApprovalReminded.class))
                .extracting(RunEvent.ApprovalReminded::times)
                .containsExactly(1, 2);
        assertThat(events(outcome, RunEvent.ApprovalEscalated.class))
                .singleElement()
                .extracting(RunEvent.ApprovalEscalated::roles)
                .isEqualTo(List.of("board"));
        assertThat(events(outcome, RunEvent.ApprovalExpired.class)).hasSize(1);
    }

    @Test
    void aRunThatIsCancelledAsksNobodyAnyMore() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(agent(byOneAbove()))
                .model(model(5000))
                .tools(PAY)
                .saysAtOnce("pay")
                .passes(Duration.ofMinutes(1))
                .cancelsTurn());

        assertThat(outcome.calls()).isEmpty();
        assertThat(outcome.failures()).containsExactly("cancelled");
    }

    private static ApprovalPolicy byOneAbove() {
        return ApprovalPolicy.when(call -> above(call, 1000), ApprovalTerms.within(WORKDAY));
    }

    private static boolean above(ProposedCall call, int limit) {
        return call.number("amount").orElse(LIMIT.add(BigDecimal.ONE)).compareTo(BigDecimal.valueOf(limit)) > 0;
    }

    private static AgentDefinition agent(ApprovalPolicy policy) {
        return AgentDefinition.of(
                "clerk", "", LlmBrain.of("Pay.").withTools("pay").approving("pay", policy));
    }

    private static Scenario paying(int amount, ApprovalPolicy policy) {
        return asked(agent(policy), amount);
    }

    private static Scenario asked(AgentDefinition agent, int amount) {
        return Scenario.of(agent).model(model(amount)).tools(PAY).saysAs(EVE.caller(), "pay");
    }

    private static ScriptedModel model(int amount) {
        ModelTurn proposal = turn().calls("pay", "{\"amount\": %d}".formatted(amount));
        return ScriptedModel.of(proposal, turn().answers("done"));
    }

    private static List<String> paid(Outcome outcome) {
        return outcome.calls().stream().map(ToolCall::arguments).toList();
    }

    private static <E> List<E> events(Outcome outcome, Class<E> type) {
        return outcome.journal().values().stream()
                .flatMap(List::stream)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
