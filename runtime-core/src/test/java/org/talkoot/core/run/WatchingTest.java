package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.Sequence;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Brains that act while others still work. */
final class WatchingTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void theFirstAnswerIsTakenAndWhoeverIsStillAtWorkIsToldToStop() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(watching("boss", WatchingTest::first), agent("slow", WatchingTest::afterAMinute), quick())
                        .says("go"));

        assertThat(outcome.answers()).containsExactly("quick");
        assertThat(outcome.eventsOf("boss"))
                .containsSubsequence("DelegationSettled", "RunAnswered", "LateDelegationSettled");
        assertThat(outcome.of(RunEvent.RunFailed.class).map(e -> e.failure().code()))
                .containsExactly("cancelled", "cancelled");
    }

    @Test
    void aBrainGoesOnAfterEachThingThatComes() {
        List<Integer> open = Collections.synchronizedList(new ArrayList<>());

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        watching("boss", view -> {
                            open.add(view.calls().open().size());
                            return twoAtATime(view, 5);
                        }),
                        agent("slow", WatchingTest::afterAMinute))
                .says("go"));

        assertThat(outcome.answers()).containsExactly("5 came");
        assertThat(outcome.of(RunEvent.DelegationRequested.class)).hasSize(5);
        assertThat(open).contains(2).allMatch(count -> count <= 2);
    }

    @Test
    void whatComesTooLateIsGivenUpWithinTheRun() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(watching("boss", WatchingTest::untilNoon), agent("slow", WatchingTest::afterAMinute))
                        .says("go"));

        assertThat(outcome.answers()).containsExactly("too late");
        assertThat(outcome.eventsOf("boss"))
                .containsExactly(
                        "RunStarted",
                        "DelegationRequested",
                        "TimerSet",
                        "AlarmSet",
                        "TimerFired",
                        "CallsGivenUp",
                        "RunAnswered",
                        "LateDelegationSettled");
    }

    @Test
    void aCallOfAToolThatIsGivenUpIsALooseEnd() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(watching("boss", WatchingTest::givesUpPaying))
                .tools(FakeTool.named("pay").withEffect(SideEffect.IDEMPOTENT).returning("paid"))
                .says("go"));

        assertThat(outcome.answers()).containsExactly("never mind");
        assertThat(outcome.eventsOf("boss")).contains("CallsGivenUp", "LateCallSettled");
    }

    @Test
    void aStageLeavesNothingOpenBehindIt() {
        Brain first = CodeBrain.watching(WatchingTest::first);
        Brain second = new CodeBrain(view -> {
            assertThat(view.calls().begun()).isEmpty();
            return new Next.Answer(view.task() + ", then second");
        });

        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        AgentDefinition.of("boss", "", Sequence.of("two", first, second)),
                        agent("slow", WatchingTest::afterAMinute),
                        quick())
                .says("go"));

        assertThat(outcome.answers()).containsExactly("quick, then second");
        assertThat(outcome.eventsOf("boss")).containsSubsequence("DelegationSettled", "CallsGivenUp", "Noted");
    }

    @Test
    void aPartOfABrainRunsInAnAgentOfItsOwn() {
        Outcome outcome = ReplayCheck.atEveryEvent(
                Scenario.of(AgentDefinition.of("boss", "", new Halves())).says("go"));

        assertThat(outcome.answers()).containsExactly("left did go, right did go");
        assertThat(outcome.eventsOf("boss--left")).containsExactly("RunStarted", "RunAnswered", "OutcomeDelivered");
    }

    @Test
    void nobodyElseCanTalkToAPart() {
        AgentType left = new AgentType("boss--left");

        Outcome outcome = Scenario.of(
                        AgentDefinition.of("boss", "", new Halves()),
                        agent(
                                "other",
                                view -> view.steps().isEmpty()
                                        ? Next.Delegate.of(new Next.Delegate.Task(left, "psst"))
                                        : new Next.Answer(
                                                view.steps().getFirst().toString())),
                        agent("rude", view -> new Next.HandOff(left, "yours")))
                .saysTo("other", "go")
                .saysTo("rude", "go")
                .run();

        assertThat(outcome.answers().getFirst()).contains("UnknownAgent");
        assertThat(outcome.failures()).containsExactly("unknown-agent");
        assertThat(outcome.eventsOf("boss--left")).isEmpty();
    }

    @Test
    void whoWaitsForNothingHasBroken() {
        assertThat(failure(view -> new Next.Await())).containsExactly("brain-broke");
    }

    @Test
    void oneHistoryHasOneTalkWithModels() {
        Next ask = new Next.CallModel(Prompt.of("Help.").withTools(List.of("look")), 0);

        assertThat(talking(view -> ask)).containsExactly("brain-broke");
        assertThat(talking(view -> afterReply(view, ask))).containsExactly("brain-broke");
        assertThat(talking(view -> afterReply(view, new Next.RunProposed()))).containsExactly("brain-broke");
    }

    /** Asks, runs what is proposed, and then does this at once. */
    private static Next afterReply(RunView view, Next then) {
        if (view.calls().size() == 0) {
            return new Next.CallModel(Prompt.of("Help.").withTools(List.of("look")), 0);
        }
        return switch (view.lastStep().orElse(null)) {
            case Step.ModelReplied replied when view.calls().size() == 1 -> new Next.RunProposed();
            case null -> new Next.Await();
            case Step other -> then;
        };
    }

    private static List<String> talking(Function<RunView, Next> brain) {
        return Scenario.of(watching("boss", brain))
                .model(ScriptedModel.of(turn().calls("look", "{}"), turn().answers("done")))
                .tools(FakeTool.named("look").returning("seen").delayed(MINUTE))
                .says("go")
                .run()
                .failures();
    }

    @Test
    void whoGivesUpWhatIsNotOpenHasBroken() {
        assertThat(failure(view -> new Next.Cancel(List.of(CallId.of(7))))).containsExactly("brain-broke");
    }

    @Test
    void whoNeverWaitsIsStopped() {
        assertThat(failure(view -> new Next.Note("again", "and again"))).containsExactly("step-limit");
        assertThat(failure(view -> new Next.Sleep(MINUTE))).containsExactly("call-limit");
    }

    @Test
    void howeverManyAreAskedAtOnceItIsOneStep() {
        Next.Delegate.Task[] fan =
                IntStream.range(0, 100).mapToObj(i -> task("quick", "" + i)).toArray(Next.Delegate.Task[]::new);

        Outcome outcome = Scenario.of(
                        agent(
                                "boss",
                                view -> view.steps().isEmpty()
                                        ? Next.Delegate.of(fan)
                                        : new Next.Answer("" + view.spend().steps())),
                        quick())
                .limitedTo(RunLimits.DEFAULT.withSteps(2))
                .says("go")
                .run();

        assertThat(outcome.answers()).containsExactly("1");
    }

    private static List<String> failure(Function<RunView, Next> brain) {
        return Scenario.of(watching("boss", brain))
                .limitedTo(RunLimits.DEFAULT.withCalls(50))
                .says("go")
                .run()
                .of(RunEvent.RunFailed.class)
                .map(e -> e.failure().code())
                .toList();
    }

    private static Next first(RunView view) {
        if (view.calls().size() == 0) {
            return Next.Delegate.of(task("slow", "a"), task("quick", "b"), task("slow", "c"));
        }
        return view.calls().begun().stream()
                .flatMap(call -> view.came(call, Step.DelegateReported.class).stream())
                .findFirst()
                .<Next>map(step -> new Next.Answer(text(step)))
                .orElseGet(Next.Await::new);
    }

    private static Next twoAtATime(RunView view, int items) {
        Calls calls = view.calls();
        if (calls.settled() == items) {
            return new Next.Answer(items + " came");
        }
        return calls.size() < items && calls.open().size() < 2
                ? Next.Delegate.of(task("slow", "item " + calls.size()))
                : new Next.Await();
    }

    private static Next untilNoon(RunView view) {
        return switch (view.calls().size()) {
            case 0 -> Next.Delegate.of(task("slow", "a"));
            case 1 -> new Next.Sleep(Duration.ofSeconds(1));
            default ->
                switch (view.lastStep().orElse(null)) {
                    case Step.Woke woke -> new Next.Cancel(view.calls().openIds());
                    case Step.GivenUp given -> new Next.Answer("too late");
                    case null, default -> new Next.Await();
                };
        };
    }

    private static Next givesUpPaying(RunView view) {
        if (view.calls().size() == 0) {
            return Next.CallTools.of(new ToolRequest("pay", "{}"));
        }
        return view.calls().anyOpen() ? new Next.Cancel(view.calls().openIds()) : new Next.Answer("never mind");
    }

    /** Two parts, asked at once. */
    private record Halves() implements Brain {

        @Override
        public Map<String, Brain> parts() {
            return Map.of(
                    "left", CodeBrain.answering(view -> "left did " + view.task()),
                    "right", CodeBrain.answering(view -> "right did " + view.task()));
        }

        @Override
        public Next next(RunView view) {
            return view.steps().isEmpty()
                    ? Next.Delegate.of(
                            new Next.Delegate.Task(view.part("left"), view.task()),
                            new Next.Delegate.Task(view.part("right"), view.task()))
                    : new Next.Answer(String.join(
                            ", ",
                            view.calls().begun().stream()
                                    .map(call -> text(view.came(call, Step.DelegateReported.class)
                                            .orElseThrow()))
                                    .toList()));
        }
    }

    private static String text(Step.DelegateReported step) {
        return step.outcome() instanceof RunOutcome.Answered answered
                ? answered.text()
                : step.outcome().toString();
    }

    private static Next afterAMinute(RunView view) {
        return view.steps().isEmpty() ? new Next.Sleep(MINUTE) : new Next.Answer("slow");
    }

    private static AgentDefinition quick() {
        return agent("quick", view -> new Next.Answer("quick"));
    }

    private static Next.Delegate.Task task(String to, String text) {
        return new Next.Delegate.Task(new AgentType(to), text);
    }

    private static AgentDefinition watching(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, "", CodeBrain.watching(brain));
    }

    private static AgentDefinition agent(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, "", new CodeBrain(brain));
    }
}
