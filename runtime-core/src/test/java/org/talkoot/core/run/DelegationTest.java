package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Who does what is delegated, and that nobody waits for ever. */
final class DelegationTest {

    @Test
    void tasksForOneTypeAreDoneAtOnceAndKnowNothingOfEachOther() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        asking("boss", task("slow", "a"), task("slow", "b")),
                        agent("slow", DelegationTest::afterAMinute))
                .says("go"));

        assertThat(outcome.answers()).containsExactly("[a after 1, b after 1]");
        assertThat(outcome.of(RunEvent.RunStarted.class)).hasSize(3);
        assertThat(outcome.of(RunEvent.RunQueued.class)).isEmpty();
        assertThat(outcome.of(RunEvent.DelegationSettled.class).map(RunEvent.DelegationSettled::outcome))
                .allMatch(RunOutcome.Answered.class::isInstance);
    }

    @Test
    void theTasksOfAWideFanNeedNotBeDoneInOnePlace() {
        for (int tasks : List.of(Next.Delegate.TOGETHER, Next.Delegate.TOGETHER + 1)) {
            Next.Delegate.Task[] fan = IntStream.range(0, tasks)
                    .mapToObj(i -> task("slow", "t" + i))
                    .toArray(Next.Delegate.Task[]::new);

            Outcome outcome = Scenario.of(asking("boss", fan), agent("slow", DelegationTest::afterAMinute))
                    .says("go")
                    .run();

            assertThat(outcome.of(RunEvent.DelegationRequested.class).map(RunEvent.DelegationRequested::apart))
                    .hasSize(tasks)
                    .containsOnly(tasks > Next.Delegate.TOGETHER);
            assertThat(outcome.of(RunEvent.RunStarted.class)).hasSize(tasks + 1);
        }
    }

    @Test
    void anAgentMayAskItsOwnType() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(agent(
                        "divider", view -> view.task().length() < 2 ? new Next.Answer(view.task()) : halves(view)))
                .says("abcd"));

        assertThat(outcome.answers()).containsExactly("[[a, b], [c, d]]");
    }

    @Test
    void agentsThatAskEachOtherDoNotWaitForEachOther() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        asking("a", task("b", "ask"), task("c", "ask")),
                        agent("b", view -> askOnce(view, task("c", "tell"))),
                        agent("c", view -> askOnce(view, task("b", "tell"))))
                .says("go"));

        assertThat(outcome.answers()).containsExactly("[[told], [told]]");
    }

    @Test
    void aColleagueRemembersWhatItWasAskedBefore() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        asking("boss", named("clerk", "bo", "note this")),
                        agent(
                                "clerk",
                                view -> new Next.Answer("" + view.history().size())))
                .says("one")
                .says("two"));

        assertThat(outcome.answers()).containsExactly("[1]", "[3]");
    }

    @Test
    void colleaguesDoNotWaitForEachOtherInACircle() {
        Outcome outcome = Scenario.of(
                        asking("a", named("b", "x", "ask"), named("c", "x", "ask")),
                        agent("b", view -> askOnce(view, named("c", "x", "tell"))),
                        agent("c", view -> askOnce(view, named("b", "x", "tell"))))
                .says("go")
                .run();

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.answers()).hasSize(1);
        assertThat(outcome.answers().getFirst()).contains("circular-delegation");
        assertThat(outcome.of(RunEvent.RunFailed.class).map(RunEvent.RunFailed::failure))
                .allMatch(RunFailure.CircularDelegation.class::isInstance);
    }

    @Test
    void aColleagueThatAsksItselfIsRefusedAtOnce() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        asking("a", named("b", "x", "ask")), agent("b", view -> askOnce(view, named("b", "x", "tell"))))
                .says("go"));

        assertThat(outcome.answers()).containsExactly("[[circular-delegation]]");
    }

    @Test
    void whatAnEventBeganGoesOnWithTheAgentThatItIsHandedTo() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(handing("front", "back"), heard("back")).wakes("front", "order.placed", "{}"));

        assertThat(outcome.eventsOf("front")).containsExactly("RunStarted", "RunHandedOff", "OutcomeDelivered");
        assertThat(outcome.eventsOf("back")).containsExactly("RunStarted", "RunAnswered");
        assertThat(outcome.of(RunEvent.RunAnswered.class).map(RunEvent.RunAnswered::text))
                .containsExactly("heard order.placed: {} after front hands over: yours");
    }

    @Test
    void whatAnEventBeganCannotChangeHandsForEver() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(handing("ann", "bob"), handing("bob", "ann")).wakes("ann", "order.placed", "{}"));

        assertThat(outcome.of(RunEvent.RunHandedOff.class)).hasSize(Next.HandOff.MOST);
        assertThat(outcome.of(RunEvent.RunFailed.class).map(e -> e.failure().code()))
                .containsExactly("too-many-handoffs");
    }

    private static Next afterAMinute(RunView view) {
        return view.steps().isEmpty()
                ? new Next.Sleep(Duration.ofMinutes(1))
                : new Next.Answer(view.task() + " after " + view.history().size());
    }

    private static Next halves(RunView view) {
        int half = view.task().length() / 2;
        return view.steps().isEmpty()
                ? new Next.Delegate(List.of(
                        task("divider", view.task().substring(0, half)),
                        task("divider", view.task().substring(half))))
                : new Next.Answer(reports(view));
    }

    private static Next askOnce(RunView view, Next.Delegate.Task task) {
        if (view.task().equals("tell")) {
            return new Next.Answer("told");
        }
        return view.steps().isEmpty() ? new Next.Delegate(List.of(task)) : new Next.Answer(reports(view));
    }

    private static AgentDefinition asking(String name, Next.Delegate.Task... tasks) {
        return agent(
                name,
                view -> view.steps().isEmpty() ? new Next.Delegate(List.of(tasks)) : new Next.Answer(reports(view)));
    }

    private static AgentDefinition handing(String name, String to) {
        return agent(name, view -> new Next.HandOff(new AgentType(to), "yours"));
    }

    private static AgentDefinition heard(String name) {
        return agent(
                name,
                view -> new Next.Answer("heard %s: %s after %s"
                        .formatted(
                                view.event().orElseThrow(),
                                view.task(),
                                view.history().get(1).text())));
    }

    private static Next.Delegate.Task task(String to, String text) {
        return new Next.Delegate.Task(new AgentType(to), text);
    }

    private static Next.Delegate.Task named(String to, String colleague, String text) {
        return Next.Delegate.Task.named(new AgentType(to), colleague, text);
    }

    private static String reports(RunView view) {
        return view.steps().stream()
                .flatMap(step -> step instanceof Step.DelegateReported reported
                        ? Stream.of(text(reported.outcome()))
                        : Stream.empty())
                .sorted()
                .toList()
                .toString();
    }

    private static String text(RunOutcome outcome) {
        return switch (outcome) {
            case RunOutcome.Answered o -> o.text();
            case RunOutcome.HandedOff o -> "handed to " + o.to();
            case RunOutcome.Failed o -> o.failure().code();
        };
    }

    private static AgentDefinition agent(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, "", new CodeBrain(brain));
    }
}
