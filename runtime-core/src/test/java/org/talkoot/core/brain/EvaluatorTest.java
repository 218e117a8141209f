package org.talkoot.core.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.Evaluator.Attempt;
import org.talkoot.core.brain.Evaluator.Verdict;
import org.talkoot.core.run.RunEvent;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.Person;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Drafts, verdicts, and what becomes of both. */
final class EvaluatorTest {

    private static final Brain SHORTENS =
            CodeBrain.answering(view -> view.task().contains("long. long")
                    ? "Moi."
                    : view.task().contains("too long") ? "long. long" : "long. long. long. long.");

    private static final Brain AT_MOST_FIVE_LETTERS = Evaluator.code(
            submission -> submission.draft().length() > 5 ? Verdict.reject("too long") : Verdict.accept());

    private static final Brain NEVER = Evaluator.code(submission -> Verdict.reject("no"));

    @Test
    void itIsMadeAnewUntilItIsAccepted() {
        Outcome outcome = told(Evaluator.of("letter", SHORTENS, AT_MOST_FIVE_LETTERS));

        assertThat(outcome.answers()).containsExactly("Moi.");
        assertThat(notes(outcome))
                .containsExactly(
                        "draft:letter long. long. long. long.",
                        "verdict:letter {\"accepted\":false,\"remarks\":\"too long\"}",
                        "draft:letter Moi.",
                        "verdict:letter {\"accepted\":true,\"remarks\":\"\"}");
    }

    @Test
    void whatIsNeverAcceptedFails() {
        Outcome outcome = told(Evaluator.of("letter", SHORTENS, NEVER).atMost(2));

        assertThat(outcome.failures()).containsExactly("not-accepted");
        assertThat(notes(outcome)).hasSize(4);
    }

    @Test
    void orTheLastOrTheBestOfThemIsTheAnswer() {
        Evaluator never = Evaluator.of("letter", counting(), NEVER);

        Outcome last = told(never.orLast());
        Outcome best = told(never.or(EvaluatorTest::shortest));

        assertThat(last.answers()).containsExactly("three");
        assertThat(best.answers()).containsExactly("one");
    }

    @Test
    void aModelJudgesAndTheOtherReadsWhatItSaid() {
        Evaluator letter = Evaluator.of("letter", LlmBrain.of("Write."), Evaluator.criteria("It is polite."));

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(AgentDefinition.of("desk", "", letter))
                .model(ScriptedModel.of(
                        turn().answers("Go away."),
                        turn().answers("{\"accepted\":false,\"remarks\":\"rude\"}"),
                        turn().answers("Please go."),
                        turn().answers("{\"accepted\":true,\"remarks\":\"\"}")))
                .says("to my neighbour"));

        assertThat(outcome.answers()).containsExactly("Please go.");
        assertThat(outcome.told().get(1).instructions()).contains("It is polite.");
        assertThat(outcome.told().get(2).messages().toString()).contains("Go away.", "rude");
    }

    @Test
    void aPersonJudges() {
        Evaluator letter =
                Evaluator.of("letter", counting(), Evaluator.person("Shall this be sent?", Duration.ofHours(1)));

        Outcome yes = ReplayCheck.atEveryEvent(
                scenario(letter).people(Person.named("ann").approves()));
        Outcome no = ReplayCheck.atEveryEvent(
                scenario(letter).people(Person.named("ann").denies("not yet")));

        assertThat(yes.answers()).containsExactly("one");
        assertThat(yes.of(RunEvent.HumanAsked.class).map(RunEvent.HumanAsked::question))
                .containsExactly("Shall this be sent?\n\none");
        assertThat(no.failures()).containsExactly("not-accepted");
        assertThat(notes(no)).contains("verdict:letter {\"accepted\":false,\"remarks\":\"not yet\"}");
    }

    @Test
    void silenceIsNotAcceptedUnlessItIsDeclaredToBe() {
        Duration hour = Duration.ofHours(1);

        Outcome no = told(Evaluator.of("letter", counting(), Evaluator.person("Well?", hour)));
        Outcome yes = told(Evaluator.of("letter", counting(), Evaluator.person("Well?", hour, Verdict.accept())));

        assertThat(no.failures()).containsExactly("not-accepted");
        assertThat(yes.answers()).containsExactly("one");
    }

    @Test
    void whatIsNoVerdictEndsTheRun() {
        Outcome outcome = told(Evaluator.of("letter", counting(), CodeBrain.answering(view -> "fine")));

        assertThat(outcome.failures()).containsExactly("unreadable-result");
    }

    @Test
    void brainsOfAnyKindAreProducersAndItIsAStageItself() {
        Brain both = Parallel.of(Map.of("a", counting(), "b", counting()));
        Evaluator inner = Evaluator.of("both", both, Evaluator.code(submission -> Verdict.accept()));

        Outcome outcome = told(Sequence.of("whole", inner, CodeBrain.answering(view -> "so: " + view.task())));

        assertThat(outcome.answers()).containsExactly("so: {\"a\":\"one\",\"b\":\"one\"}");
    }

    @Test
    void atLeastOneDraftIsMade() {
        assertThatThrownBy(() -> Evaluator.of("letter", SHORTENS, NEVER).atMost(0))
                .hasMessage("a draft is made at least once, not 0");
    }

    private static Next.Ending shortest(List<Attempt> attempts) {
        return new Next.Answer(attempts.stream()
                .map(Attempt::draft)
                .min(Comparator.comparingInt(String::length))
                .orElseThrow());
    }

    /** One, then two, then three. */
    private static Brain counting() {
        return CodeBrain.answering(
                view -> view.task().contains("two") ? "three" : view.task().contains("one") ? "two" : "one");
    }

    private static Outcome told(Brain brain) {
        return ReplayCheck.atEveryEvent(scenario(brain));
    }

    private static Scenario scenario(Brain brain) {
        return Scenario.of(AgentDefinition.of("desk", "", brain)).says("go");
    }

    private static List<String> notes(Outcome outcome) {
        return outcome.of(RunEvent.Noted.class)
                .map(note -> note.label() + " " + note.text())
                .toList();
    }
}
