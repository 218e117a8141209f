package org.talkoot.core.brain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** The same work for each item of a list. */
final class FanTest {

    /** The items of a task. */
    record Batch(List<String> invoices) {}

    record Invoice(String id) {}

    @Test
    void eachItemIsWorkedOnOnceWhateverCrashesMeanwhile() {
        FakeTool check = FakeTool.named("check")
                .withEffect(SideEffect.IDEMPOTENT)
                .doing(call -> ToolResult.success(call.arguments() + " is fine"));

        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(desk(Fan.over(FanTest::words, FanTest::check).atOnce(2)))
                        .tools(check)
                        .says("a b c d e"));

        assertThat(outcome.answers())
                .containsExactly("[\"a is fine\",\"b is fine\",\"c is fine\",\"d is fine\",\"e is fine\"]");
        assertThat(outcome.of(RunEvent.ToolCallsRequested.class)
                        .map(e -> e.calls().size()))
                .containsExactly(2, 1, 1, 1);
    }

    @Test
    void aTypedTaskAndAPartOfTheBrainThatDoesTheWork() {
        Brain upper = CodeBrain.answering(view -> view.task().toUpperCase(Locale.ROOT));
        Brain fan = Fan.over(FanTest::words, "upper", upper, item -> item).atOnce(2);

        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("desk", "", fan)).says("x y z"));

        assertThat(outcome.answers()).containsExactly("[\"X\",\"Y\",\"Z\"]");
        assertThat(outcome.of(RunEvent.RunStarted.class)).hasSize(4);
    }

    @Test
    void aListThatIsAValueIsRead() {
        ToolHandle<Invoice, String> check = ToolHandle.of("check", Invoice.class, String.class);
        Brain fan = Fan.over(Batch.class, Batch::invoices, id -> check.with(new Invoice(id)));

        Outcome outcome = Scenario.of(desk(fan))
                .tools(FakeTool.named("check").returning("ok"))
                .says("{\"invoices\":[\"i1\",\"i2\"]}")
                .says("nonsense")
                .run();

        assertThat(outcome.answers()).containsExactly("[\"ok\",\"ok\"]");
        assertThat(outcome.failures()).containsExactly("brain-broke");
    }

    @Test
    void whatFailsFailsWhenEverythingElseIsDone() {
        FakeTool check = FakeTool.named("check")
                .doing(call -> call.arguments().equals("b")
                        ? ToolResult.failure("bad", "It is bad.")
                        : ToolResult.success("ok"));

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(desk(Fan.over(FanTest::words, FanTest::check)))
                .tools(check)
                .says("a b c"));

        assertThat(outcome.failures()).containsExactly("bad");
        assertThat(outcome.toolsCalled()).hasSize(3);
    }

    @Test
    void nothingToDoIsDoneAtOnce() {
        Outcome outcome = Scenario.of(desk(Fan.over(task -> List.<String>of(), FanTest::check)))
                .says("go")
                .run();

        assertThat(outcome.answers()).containsExactly("[]");
    }

    @Test
    void tenThousandItemsTwentyAtATime() {
        int items = 10_000;
        Brain fan = Fan.over(FanTest::upTo, FanTest::check)
                .atOnce(20)
                .gathering(results -> new Next.Answer(results.stream()
                                .filter(result -> result.came().isPresent())
                                .count()
                        + " came"));

        Outcome outcome = Scenario.of(desk(fan))
                .tools(FakeTool.named("check").returning("ok"))
                .says("" + items)
                .run();

        assertThat(outcome.answers()).containsExactly("10000 came");
        assertThat(outcome.toolsCalled()).hasSize(items);
    }

    private static List<String> upTo(String task) {
        return IntStream.range(0, Integer.parseInt(task)).mapToObj(i -> "i" + i).toList();
    }

    private static List<String> words(String task) {
        return List.of(task.split(" "));
    }

    private static ToolRequest check(String item) {
        return new ToolRequest("check", item);
    }

    private static AgentDefinition desk(Brain brain) {
        return AgentDefinition.of("desk", "", brain);
    }
}
