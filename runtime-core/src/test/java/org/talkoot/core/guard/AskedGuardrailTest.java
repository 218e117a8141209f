package org.talkoot.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.guard.rule.Secrets;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.Person;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Guardrails for which somebody has to be asked: a step of the run, the same wherever it is killed. */
final class AskedGuardrailTest {

    /** Blocks, rewrites or breaks at words that say so. */
    private static Verdict moderate(Subject subject) {
        if (subject.text().contains("broken")) {
            throw new IllegalStateException("out of order");
        }
        if (subject.text().contains("bad")) {
            return new Verdict.Block("it is bad");
        }
        return subject.text().contains("rude")
                ? new Verdict.Rewrite(subject.text().replace("rude", "kind"))
                : Verdict.pass();
    }

    private static final AskedGuardrail MODERATION = AskedGuardrail.service("moderation", AskedGuardrailTest::moderate);

    private static AgentDefinition echo(Place place, Guard... guards) {
        return AgentDefinition.of("a", "", new CodeBrain(view -> new Next.Answer(view.task())))
                .guarding(place, guards);
    }

    private static AgentDefinition looking() {
        return AgentDefinition.of("a", "", LlmBrain.of("Help.").withTools("look"));
    }

    private static Scenario looks(AgentDefinition agent, String arguments, String found) {
        return Scenario.of(agent)
                .model(ScriptedModel.of(turn().calls("look", arguments), turn().answers("done")))
                .tools(FakeTool.named("look").returning(found))
                .says("look");
    }

    @ParameterizedTest
    @EnumSource(names = {"INPUT", "OUTPUT"})
    void whatPassesGoesOn(Place place) {
        Outcome outcome =
                ReplayCheck.atEveryEvent(Scenario.of(echo(place, MODERATION)).says("hello"));

        assertThat(outcome.answers()).containsExactly("hello");
        assertThat(outcome.of(RunEvent.GuardrailAsked.class)).hasSize(1);
        assertThat(outcome.of(RunEvent.GuardrailAnswered.class)).hasSize(1);
    }

