package org.talkoot.core.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Histories that are made to fit, disturbed wherever they can be. */
final class FittedScenariosTest {

    private static final ContextPolicy NARROW = ContextPolicy.of(600).summarised();
    private static final String LONG = "word ".repeat(80);

    /** It does not say what it has counted. */
    private static ModelTurn says(String text) {
        return turn().answers(text).costs(TokenUsage.of(0, 5));
    }

    private static AgentDefinition clerk(ContextPolicy policy) {
        return AgentDefinition.of("clerk", "", LlmBrain.of("Be brief.").withTools("look"))
                .withContext(policy);
    }

    private static Scenario talk(ScriptedModel model) {
        return Scenario.of(clerk(NARROW))
                .model(model)
                .tools(FakeTool.named("look").returning("seen"))
                .says("first " + LONG)
                .says("second " + LONG)
                .says("third " + LONG)
                .says("fourth " + LONG)
                .says("fifth " + LONG);
    }

    @Test
    void eachSummaryIsJournalledOnceHoweverOftenItsNodeDies() {
        Outcome outcome = ReplayCheck.atEveryEvent(talk(ScriptedModel.of().thenAlways(says("So it is."))));

        assertThat(outcome.answers()).hasSize(5);
        List<RunEvent.SummaryRequested> asked =
                outcome.of(RunEvent.SummaryRequested.class).toList();
        assertThat(asked).isNotEmpty();
        assertThat(outcome.of(RunEvent.SummaryWritten.class))
                .hasSameSizeAs(asked)
                .allMatch(summary -> summary.text().equals("So it is."));
    }

    @Test
    void aSummaryThatFailsStopsNothing() {
        ModelTurn fails = turn().fails(new ModelFailure.Unavailable("away"));
        Outcome outcome = ReplayCheck.atEveryEvent(
                talk(ScriptedModel.of(says("1"), says("2"), fails, says("3")).thenAlways(says("on"))));

        assertThat(outcome.of(RunEvent.SummaryFailed.class)).isNotEmpty();
        assertThat(outcome.failures().size() + outcome.answers().size()).isEqualTo(5);
    }

    @Test
    void whatIsNoSummaryIsNone() {
        ScriptedModel model = ScriptedModel.of().thenAlways(says(" "));

        Outcome outcome = talk(model).run();

        assertThat(outcome.of(RunEvent.SummaryFailed.class))
                .isNotEmpty()
                .allMatch(failed -> failed.why().contains("did not write a summary"));
        assertThat(outcome.of(RunEvent.SummaryWritten.class)).isEmpty();
    }

    @Test
    void whatBreaksWhileItIsAskedWhatIsPinnedEndsItsRunAndNothingElse() {
        ContextPolicy broken = ContextPolicy.of(600).pinning(message -> {
            throw new IllegalStateException("no");
        });
        Outcome outcome = Scenario.of(clerk(broken))
                .model(ScriptedModel.of().thenAlways(says("So it is.")))
                .tools(FakeTool.named("look"))
                .says("first " + LONG)
                .says("second " + LONG)
                .says("third " + LONG)
                .says("fourth " + LONG)
                .run();

        assertThat(outcome.answers()).isNotEmpty();
        assertThat(outcome.failures()).isNotEmpty().containsOnly("brain-broke");
    }

    /** The run goes on for long by itself: it is shortened in the middle, and what it is about is always shown. */
    @Test
    void aRunThatOverflowsByItselfIsShortenedInTheMiddle() {
        AtomicInteger calls = new AtomicInteger();
        NarrowModel model = new NarrowModel(1_000, 0.25, request -> {
            assertThat(request.messages()).anyMatch(message -> message.text().equals("Look fifteen times."));
            int call = calls.incrementAndGet();
            return call > 15
                    ? new ModelReply.Answer("done")
                    : new ModelReply.ToolCalls(
                            "", List.of(new ToolCall(new CallId("p"), "look", "{\"n\":" + call + "}")));
        });

        Outcome outcome = Scenario.of(clerk(ContextPolicy.of(1_000)))
                .model(model)
                .tools(FakeTool.named("look").returning(LONG))
                .says("Look fifteen times.")
                .run();

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(outcome.of(RunEvent.ModelCallFailed.class)).isEmpty();
    }

    @Test
    void anOutputThatIsLongerThanTheWindowIsShownByItsBeginning() {
        NarrowModel model = new NarrowModel(2_000, 0.25, request -> {
            ModelRequest asked = request;
            return asked.messages().getLast() instanceof Message.ToolOutput output
                    ? new ModelReply.Answer(
                            output.text().substring(output.text().length() - 30))
                    : new ModelReply.ToolCalls("", List.of(new ToolCall(new CallId("p"), "look", "{}")));
        });

        Outcome outcome = Scenario.of(clerk(ContextPolicy.of(2_000)))
                .model(model)
                .tools(FakeTool.named("look").returning("0123456789".repeat(100_000)))
                .says("Look.")
                .run();

        assertThat(outcome.answers()).singleElement().asString().endsWith("more characters]");
        assertThat(outcome.of(RunEvent.ModelCallFailed.class)).isEmpty();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("talkoot.fitting.seeds", 60));
    }

    /** The model refuses what is too long or against any vendor's grammar; whatever happens, nothing is. */
    @ParameterizedTest
    @MethodSource("seeds")
    void randomTalksFitAndKeepTheGrammar(long seed) {
        Random random = new Random(seed);
        int window = 1_500 + random.nextInt(3_000);
        NarrowModel model = new NarrowModel(window, 0.15 + random.nextDouble() / 3, request -> reply(random));
        ContextPolicy policy =
                ContextPolicy.of(window).pinning(message -> message.text().length() % 5 == 0);
        Scenario scenario = Scenario.of(clerk(random.nextBoolean() ? policy.summarised() : policy))
                .model(model)
                .tools(FakeTool.named("look").returning("seen ".repeat(random.nextInt(300))));
        for (int turn = 0; turn < 20; turn++) {
            scenario = scenario.says("say ".repeat(1 + random.nextInt(60)));
        }

        Outcome outcome = scenario.run();

        assertThat(outcome.failures()).isSubsetOf("limit-tool-calls", "limit-steps");
        assertThat(outcome.of(RunEvent.SummaryWritten.class).count())
                .isEqualTo(outcome.of(RunEvent.SummaryRequested.class).count());
    }

    private static ModelReply reply(Random random) {
        return random.nextInt(3) == 0
                ? new ModelReply.ToolCalls(
                        "hm",
                        List.of(
                                new ToolCall(new CallId("a"), "look", "{}"),
                                new ToolCall(new CallId("b"), "look", "{}")))
                : new ModelReply.Answer("well ".repeat(1 + random.nextInt(50)));
    }
}
