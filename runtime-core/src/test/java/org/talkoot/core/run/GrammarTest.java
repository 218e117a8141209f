package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelReply;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.Person;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/**
 * Whatever is journalled, what a model is shown of it keeps the grammar of all vendors. The scripted model of every
 * scenario refuses what one of them would refuse; here are histories that try to.
 */
final class GrammarTest {

    private static final FakeTool PAY = FakeTool.named("pay").returning("paid");
    private static final LlmBrain CLERK = LlmBrain.of("Pay.").withTools("pay", "look");

    @Test
    void aHumanWhoIsAskedBeforeAProposedCallStandsBehindItsOutput() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of("clerk", "", asksFirst()))
                .model(ScriptedModel.of(turn().calls("pay", "{}"), turn().answers("done"), turn().answers("again")))
                .tools(PAY, FakeTool.named("look"))
                .people(Person.named("ann").approves())
                .says("pay")
                .says("and now?"));

        assertThat(outcome.answers()).containsExactly("done", "again");
        assertThat(LooseEndsTest.history(outcome))
                .extracting(message -> message.getClass().getSimpleName())
                .startsWith("User", "ToolUse", "ToolOutput", "Note");
    }

    @Test
    void aHumanWhoSaysNoStandsBehindTheOutputThatSaysSo() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of("clerk", "", asksFirst()))
                .model(ScriptedModel.of(turn().calls("pay", "{}"), turn().answers("not done")))
                .tools(PAY, FakeTool.named("look"))
                .people(Person.named("ann").denies("no"))
                .says("pay"));

        assertThat(outcome.toolsCalled()).isEmpty();
        assertThat(outcome.answers()).containsExactly("not done");
    }

    @Test
    void whatIsShortenedInTheMiddleOfARunHasNoOutputWithoutItsCall() {
        ScriptedModel model = ScriptedModel.of(
                turn().calls("look", "{\"n\":1}"),
                turn().calls("look", "{\"n\":2}"),
                turn().calls("look", "{\"n\":3}"),
                turn().calls("look", "{\"n\":4}"),
                turn().calls("look", "{\"n\":5}"),
                turn().calls("look", "{\"n\":6}"),
                turn().fails(new ModelFailure.ContextTooLong("too long")),
                turn().fails(new ModelFailure.ContextTooLong("still too long")),
                turn().answers("done"));
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of("clerk", "", CLERK))
                .model(model)
                .tools(PAY, FakeTool.named("look"))
                .says("look six times"));

        assertThat(outcome.answers()).containsExactly("done");
        List<RunEvent.ModelCallRequested> calls =
                outcome.of(RunEvent.ModelCallRequested.class).toList();
        assertThat(calls).extracting(RunEvent.ModelCallRequested::from).isSorted();
        assertThat(calls.getLast().from()).isPositive();
    }

    @Test
    void theNextTurnBeginsWhereTheLastOneHadToBegin() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of("clerk", "", CLERK))
                .model(ScriptedModel.of(
                        turn().answers("1"),
                        turn().answers("2"),
                        turn().fails(new ModelFailure.ContextTooLong("too long")),
                        turn().answers("3"),
                        turn().answers("4")))
                .tools(PAY, FakeTool.named("look"))
                .says("a")
                .says("b")
                .says("c")
                .says("d"));

        List<Integer> begins = outcome.of(RunEvent.ModelCallRequested.class)
                .map(RunEvent.ModelCallRequested::from)
                .toList();
        assertThat(begins).hasSize(5);
        assertThat(begins.get(4)).isEqualTo(begins.get(3)).isPositive();
    }

    @Test
    void aContextThatCannotBeShortenedFailsTheRun() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of("clerk", "", CLERK))
                .model(ScriptedModel.of().thenAlways(turn().fails(new ModelFailure.ContextTooLong("too long"))))
                .tools(PAY, FakeTool.named("look"))
                .says("a"));

        assertThat(outcome.failures()).containsExactly("model-context-too-long");
    }

    @Test
    void aReplyThatIsCutOffWhileItAsksForToolsIsNoAnswer() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of("clerk", "", CLERK))
                .model(ScriptedModel.of(turn().isCutOffCalling("I will now")))
                .tools(PAY, FakeTool.named("look"))
                .says("a"));

        assertThat(outcome.answers()).isEmpty();
        assertThat(outcome.failures()).containsExactly("truncated");
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("talkoot.grammar.seeds", 400));
    }

    /** Brains that do at each step whatever comes to their mind, and people who cancel them. */
    @ParameterizedTest
    @MethodSource("seeds")
    void randomHistoriesKeepTheGrammar(long seed) {
        Random random = new Random(seed);
        Brain brain = new CodeBrain(
                view -> anything(new Random(seed * 31 + view.steps().size()), view));
        ScriptedModel model = ScriptedModel.of(
                        random.ints(12).mapToObj(GrammarTest::reply).toArray(ModelTurn[]::new))
                .thenAlways(turn().answers("the end"));
        Scenario scenario = Scenario.of(AgentDefinition.of("clerk", "", brain), AgentDefinition.of("helper", "", CLERK))
                .model(model.forAgent("helper", turn().answers("helped")).thenAlways(turn().answers("x")))
                .tools(
                        PAY.delayed(Duration.ofSeconds(random.nextInt(20))),
                        FakeTool.named("look").delayed(Duration.ofSeconds(random.nextInt(3))));
        if (random.nextBoolean()) {
            scenario = scenario.people(Person.named("ann").approves());
        }
        for (int i = 1; i <= 3; i++) {
            scenario = scenario.saysAtOnce("message " + i).passes(Duration.ofSeconds(random.nextInt(40)));
            if (random.nextInt(3) == 0) {
                scenario = scenario.cancels("clerk", i).passes(Duration.ofSeconds(random.nextInt(20)));
            }
        }

        Outcome outcome = scenario.run();

        assertThat(outcome.batches()).isPositive();
    }

    private static ModelTurn reply(int random) {
        return switch (Math.floorMod(random, 8)) {
            case 0 -> turn().calls("pay", "{}");
            case 1 -> turn().calls("pay", "{}").calls("look", "{}");
            case 2 -> turn().calls("look", "{}").calls("nothing_like_it", "{}");
            case 3 -> turn().calls("ask_helper", "help").calls("pay", "{\"n\":2}");
            case 4 -> turn().fails(new ModelFailure.ContextTooLong("too long"));
            case 5 -> turn().fails(new ModelFailure.Unavailable("away"));
            case 6 -> turn().answers("so").delays(Duration.ofSeconds(15));
            default -> turn().answers("well");
        };
    }

    private static Next anything(Random random, RunView view) {
        return switch (random.nextInt(10)) {
            case 0 -> new Next.AskHuman("May I?", Duration.ofSeconds(10));
            case 1 -> new Next.Note("thought", "hm");
            case 2 -> new Next.CallTools(List.of(new ToolRequest("look", "{\"mine\":true}")));
            case 3 -> new Next.Sleep(Duration.ofSeconds(2));
            case 4 -> new Next.Answer("enough");
            case 5 -> new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType("helper"), "do")));
            case 6, 7 -> proposed(view) ? new Next.RunProposed() : model(random, view);
            default -> model(random, view);
        };
    }

    private static Next model(Random random, RunView view) {
        Prompt prompt = Prompt.of("Anything.")
                .withTools(List.of("pay", "look"))
                .withDelegates(List.of(new AgentType("helper")));
        return new Next.CallModel(prompt, random.nextInt(view.history().size() + 2) - 1);
    }

    private static boolean proposed(RunView view) {
        List<Step> since = new ArrayList<>();
        for (Step step : view.steps().reversed()) {
            if (step instanceof Step.ModelReplied(ModelReply reply)) {
                return reply instanceof ModelReply.ToolCalls
                        && since.stream().noneMatch(Step.ToolSettled.class::isInstance);
            }
            since.add(step);
        }
        return false;
    }

    /** Asks a human before anything that the model proposes. */
    private static Brain asksFirst() {
        return new CodeBrain(view -> switch (view.lastStep().orElse(null)) {
            case Step.ModelReplied(ModelReply reply)
            when reply instanceof ModelReply.ToolCalls -> new Next.AskHuman("May I?", Duration.ofMinutes(1));
            case Step.HumanDecided(String q, Approval a) when a instanceof Approval.Approved -> new Next.RunProposed();
            case Step.HumanDecided ignored -> CLERK.next(view);
            case null, default -> CLERK.next(view);
        });
    }
}