    @Test
    void whatIsBlockedIsNotRemembered() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(echo(Place.INPUT, MODERATION)).says("bad words").says("hello"));

        assertThat(outcome.failures()).containsExactly("blocked");
        assertThat(outcome.answers()).containsExactly("hello");
        assertThat(outcome.states().toString()).contains("[blocked by moderation]");
    }

    @Test
    void whatIsRewrittenGoesOnInOtherWords() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(echo(Place.INPUT, MODERATION)).says("rude words"));

        assertThat(outcome.answers()).containsExactly("kind words");
    }

    @Test
    void anAnswerIsBlockedOrRewritten() {
        Outcome outcome =
                ReplayCheck.atEveryEvent(Scenario.of(echo(Place.OUTPUT, MODERATION, Secrets.redacting("kind")))
                        .says("bad words")
                        .says("rude words"));

        assertThat(outcome.failures()).containsExactly("answer-blocked");
        assertThat(outcome.answers()).containsExactly("[redacted] words");
    }

    @Test
    void severalAreAskedOneAfterTheOther() {
        AskedGuardrail shout = AskedGuardrail.service(
                "shout", subject -> new Verdict.Rewrite(subject.text().toUpperCase(Locale.ROOT)));
        for (Place place : List.of(Place.INPUT, Place.OUTPUT)) {
            Outcome outcome = ReplayCheck.atEveryEvent(
                    Scenario.of(echo(place, MODERATION, shout)).says("rude words"));

            assertThat(outcome.answers()).containsExactly("KIND WORDS");
            assertThat(outcome.of(RunEvent.GuardrailAsked.class))
                    .extracting(RunEvent.GuardrailAsked::guardrail)
                    .containsExactly("moderation", "shout");
        }
    }

    @Test
    void oneThatSaysNothingFailsAsItIsToldTo() {
        Outcome closed = ReplayCheck.atEveryEvent(
                Scenario.of(echo(Place.INPUT, MODERATION.attempts(2))).says("broken"));
        Outcome open = ReplayCheck.atEveryEvent(
                Scenario.of(echo(Place.INPUT, MODERATION.failingOpen())).says("broken"));

        assertThat(closed.failures()).containsExactly("blocked");
        assertThat(closed.of(RunEvent.GuardrailFailed.class))
                .extracting(RunEvent.GuardrailFailed::failing)
                .containsExactly(AskedGuardrail.Failing.CLOSED);
        assertThat(open.answers()).containsExactly("broken");
    }

    static Stream<String> words() {
        return Stream.of("fine", "rude", "bad", "broken");
    }

    @ParameterizedTest
    @MethodSource("words")
    void whatATaskLooksLikeToThoseThatWait(String word) {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(echo(Place.INPUT, MODERATION)).saysAtOnce(word + " one", word + " two", "three"));

        assertThat(outcome.answers().size() + outcome.failures().size()).isEqualTo(3);
        assertThat(outcome.answers()).contains("three");
    }

    @ParameterizedTest
    @MethodSource("words")
    void whatAToolIsCalledWith(String word) {
        Outcome outcome = ReplayCheck.atEveryEvent(
                looks(looking().guarding(Place.TOOL_ARGUMENTS, MODERATION), "{\"q\":\"" + word + "\"}", "Sun."));

        assertThat(outcome.answers()).containsExactly("done");
        List<String> called = outcome.calls().stream().map(ToolCall::arguments).toList();
        assertThat(called)
                .isEqualTo(
                        switch (word) {
                            case "fine" -> List.of("{\"q\":\"fine\"}");
                            case "rude" -> List.of("{\"q\":\"kind\"}");
                            default -> List.of();
                        });
    }

    @ParameterizedTest
    @MethodSource("words")
    void whatAToolHasSaid(String word) {
        Outcome outcome = ReplayCheck.atEveryEvent(
                looks(looking().guarding(Place.TOOL_RESULT, MODERATION), "{}", "It is " + word));

        assertThat(outcome.answers()).containsExactly("done");
        assertThat(outcome.toolsCalled()).hasSize(1);
        String told = outcome.told().getLast().messages().toString();
        assertThat(told)
                .contains(
                        switch (word) {
                            case "fine" -> "It is fine";
                            case "rude" -> "It is kind";
                            default -> "result-blocked";
                        });
    }

    @Test
    void peopleAreAskedAfterIt() {
        AgentDefinition agent = AgentDefinition.of(
                        "a",
                        "",
                        LlmBrain.of("Help.").withTools("look").approving("look", call -> true, Duration.ofHours(1)))
                .guarding(Place.TOOL_ARGUMENTS, MODERATION);
        Outcome outcome = ReplayCheck.atEveryEvent(looks(agent, "{\"q\":\"rude\"}", "Sun.")
                .people(Person.named("eve").approves()));

        assertThat(outcome.calls()).extracting(ToolCall::arguments).containsExactly("{\"q\":\"kind\"}");
        assertThat(outcome.answers()).containsExactly("done");
    }

    @Test
    void callsOfTheBrainItself() {
        AgentDefinition agent = AgentDefinition.of(
                        "a",
                        "",
                        new CodeBrain(view -> view.steps().isEmpty()
                                ? new Next.CallTools(List.of(
                                        new ToolRequest("look", "bad"),
                                        new ToolRequest("look", "rude"),
                                        new ToolRequest("look", "fine")))
                                : new Next.Answer("steps: " + view.steps().size())))
                .guarding(Place.TOOL_ARGUMENTS, MODERATION)
                .guarding(Place.TOOL_RESULT, MODERATION);
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(agent)
                .tools(FakeTool.named("look").returning("rude too"))
                .says("look"));

        assertThat(outcome.calls()).extracting(ToolCall::arguments).containsExactly("kind", "fine");
        assertThat(outcome.answers()).containsExactly("steps: 3");
    }

    @Test
    void nothingIsAskedOfARunThatIsPaused() {
        for (Place place : List.of(Place.TOOL_ARGUMENTS, Place.TOOL_RESULT)) {
            Scenario scenario = Scenario.of(looking().guarding(place, MODERATION))
                    .model(ScriptedModel.of(
                            turn().calls("look", "{}").delays(Duration.ofSeconds(5)), turn().answers("done")))
                    .tools(FakeTool.named("look").returning("rude").delayed(Duration.ofSeconds(5)))
                    .saysAtOnce("look")
                    .passes(Duration.ofSeconds(1))
                    .pauses("a", 1)
                    .passes(Duration.ofMinutes(10))
                    .resumes("a", 1);

            assertThat(ReplayCheck.atEveryEvent(scenario).answers()).containsExactly("done");
        }
    }

    // judged by a model

    private static final AskedGuardrail JUDGE = AskedGuardrail.judge("on-topic", "It is about insurance.");

    private static Scenario judged(AgentDefinition agent, ModelTurn... turns) {
        return Scenario.of(agent).model(ScriptedModel.of(turns)).says("insure me");
    }

    private static AgentDefinition model(Place place, Guard guard) {
        return AgentDefinition.of("a", "", LlmBrain.of("Help.")).guarding(place, guard);
    }

    @Test
    void aModelJudgesWhatIsAskedAndWhatIsAnswered() {
        Outcome asked = ReplayCheck.atEveryEvent(judged(
                model(Place.INPUT, JUDGE),
                turn().answers("{\"allowed\":true,\"reason\":\"\"}"),
                turn().answers("Yes.")));
        Outcome answered = ReplayCheck.atEveryEvent(judged(
                model(Place.OUTPUT, JUDGE),
                turn().answers("Yes."),
                turn().answers("{\"allowed\":false,\"reason\":\"no\"}")));

        assertThat(asked.answers()).containsExactly("Yes.");
        assertThat(asked.spent()).isEqualTo(TokenUsage.of(20, 10));
        assertThat(answered.failures()).containsExactly("answer-blocked");
    }

    @Test
    void whatIsNoJudgementIsNone() {
        for (ModelTurn turn : List.of(
                turn().answers("Sure, go on!"),
                turn().answers("{\"allowed\":\"yes\"}"),
                turn().refuses("no"),
                turn().isCutOff("{\"allowed\":tr"),
                turn().fails(new ModelFailure.Unavailable("down")))) {
            Outcome closed = ReplayCheck.atEveryEvent(judged(model(Place.INPUT, JUDGE), turn));
            Outcome open = ReplayCheck.atEveryEvent(
                    judged(model(Place.INPUT, JUDGE.failingOpen()), turn, turn().answers("Yes.")));

            assertThat(closed.failures()).containsExactly("blocked");
            assertThat(open.answers()).containsExactly("Yes.");
        }
    }

    @Test
    void aJudgeIsAModelCallOfTheRun() {
        Outcome outcome = ReplayCheck.atEveryEvent(judged(
                model(Place.OUTPUT, JUDGE).withLimits(RunLimits.DEFAULT.withModelCalls(1)), turn().answers("Yes.")));

        assertThat(outcome.failures()).containsExactly("model-call-limit");
    }

    @Test
    void aRunThatEndsWhileItsResultIsLookedAtDoesNotSayThatNothingWasRun() {
        AgentDefinition agent = looking()
                .withLimits(RunLimits.DEFAULT.withWallTime(Duration.ofSeconds(20)))
                .guarding(Place.TOOL_RESULT, JUDGE);
        Outcome outcome = Scenario.of(agent)
                .model(ScriptedModel.of(
                        turn().calls("look", "{}"),
                        turn().answers("{\"allowed\":true,\"reason\":\"\"}").delays(Duration.ofSeconds(60)),
                        turn().answers("done")))
                .tools(FakeTool.named("look").returning("secret"))
                .says("look")
                .passes(Duration.ofMinutes(2))
                .says("again")
                .run();

        assertThat(outcome.failures()).containsExactly("wall-time-limit");
        assertThat(outcome.of(RunEvent.LateUsageCharged.class)).hasSize(1);
        assertThat(outcome.told().getLast().messages().toString())
                .contains("result-withheld")
                .doesNotContain("secret");
    }
}
