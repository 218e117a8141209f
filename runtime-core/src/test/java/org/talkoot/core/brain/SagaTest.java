package org.talkoot.core.brain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.Person;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** All steps or none, and every step of it to be seen. */
final class SagaTest {

    private static final int STEPS = 8;

    @Test
    void allOfItHappens() {
        Outcome outcome = told(Set.of());

        assertThat(outcome.answers())
                .containsExactly(IntStream.range(0, STEPS)
                        .mapToObj(i -> "s%d: DONE".formatted(i))
                        .collect(Collectors.joining("\n")));
        assertThat(outcome.toolsCalled()).doesNotContain("undo");
    }

    static List<Integer> eachStep() {
        return IntStream.range(0, STEPS).boxed().toList();
    }

    static List<Integer> eachStepThatIsUndone() {
        return eachStep().subList(0, STEPS - 1);
    }

    /** The table of what was done and undone, for a failure at each step. */
    @ParameterizedTest
    @MethodSource("eachStep")
    void whatFailsUndoesWhatWasBeforeItInReverseOrder(int failing) {
        Outcome outcome = told(Set.of("do-s" + failing));

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < failing; i++) {
            expected.add("s%d: DONE".formatted(i));
        }
        expected.add("s%d: FAILED".formatted(failing));
        for (int i = failing - 1; i >= 0; i--) {
            expected.add("s%d: UNDONE".formatted(i));
        }
        assertThat(changes(outcome)).isEqualTo(expected);
        assertThat(outcome.failures()).containsExactly("undone");
    }

    /** The same for a compensation that fails, and a person who settles it. */
    @ParameterizedTest
    @MethodSource("eachStepThatIsUndone")
    void whatCannotBeUndoneGoesToAPerson(int stubborn) {
        Outcome outcome = told(Set.of("do-s" + (STEPS - 1), "undo-s" + stubborn));

        assertThat(changes(outcome)).hasSize(STEPS * 2 - 1).contains("s%d: UNDONE".formatted(stubborn));
        assertThat(outcome.of(RunEvent.HumanAsked.class).map(RunEvent.HumanAsked::question))
                .hasSize(1)
                .allMatch(question ->
                        question.contains("'s%d' of 'trip' could not be undone after 3".formatted(stubborn)));
        assertThat(outcome.failures()).containsExactly("undone");
    }

    @Test
    void whatNobodySettlesIsLeftUnresolvedAndTheRestIsUndone() {
        Outcome outcome = ReplayCheck.atEveryEvent(scenario(trip(), Set.of("do-s2", "undo-s1"))
                .people(Person.named("ann").denies("not me")));

        assertThat(changes(outcome))
                .containsExactly("s0: DONE", "s1: DONE", "s2: FAILED", "s1: UNRESOLVED", "s0: UNDONE");
        assertThat(outcome.failures()).containsExactly("unresolved");
    }

    @Test
    void behindThePivotThereIsNoWayBack() {
        Saga saga = Saga.named("trip")
                .step("book", done -> action("book"), done -> undo("book"))
                .pivot("pay", done -> action("pay"))
                .step("mail", done -> action("mail"));

        Outcome outcome = ReplayCheck.atEveryEvent(scenario(saga, Set.of("do-mail")));

        assertThat(changes(outcome)).containsExactly("book: DONE", "pay: DONE", "mail: DONE");
        assertThat(outcome.of(RunEvent.ToolCallsRequested.class)).hasSize(2 + Saga.ATTEMPTS);
        assertThat(outcome.of(RunEvent.HumanAsked.class)).hasSize(1);
    }

    @Test
    void whoseEndNobodyKnowsIsAskedAbout() {
        Outcome yes =
                ReplayCheck.atEveryEvent(doubtful().people(Person.named("ann").approves()));
        Outcome no =
                ReplayCheck.atEveryEvent(doubtful().people(Person.named("ann").denies("no trace of it")));

        assertThat(changes(yes)).containsExactly("book: DONE", "pay: DONE");
        assertThat(changes(no)).containsExactly("book: DONE", "pay: FAILED", "book: UNDONE");
    }

    @Test
    void aStepKnowsWhatCameBefore() {
        Saga saga = Saga.named("trip")
                .step("book", done -> action(done.task()))
                .step("pay", done -> action("for " + done.results().get("book")));

        Outcome outcome = ReplayCheck.atEveryEvent(scenario(saga, Set.of()));

        assertThat(outcome.of(RunEvent.ToolCallsRequested.class)
                        .map(e -> e.calls().getFirst().arguments()))
                .containsExactly("do-go", "do-for did do-go");
    }

    private static Scenario doubtful() {
        Saga saga = Saga.named("trip")
                .step("book", done -> action("book"), done -> undo("book"))
                .step("pay", done -> action("pay"));
        return Scenario.of(AgentDefinition.of("desk", "", saga))
                .tools(FakeTool.named("act")
                        .withEffect(SideEffect.AT_MOST_ONCE)
                        .doing(call -> call.arguments().equals("do-pay")
                                ? new ToolResult.InDoubt("The line went dead.")
                                : ToolResult.success("did it")))
                .says("go");
    }

    private static Outcome told(Set<String> failing) {
        return ReplayCheck.atEveryEvent(scenario(trip(), failing));
    }

    private static Scenario scenario(Brain saga, Set<String> failing) {
        return Scenario.of(AgentDefinition.of("desk", "", saga))
                .tools(FakeTool.named("act").withEffect(SideEffect.IDEMPOTENT).doing(call -> act(call, failing)))
                .people(Person.named("ann").approves())
                .says("go");
    }

    private static ToolResult act(ToolCall call, Set<String> failing) {
        return failing.contains(call.arguments())
                ? ToolResult.failure("no", "It does not work.")
                : ToolResult.success("did " + call.arguments());
    }

    private static Saga trip() {
        Saga saga = Saga.named("trip").trying(3, Duration.ofHours(1));
        for (int i = 0; i < STEPS; i++) {
            String step = "s" + i;
            saga = saga.step(step, done -> action(step), done -> undo(step));
        }
        return saga;
    }

    private static ToolRequest action(String step) {
        return new ToolRequest("act", "do-" + step);
    }

    private static ToolRequest undo(String step) {
        return new ToolRequest("act", "undo-" + step);
    }

    private static List<String> changes(Outcome outcome) {
        return outcome.of(RunEvent.Noted.class).map(RunEvent.Noted::text).toList();
    }
}
