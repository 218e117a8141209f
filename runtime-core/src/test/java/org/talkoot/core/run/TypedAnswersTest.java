package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.talkoot.testkit.ModelTurn.turn;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Next.Delegate.Task;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.Sequence;
import org.talkoot.core.conversation.ConversationEvent.AnswerPosted;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.Message;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.schema.Within;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Answers that are values: taken, mended or given up, and the same wherever a node dies. */
final class TypedAnswersTest {

    record Score(@Within(min = 0, max = 100) int percent) {}

    record Request(String text, int times) {}

    sealed interface Verdicts {
        record Yes(int percent) implements Verdicts {}

        record No(String why) implements Verdicts {}
    }

    private static final String GOOD = "{\"percent\":12}";
    private static final String BAD = "{\"percent\":120}";
    private static final LlmBrain SCORING = LlmBrain.of("Score it.").answering(Score.class);

    private static Scenario scoring(LlmBrain brain, ModelTurn... turns) {
        return Scenario.of(AgentDefinition.of("scorer", "", brain))
                .model(ScriptedModel.of(turns))
                .says("fire");
    }

    static Stream<Arguments> scenarios() {
        return Stream.of(
                answers("fits at once", scoring(SCORING, turn().answers(GOOD)), GOOD),
                answers(
                        "is written on many lines",
                        scoring(SCORING, turn().answers(" {\n \"percent\": 12 }\n")),
                        " {\n \"percent\": 12 }\n"),
                answers("is mended once", scoring(SCORING, turn().answers(BAD), turn().answers(GOOD)), GOOD),
                answers(
                        "is mended twice",
                        scoring(SCORING, turn().answers("Twelve."), turn().answers(BAD), turn().answers(GOOD)),
                        GOOD),
                answers(
                        "comes after a tool, mended",
                        scoring(
                                        SCORING.withTools("look"),
                                        turn().calls("look", "{}"),
                                        turn().answers(BAD),
                                        turn().calls("look", "{}"),
                                        turn().answers(GOOD))
                                .tools(ScenarioWords.LOOK),
                        GOOD),
                fails(
                        "never fits",
                        scoring(SCORING, turn().answers(BAD), turn().answers(BAD), turn().answers(BAD)),
                        "output-invalid"),
                fails(
                        "does not fit, and is not to be mended",
                        scoring(LlmBrain.of("Score it.").answering(Score.class, 0), turn().answers(BAD)),
                        "output-invalid"),
                fails("is cut off", scoring(SCORING, turn().isCutOff("{\"perc")), "truncated"));
    }

    @ParameterizedTest(name = "an answer that {0}")
    @MethodSource("scenarios")
    void comesToTheSameEndWhereverItIsKilled(String name, Scenario scenario, ScenarioWords.Expected expected) {
        expected.assertIsTheEndOf(ReplayCheck.atEveryEvent(scenario));
    }

    private static Arguments answers(String name, Scenario scenario, String answer) {
        return arguments(name, scenario, new ScenarioWords.Expected(List.of(answer), List.of()));
    }

    private static Arguments fails(String name, Scenario scenario, String code) {
        return arguments(name, scenario, new ScenarioWords.Expected(List.of(), List.of(code)));
    }

    @Test
    void theModelReadsWhatItSaidAndWhatIsWrongWithIt() {
        Outcome outcome =
                scoring(SCORING, turn().answers(BAD), turn().answers(GOOD)).run();
        assertThat(outcome.answers()).containsExactly(GOOD);
        assertThat(outcome.of(RunEvent.ReplyRejected.class))
                .singleElement()
                .satisfies(e -> assertThat(e.why()).contains("- $.percent must be at most 100, but is 120"));
        RunState state = (RunState) outcome.states().values().stream()
                .filter(RunState.class::isInstance)
                .findFirst()
                .orElseThrow();
        List<String> texts =
                state.memory().history().stream().map(Message::text).toList();
        assertThat(texts).hasSize(4);
        assertThat(texts.subList(0, 2)).isEqualTo(List.of("fire", BAD));
    }

    @Test
    void theAnswerIsStoredOnceAndNamesItsType() {
        Outcome outcome = scoring(SCORING, turn().answers(GOOD)).run();
        assertThat(outcome.of(RunEvent.RunAnsweredAsReplied.class))
                .extracting(RunEvent.RunAnsweredAsReplied::dataType)
                .containsExactly("Score");
        assertThat(outcome.of(AnswerPosted.class))
                .extracting(AnswerPosted::dataType, AnswerPosted::text)
                .containsExactly(tuple("Score", GOOD));
        assertThat(outcome.of(RunEvent.PromptRecorded.class))
                .singleElement()
                .satisfies(e -> assertThat(e.offer().prompt().answer())
                        .satisfies(format -> assertThat(format.name()).isEqualTo("Score")));
    }

    @Test
    void agentsHandEachOtherValuesBothWays() {
        AgentDefinition asker = AgentDefinition.of("asker", "", new CodeBrain(TypedAnswersTest::ask));
        AgentDefinition judge = AgentDefinition.of("judge", "", new CodeBrain(TypedAnswersTest::judge));
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(asker, judge).says("go"));
        assertThat(outcome.answers()).containsExactly("{\"type\":\"No\",\"why\":\"hi hi \"}");
    }

    private static Next ask(RunView view) {
        Optional<Verdicts> verdict = view.answerOf("judge", Verdicts.class);
        return verdict.isPresent()
                ? Next.Answer.data(Verdicts.class, verdict.get())
                : new Next.Delegate(List.of(Task.of(new AgentType("judge"), new Request("hi ", 2))));
    }

    private static Next judge(RunView view) {
        Request request = view.task(Request.class).orElseThrow();
        return Next.Answer.data(Verdicts.class, new Verdicts.No(request.text().repeat(request.times())));
    }

    @Test
    void theNextStageOfASequenceReadsTheValueAsItsTask() {
        Sequence brain = Sequence.of(
                "two",
                SCORING,
                CodeBrain.answering(
                        view -> "It is " + view.task(Score.class).orElseThrow().percent()));
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of("two", "", brain))
                .model(ScriptedModel.of(turn().answers(BAD), turn().answers(GOOD)))
                .says("fire"));
        assertThat(outcome.answers()).containsExactly("It is 12");
    }

    @Test
    void aGuardrailMayRewriteAValueButNotIntoSomethingElse() {
        assertThat(guarded(new Verdict.Rewrite("{\"percent\":0}")).answers()).containsExactly("{\"percent\":0}");
        assertThat(guarded(new Verdict.Rewrite("nothing")).failures()).containsExactly("brain-broke");
    }

    private static Outcome guarded(Verdict verdict) {
        return Scenario.of(AgentDefinition.of("scorer", "", SCORING)
                        .withOutputGuardrails(ScenarioWords.guard(text -> verdict)))
                .model(ScriptedModel.of(turn().answers(GOOD)))
                .says("fire")
                .run();
    }

    @Test
    void onlyAReplyCanBeRejected() {
        Outcome outcome = Scenario.of(
                        AgentDefinition.of("odd", "", new CodeBrain(view -> new Next.RejectReply("I do not like it"))))
                .says("hi")
                .run();
        assertThat(outcome.failures()).containsExactly("brain-broke");
    }
}
