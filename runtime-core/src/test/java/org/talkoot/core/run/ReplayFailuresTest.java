package org.talkoot.core.run;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.run.ScenarioWords.FOR_EVER;
import static org.talkoot.core.run.ScenarioWords.answers;
import static org.talkoot.core.run.ScenarioWords.code;
import static org.talkoot.core.run.ScenarioWords.delegating;
import static org.talkoot.core.run.ScenarioWords.echo;
import static org.talkoot.core.run.ScenarioWords.fails;
import static org.talkoot.core.run.ScenarioWords.guard;
import static org.talkoot.core.run.ScenarioWords.limited;
import static org.talkoot.core.run.ScenarioWords.llm;
import static org.talkoot.core.run.ScenarioWords.model;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Limits, failures and bugs of authors: the same end and the same journal too, wherever it is killed. */
final class ReplayFailuresTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void comesToTheSameEndWhereverItIsKilled(String name, Scenario scenario, ScenarioWords.Expected expected) {
        expected.assertIsTheEndOf(ReplayCheck.atEveryEvent(scenario));
    }

    @Test
    void aReplyThatComesAfterItsRunHasEndedIsChargedAndChangesNothing() {
        Outcome outcome = limited(
                        LlmBrain.of("Loop.").withTools("look"), RunLimits.DEFAULT.withWallTime(Duration.ofSeconds(10)))
                .model(model(turn().answers("late").delays(Duration.ofSeconds(30))))
                .says("hi")
                .run();

        assertThat(outcome.failures()).containsExactly("wall-time-limit");
        assertThat(outcome.answers()).isEmpty();
        assertThat(outcome.of(RunEvent.LateUsageCharged.class))
                .extracting(RunEvent.LateUsageCharged::usage)
                .containsExactly(TokenUsage.of(10, 5));
    }

    static Stream<Arguments> scenarios() {
        return Stream.of(limits(), failures(), bugs()).flatMap(List::stream);
    }

    private static List<Arguments> limits() {
        LlmBrain brain = LlmBrain.of("Loop.").withTools("look");
        ScriptedModel loop = ScriptedModel.of().thenAlways(turn().calls("look", "{}"));
        return List.of(
                fails(
                        "the limit of steps",
                        limited(brain, RunLimits.DEFAULT.withSteps(5))
                                .model(loop)
                                .says("hi"),
                        "step-limit"),
                fails(
                        "the limit of model calls",
                        limited(brain, RunLimits.DEFAULT.withModelCalls(3))
                                .model(loop)
                                .says("hi"),
                        "model-call-limit"),
                fails(
                        "the limit of tokens",
                        limited(brain, RunLimits.DEFAULT.withTokens(40))
                                .model(loop)
                                .says("hi"),
                        "token-limit"),
                fails(
                        "the limit of cost",
                        limited(brain, RunLimits.DEFAULT.withCostMicros(100))
                                .model(ScriptedModel.of()
                                        .thenAlways(turn().calls("look", "{}").costs(new TokenUsage(1, 1, 60))))
                                .says("hi"),
                        "cost-limit"),
                fails(
                        "the limit of wall time",
                        Scenario.of(code(view -> new Next.Sleep(Duration.ofHours(2)))
                                        .withLimits(RunLimits.DEFAULT.withWallTime(Duration.ofHours(1))))
                                .says("hi"),
                        "wall-time-limit"),
                fails(
                        "a wait without end",
                        Scenario.of(code(view -> new Next.Sleep(FOR_EVER))).says("hi"),
                        "wall-time-limit"),
                fails(
                        "a question that is asked without end",
                        Scenario.of(code(view -> new Next.AskHuman("May I?", FOR_EVER)))
                                .says("hi"),
                        "step-limit"),
                fails(
                        "a request by event without end",
                        Scenario.of(code(view -> new Next.Request("a.b", "{}", FOR_EVER)))
                                .says("hi"),
                        "wall-time-limit"),
                answers(
                        "a run that may take for ever",
                        Scenario.of(code(view -> view.steps().isEmpty()
                                                ? new Next.Sleep(Duration.ofDays(400))
                                                : new Next.Answer("rested"))
                                        .withLimits(RunLimits.DEFAULT.withWallTime(FOR_EVER)))
                                .says("hi"),
                        "rested"));
    }

    private static List<Arguments> failures() {
        Guardrail noSecrets = guard(text -> text.contains("secret") ? new Verdict.Block("a secret") : Verdict.pass());
        Guardrail polite = guard(text -> new Verdict.Rewrite(text.replace("damn", "dear")));
        return List.of(
                fails(
                        "a model that fails",
                        llm(model(turn().fails(new ModelFailure.Unavailable("down"))))
                                .says("hi"),
                        "model-unavailable"),
                answers(
                        "a context that is too long is shortened",
                        llm(model(
                                        turn().answers("one"),
                                        turn().answers("two"),
                                        turn().fails(new ModelFailure.ContextTooLong("too long")),
                                        turn().answers("three")))
                                .says("a")
                                .says("b")
                                .says("c"),
                        "one",
                        "two",
                        "three"),
                fails("a model that refuses", llm(model(turn().refuses("no"))).says("hi"), "model-refused"),
                fails(
                        "a brain that throws",
                        Scenario.of(code(view -> {
                                    throw new IllegalStateException("bug");
                                }))
                                .says("hi"),
                        "brain-broke"),
                answers(
                        "a request by event that nobody answers in time",
                        Scenario.of(code(view -> view.lastStep().orElse(null) instanceof Step.Replied replied
                                        ? new Next.Answer(replied.outcome().toString())
                                        : new Next.Request("price.wanted", "{}", Duration.ofSeconds(5))))
                                .says("how much?"),
                        new RunOutcome.Failed(new RunFailure.NoReply("price.wanted")).toString()),
                answers(
                        "an event that is published on the way",
                        Scenario.of(code(view -> view.steps().isEmpty()
                                        ? new Next.Publish("order.seen", "{}")
                                        : new Next.Answer("seen")))
                                .says("look"),
                        "seen"),
                fails(
                        "an event whose type no reader could accept",
                        Scenario.of(code(view -> new Next.Publish("no type!", "{}")))
                                .says("hi"),
                        "brain-broke"),
                fails(
                        "a brain that runs proposals that nobody made",
                        Scenario.of(code(view -> new Next.RunProposed())).says("hi"),
                        "brain-broke"),
                fails(
                        "input that is blocked",
                        Scenario.of(echo("e").withInputGuardrails(noSecrets)).says("a secret"),
                        "blocked"),
                answers(
                        "input that is rewritten",
                        Scenario.of(echo("e").withInputGuardrails(polite)).says("damn it"),
                        "e: dear it"),
                fails(
                        "output that is blocked",
                        Scenario.of(echo("e").withOutputGuardrails(noSecrets)).says("a secret"),
                        "answer-blocked"),
                answers(
                        "output of a model that is rewritten",
                        Scenario.of(AgentDefinition.of("m", "", LlmBrain.of("Talk."))
                                        .withOutputGuardrails(polite))
                                .model(model(turn().answers("damn you")))
                                .says("hi"),
                        "dear you"));
    }

    /** Whatever authors write ends as a failure with a name. */
    private static List<Arguments> bugs() {
        Duration negative = Duration.ofSeconds(Long.MIN_VALUE);
        Map<String, Function<RunView, Next>> brains = Map.ofEntries(
                entry("no step", view -> null),
                entry("a sleep that is negative", view -> new Next.Sleep(negative)),
                entry("a negative patience", view -> new Next.AskHuman("?", negative)),
                entry("a blank question", view -> new Next.AskHuman(" ", FOR_EVER)),
                entry("no question", view -> new Next.AskHuman(null, FOR_EVER)),
                entry("a request with negative patience", view -> new Next.Request("a.b", "{}", negative)),
                entry("a blank event type", view -> new Next.Publish(" ", "{}")),
                entry("an event without payload", view -> new Next.Publish("a.b", null)),
                entry("an answer without text", view -> new Next.Answer(null)),
                entry("a note without text", view -> new Next.Note("label", null)),
                entry("a handoff to null", view -> new Next.HandOff(null, "yours")),
                entry("a failure that is null", view -> new Next.Fail(null)),
                entry("a failure without a code", view -> new Next.Fail(new RunFailure.GaveUp(null, "why"))),
                entry("a call without a prompt", view -> new Next.CallModel(null, 0)),
                entry("a tool without a name", view -> new Next.CallTools(List.of(new ToolRequest(null, "{}")))),
                entry("a task for nobody", view -> new Next.Delegate(List.of(new Next.Delegate.Task(null, "do")))),
                entry("recursion without end", ReplayFailuresTest::forEver),
                entry("an error", view -> {
                    throw new NoClassDefFoundError("gone");
                }));
        List<Arguments> all = new ArrayList<>();
        brains.forEach((name, brain) ->
                all.add(fails("a bug: " + name, Scenario.of(code(brain)).says("hi"), "brain-broke")));
        Guardrail broken = guard(text -> {
            throw new IllegalStateException("bug");
        });
        Guardrail silent = guard(text -> null);
        Guardrail wordless = guard(text -> new Verdict.Rewrite(null));
        for (Guardrail guardrail : List.of(broken, silent, wordless)) {
            all.add(fails(
                    "a bug of an input guardrail",
                    Scenario.of(echo("e").withInputGuardrails(guardrail)).says("hi"),
                    "blocked"));
            all.add(fails(
                    "a bug of an output guardrail",
                    Scenario.of(echo("e").withOutputGuardrails(guardrail)).says("hi"),
                    "answer-blocked"));
        }
        AgentDefinition[] chain = IntStream.range(0, 40)
                .mapToObj(i -> delegating("a" + i, "a" + (i + 1)))
                .toArray(AgentDefinition[]::new);
        all.add(answers(
                "a chain of delegations that is too deep",
                Scenario.of(chain).says("hi"),
                "[".repeat(17) + "delegated-too-deep" + "]".repeat(17)));
        return all;
    }

    private static Next forEver(RunView view) {
        return view.task().isEmpty() ? new Next.Answer("") : forEver(view);
    }
}
