package org.talkoot.core.replay;

import static org.talkoot.testkit.ModelTurn.turn;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scenarios that nobody thought of, killed after each of their events: three agents with random
 * scripts, tools that fail or leave doubt, models that fail, handoffs, delegations, limits.
 *
 * <p>Nothing random takes time, and an agent asks one other at a time: what happens at once may end
 * in any order after a crash, which is right and would look like a difference.
 */
final class RandomScenariosTest {

    private static final List<String> AGENTS = List.of("ann", "bob", "cid");
    private static final FakeTool[] TOOLS = {
        FakeTool.named("look").returning("seen"),
        FakeTool.named("pay").doing(call -> ToolResult.success("paid " + call.arguments())),
        FakeTool.named("break").failing("broken", "It is broken."),
        FakeTool.named("doubt").returning(new ToolResult.InDoubt("The node stopped."))
    };

    /** What one agent is, and what its model says, turn by turn. */
    record Player(RunLimits limits, List<ModelTurn> script) {}

    /** What is written: to whom, and whether anybody waits for the answer. */
    record Line(Optional<String> to, List<String> texts) {}

    record Plan(List<Player> players, List<Line> lines, Optional<Approval> human) {

        Scenario scenario() {
            List<AgentDefinition> agents = new ArrayList<>();
            ScriptedModel model = ScriptedModel.of().thenAlways(turn().answers("the end"));
            for (int i = 0; i < players.size(); i++) {
                agents.add(agent(AGENTS.get(i), players.get(i).limits()));
                model =
                        model.forAgent(
                                AGENTS.get(i), players.get(i).script().toArray(ModelTurn[]::new));
            }
            Scenario scenario =
                    Scenario.of(agents.toArray(AgentDefinition[]::new)).model(model).tools(TOOLS);
            scenario = human.map(scenario::human).orElse(scenario);
            for (Line line : lines) {
                scenario =
                        line.to().isPresent()
                                ? scenario.saysTo(line.to().get(), line.texts().getFirst())
                                : scenario.saysAtOnce(line.texts().toArray(String[]::new));
            }
            return scenario;
        }

        private static AgentDefinition agent(String name, RunLimits limits) {
            String[] others = AGENTS.stream().filter(a -> !a.equals(name)).toArray(String[]::new);
            return AgentDefinition.of(
                            name,
                            "",
                            LlmBrain.of("You are " + name)
                                    .withTools("look", "pay", "break", "doubt")
                                    .handingOffTo(others)
                                    .asking(others)
                                    .withPatience(Duration.ofMinutes(7)))
                    .withLimits(limits);
        }
    }

    @Property(tries = 150, seed = "20260101", edgeCases = EdgeCasesMode.NONE)
    void comesToTheSameEndWhereverItIsKilled(@ForAll("plans") Plan plan) {
        Outcome outcome = ReplayCheck.atEveryEvent(plan.scenario());

        Statistics.label("writes").collect(outcome.batches() / 20 * 20);
        Statistics.label("turns failed").collect(outcome.failures().size());
    }

    @Provide
    Arbitrary<Plan> plans() {
        return Combinators.combine(
                        players().list().ofSize(AGENTS.size()),
                        lines().list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.<Optional<Approval>>of(
                                Optional.empty(),
                                Optional.of(new Approval.Approved("eve", "fine")),
                                Optional.of(new Approval.Denied("eve", "no"))))
                .as(Plan::new);
    }

    private static Arbitrary<Player> players() {
        Arbitrary<RunLimits> limits =
                Combinators.combine(
                                Arbitraries.integers().between(2, 12),
                                Arbitraries.integers().between(1, 8))
                        .as(
                                (steps, calls) ->
                                        RunLimits.DEFAULT.withSteps(steps).withModelCalls(calls));
        return Combinators.combine(limits, turns().list().ofMaxSize(6)).as(Player::new);
    }

    private static Arbitrary<Line> lines() {
        Arbitrary<String> texts = Arbitraries.of("hi", "pay it", "and now?");
        return Combinators.combine(
                        Arbitraries.of(AGENTS).optional(0.5),
                        texts.list().ofMinSize(1).ofMaxSize(3))
                .as(Line::new);
    }

    private static Arbitrary<ModelTurn> turns() {
        Arbitrary<String> peers = Arbitraries.of(AGENTS);
        return Arbitraries.frequencyOf(
                Tuple.of(
                        4,
                        tools().list().ofMinSize(1).ofMaxSize(3).map(RandomScenariosTest::calling)),
                Tuple.of(2, Arbitraries.of("so", "well", "").map(turn()::answers)),
                Tuple.of(2, peers.map(peer -> turn().calls("ask_" + peer, "what?"))),
                Tuple.of(1, peers.map(peer -> turn().calls("hand_off_to_" + peer, "yours"))),
                Tuple.of(1, Arbitraries.of(turn().refuses("no"), turn().isCutOff("and"))),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                turn().answers("at last").afterWaiting(Duration.ofSeconds(9)))),
                Tuple.of(2, failures().map(turn()::fails)));
    }

    private static ModelTurn calling(List<String> tools) {
        ModelTurn turn = turn();
        for (String tool : tools) {
            turn = turn.calls(tool, "{\"n\":" + tools.size() + "}");
        }
        return turn;
    }

    private static Arbitrary<String> tools() {
        return Arbitraries.frequency(
                Tuple.of(4, "look"),
                Tuple.of(4, "pay"),
                Tuple.of(2, "break"),
                Tuple.of(1, "doubt"),
                Tuple.of(1, "nothing_like_it"));
    }

    private static Arbitrary<ModelFailure> failures() {
        return Arbitraries.of(
                new ModelFailure.ContextTooLong("too long"),
                new ModelFailure.Unavailable("away"),
                new ModelFailure.Rejected("bad"),
                new ModelFailure.Timeout("late"));
    }
}
