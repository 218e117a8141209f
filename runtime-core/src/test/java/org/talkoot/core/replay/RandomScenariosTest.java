package org.talkoot.core.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.approval.ApprovalPolicy;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.Person;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/**
 * Scenarios that nobody thought of, killed after each of their events: three agents with random scripts, tools that
 * fail or leave doubt, models that fail, handoffs, delegations, limits.
 *
 * <p>Nothing random takes time, and an agent asks one other at a time: what happens at once may end in any order after
 * a crash, which is right and would look like a difference. A seed makes the same scenario for ever.
 */
final class RandomScenariosTest {

    private static final List<String> AGENTS = List.of("ann", "bob", "cid");
    private static final int SEEDS = 150;
    private static final FakeTool[] TOOLS = {
        FakeTool.named("look").returning("seen"),
        FakeTool.named("pay").doing(call -> ToolResult.success("paid " + call.arguments())),
        FakeTool.named("break").failing("broken", "It is broken."),
        FakeTool.named("sell").approvedBy(ApprovalPolicy.always(ApprovalTerms.within(Duration.ofHours(2)))),
        FakeTool.named("doubt").returning(new ToolResult.InDoubt("The node stopped."))
    };

    /** What one agent is, and what its model says, turn by turn. */
    record Player(RunLimits limits, List<ModelTurn> script) {}

    /** What is written: to whom, and whether anybody waits for the answer. */
    record Line(Optional<String> to, List<String> texts) {}

    record Plan(List<Player> players, List<Line> lines, Optional<Person.Saying> person) {

        Scenario scenario() {
            List<AgentDefinition> agents = new ArrayList<>();
            ScriptedModel model = ScriptedModel.of().thenAlways(turn().answers("the end"));
            for (int i = 0; i < players.size(); i++) {
                agents.add(agent(AGENTS.get(i), players.get(i).limits()));
                model = model.forAgent(AGENTS.get(i), players.get(i).script().toArray(ModelTurn[]::new));
            }
            Scenario scenario = Scenario.of(agents.toArray(AgentDefinition[]::new))
                    .model(model)
                    .tools(TOOLS);
            scenario = person.map(scenario::people).orElse(scenario);
            for (Line line : lines) {
                scenario = line.to().isPresent()
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

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void comesToTheSameEndWhereverItIsKilled(long seed) {
        ReplayCheck.atEveryEvent(new Dice(seed).plan().scenario());
    }

    @Test
    void manyTurnsEndWellAndManyFail() {
        List<Outcome> outcomes =
                seeds().mapToObj(seed -> new Dice(seed).plan().scenario().run()).toList();

        assertThat(outcomes).filteredOn(outcome -> outcome.failures().isEmpty()).hasSizeGreaterThan(SEEDS / 10);
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.failures().isEmpty())
                .hasSizeGreaterThan(SEEDS / 10);
        assertThat(outcomes).filteredOn(outcome -> outcome.batches() > 20).hasSizeGreaterThan(SEEDS / 10);
    }

    /** What chance makes of one seed. */
    private static final class Dice {

        private final SplittableRandom random;

        Dice(long seed) {
            this.random = new SplittableRandom(seed);
        }

        Plan plan() {
            return new Plan(
                    several(AGENTS.size(), AGENTS.size(), this::player),
                    several(1, 3, this::line),
                    one(List.of(
                            Optional.empty(),
                            Optional.of(Person.named("eve").approves()),
                            Optional.of(Person.named("eve").denies("no")))));
        }

        private Player player() {
            RunLimits limits = RunLimits.DEFAULT.withSteps(between(2, 12)).withModelCalls(between(1, 8));
            return new Player(limits, several(0, 6, this::modelTurn));
        }

        private Line line() {
            Optional<String> to = random.nextBoolean() ? Optional.of(one(AGENTS)) : Optional.empty();
            return new Line(to, several(1, 3, () -> one(List.of("hi", "pay it", "and now?"))));
        }

        private ModelTurn modelTurn() {
            return switch (between(1, 13)) {
                case 1, 2, 3, 4 -> calling(several(1, 3, this::tool));
                case 5, 6 -> turn().answers(one(List.of("so", "well", "")));
                case 7, 8 -> turn().calls("ask_" + one(AGENTS), "what?");
                case 9 -> turn().calls("hand_off_to_" + one(AGENTS), "yours");
                case 10 -> one(List.of(turn().refuses("no"), turn().isCutOff("and")));
                case 11 -> turn().answers("at last").afterWaiting(Duration.ofSeconds(9));
                default -> turn().fails(failure());
            };
        }

        private static ModelTurn calling(List<String> tools) {
            ModelTurn turn = turn();
            for (String tool : tools) {
                turn = turn.calls(tool, "{\"n\":" + tools.size() + "}");
            }
            return turn;
        }

        private String tool() {
            return switch (between(1, 12)) {
                case 1, 2, 3, 4 -> "look";
                case 5, 6, 7, 8 -> "pay";
                case 9 -> "break";
                case 10 -> "sell";
                case 11 -> "doubt";
                default -> "nothing_like_it";
            };
        }

        private ModelFailure failure() {
            return one(List.of(
                    new ModelFailure.ContextTooLong("too long"),
                    new ModelFailure.Unavailable("away"),
                    new ModelFailure.Rejected("bad"),
                    new ModelFailure.Timeout("late")));
        }

        private int between(int least, int most) {
            return random.nextInt(least, most + 1);
        }

        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private <T> List<T> several(int least, int most, Supplier<T> each) {
            return IntStream.range(0, between(least, most))
                    .mapToObj(i -> each.get())
                    .toList();
        }
    }
}
