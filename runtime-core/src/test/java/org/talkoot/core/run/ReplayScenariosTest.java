package org.talkoot.core.run;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Approval;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.Router;
import org.talkoot.core.brain.Sequence;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** Every scenario, killed after each of its events, comes to the same end by the same journal. */
final class ReplayScenariosTest {

    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final FakeTool LOOK = FakeTool.named("look").returning("seen");
    private static final FakeTool PAY = FakeTool.named("pay").returning("paid");

    /** What the outcome should be, in one line: answers, then failures. */
    private record Expected(List<String> answers, List<String> failures) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void comesToTheSameEndWhereverItIsKilled(String name, Scenario scenario, Expected expected) {
        Outcome outcome = ReplayCheck.atEveryEvent(scenario);

        assertThat(outcome.answers()).as(outcome.inShort()).isEqualTo(expected.answers());
        assertThat(outcome.failures()).as(outcome.inShort()).isEqualTo(expected.failures());
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
        return Stream.of(plain(), tools(), peers(), people(), composed(), limits(), failures(), bugs(), turns())
                .flatMap(List::stream);
    }

    private static List<Arguments> plain() {
        return List.of(
                answers("a model answers", llm(model(turn().answers("hello"))).says("hi"), "hello"),
                answers("plain code answers", Scenario.of(echo("echo")).says("hi"), "echo: hi"),
                answers(
                        "an answer that was cut off is an answer",
                        llm(model(turn().isCutOff("hel"))).says("hi"),
                        "hel"),
                answers(
                        "an empty list of calls is an answer",
                        llm(model(turn().replies(new ModelReply.ToolCalls("nothing to do", List.of()))))
                                .says("hi"),
                        "nothing to do"));
    }

    private static List<Arguments> tools() {
        return List.of(
                answers(
                        "one tool",
                        llm(model(turn().calls("look", "{}"), turn().answers("done")))
                                .says("hi"),
                        "done"),
                answers(
                        "tools one after the other",
                        llm(model(
                                        turn().calls("look", "{}"),
                                        turn().calls("pay", "{}"),
                                        turn().calls("look", "{\"n\":2}"),
                                        turn().answers("done")))
                                .says("hi"),
                        "done"),
                answers(
                        "tools at once",
                        llm(model(
                                        turn().calls("look", "{}")
                                                .calls("pay", "{}")
                                                .calls("look", "{\"n\":2}"),
                                        turn().answers("done")))
                                .says("hi"),
                        "done"),
                answers(
                        "tools at once that end in another order",
                        llm(model(turn().calls("look", "{}").calls("pay", "{}"), turn().answers("done")))
                                .tools(LOOK.delayed(Duration.ofSeconds(5)), PAY)
                                .says("hi"),
                        "done"),
                answers(
                        "a tool that fails",
                        llm(model(turn().calls("look", "{}"), turn().answers("sorry")))
                                .tools(LOOK.failing("gone", "It is gone."), PAY)
                                .says("hi"),
                        "sorry"),
                answers(
                        "a tool that does not exist",
                        llm(model(turn().calls("fly", "{}"), turn().answers("I cannot")))
                                .says("hi"),
                        "I cannot"),
                answers(
                        "a code brain calls tools at once",
                        Scenario.of(code(view -> view.steps().isEmpty()
                                        ? new Next.CallTools(
                                                List.of(new ToolRequest("look", "{}"), new ToolRequest("pay", "{}")))
                                        : new Next.Answer("" + view.steps().size())))
                                .tools(LOOK, PAY)
                                .says("hi"),
                        "2"));
    }

    private static List<Arguments> peers() {
        return List.of(
                answers(
                        "a handoff",
                        Scenario.of(handingOff("front", "echo"), echo("echo")).says("hi"),
                        "echo: hi"),
                answers(
                        "a chain of handoffs",
                        Scenario.of(handingOff("a", "b"), handingOff("b", "c"), handingOff("c", "echo"), echo("echo"))
                                .says("hi"),
                        "echo: hi"),
                answers(
                        "a handoff there and back",
                        Scenario.of(
                                        agent(
                                                "front",
                                                view -> view.history().size() > 1
                                                        ? new Next.Answer("front again: " + view.task())
                                                        : new Next.HandOff(new AgentType("back"), "yours")),
                                        handingOff("back", "front"))
                                .says("hi"),
                        "front again: hi"),
                answers(
                        "a model hands over by its tool",
                        Scenario.of(
                                        AgentDefinition.of(
                                                "front",
                                                "",
                                                LlmBrain.of("Hand over.").handingOffTo("echo")),
                                        echo("echo"))
                                .model(model(turn().calls("hand_off_to_echo", "take it")))
                                .says("hi"),
                        "echo: hi"),
                fails(
                        "too many handoffs",
                        Scenario.of(handingOff("a", "b"), handingOff("b", "a")).says("hi"),
                        "too-many-handoffs"),
                fails(
                        "a handoff to nobody",
                        Scenario.of(handingOff("a", "nobody")).says("hi"),
                        "unknown-agent"),
                answers(
                        "a delegation",
                        Scenario.of(delegating("boss", "echo"), echo("echo")).says("hi"),
                        "[echo: task for echo]"),
                answers(
                        "delegations at once",
                        Scenario.of(delegating("boss", "one", "two"), echo("one"), echo("two"))
                                .says("hi"),
                        "[one: task for one, two: task for two]"),
                answers(
                        "two delegations to one agent, each to an instance of its own",
                        Scenario.of(delegating("boss", "echo", "echo"), echo("echo"))
                                .says("hi"),
                        "[echo: task for echo, echo: task for echo]"),
                answers(
                        "a nested delegation",
                        Scenario.of(delegating("boss", "mid"), delegating("mid", "echo"), echo("echo"))
                                .says("hi"),
                        "[[echo: task for echo]]"),
                answers(
                        "a delegation to nobody",
                        Scenario.of(delegating("boss", "nobody")).says("hi"),
                        "[unknown-agent]"),
                answers(
                        "a model asks a colleague and calls a tool at once",
                        Scenario.of(
                                        AgentDefinition.of(
                                                "boss",
                                                "",
                                                LlmBrain.of("Ask.")
                                                        .asking("echo")
                                                        .withTools("look")),
                                        echo("echo"))
                                .model(model(
                                        turn().calls("ask_echo", "what?").calls("look", "{}"),
                                        turn().answers("all there")))
                                .tools(LOOK)
                                .says("hi"),
                        "all there"));
    }

    private static List<Arguments> people() {
        return List.of(
                answers(
                        "a human approves",
                        asking().human(new Approval.Approved("ann", "fine")).says("hi"),
                        "Approved"),
                answers(
                        "a human denies",
                        asking().human(new Approval.Denied("ann", "no")).says("hi"),
                        "Denied"),
                answers("a human says nothing", asking().says("hi"), "Expired"),
                answers(
                        "a call in doubt is shown to a human",
                        llm(model(turn().calls("pay", "{}"), turn().answers("checked")))
                                .tools(LOOK, PAY.returning(new ToolResult.InDoubt("The node stopped.")))
                                .human(new Approval.Approved("ann", "it went through"))
                                .says("hi"),
                        "checked"),
                answers(
                        "a nap",
                        Scenario.of(code(view -> view.steps().isEmpty()
                                        ? new Next.Sleep(Duration.ofMinutes(10))
                                        : new Next.Answer("rested")))
                                .says("hi"),
                        "rested"),
                answers(
                        "an event is published on the way",
                        Scenario.of(code(view -> view.steps().isEmpty()
                                        ? new Next.Publish("order.seen", "{}")
                                        : new Next.Answer("told")))
                                .says("hi"),
                        "told"));
    }

    private static List<Arguments> composed() {
        Brain upper = CodeBrain.answering(view -> view.task().toUpperCase(Locale.ROOT));
        Brain twice = CodeBrain.answering(view -> view.task() + view.task());
        return List.of(
                answers(
                        "a sequence",
                        Scenario.of(AgentDefinition.of("s", "", Sequence.of("s", upper, twice)))
                                .says("hi"),
                        "HIHI"),
                answers(
                        "a sequence with a model in it",
                        Scenario.of(AgentDefinition.of("s", "", Sequence.of("s", LlmBrain.of("Draft."), twice)))
                                .model(model(turn().answers("ab")))
                                .says("hi"),
                        "abab"),
                answers(
                        "a router",
                        Scenario.of(AgentDefinition.of(
                                        "r", "", new Router("r", RunView::task, Map.of("up", upper, "twice", twice))))
                                .says("twice")
                                .says("up"),
                        "twicetwice",
                        "UP"),
                fails(
                        "a router without the route",
                        Scenario.of(AgentDefinition.of("r", "", new Router("r", RunView::task, Map.of())))
                                .says("up"),
                        "no-route"),
                answers(
                        "a sequence inside a router",
                        Scenario.of(AgentDefinition.of(
                                        "r",
                                        "",
                                        new Router("r", v -> "s", Map.of("s", Sequence.of("s", upper, twice)))))
                                .says("x"),
                        "XX"));
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
                        "wall-time-limit"),
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
                entry("recursion without end", ReplayScenariosTest::forEver),
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

    private static List<Arguments> turns() {
        return List.of(
                answers(
                        "several turns with one agent",
                        llm(model(
                                        turn().answers("1"),
                                        turn().calls("look", "{}"),
                                        turn().answers("2"),
                                        turn().answers("3")))
                                .says("a")
                                .says("b")
                                .says("c"),
                        "1",
                        "2",
                        "3"),
                answers(
                        "messages that wait are answered in order",
                        Scenario.of(echo("e")).saysAtOnce("a", "b", "c", "d"),
                        "e: a",
                        "e: b",
                        "e: c",
                        "e: d"),
                answers(
                        "a message that comes twice",
                        Scenario.of(echo("e")).says("a").saysAgain("a"),
                        "e: a"),
                answers(
                        "messages to different agents of one conversation",
                        Scenario.of(echo("a"), echo("b"))
                                .says("1")
                                .saysTo("b", "2")
                                .says("3"),
                        "a: 1",
                        "b: 2",
                        "b: 3"),
                answers(
                        "a provider that makes calls wait, which uses up nothing but time",
                        limited(
                                        LlmBrain.of("Help.").withTools("look"),
                                        RunLimits.DEFAULT.withModelCalls(2).withSteps(3))
                                .model(model(
                                        turn().calls("look", "{}").afterWaiting(Duration.ofMinutes(5)),
                                        turn().answers("ok").afterWaiting(Duration.ofMinutes(5))))
                                .says("a"),
                        "ok"),
                fails(
                        "a run that is cancelled",
                        Scenario.of(code(view -> new Next.Sleep(Duration.ofMinutes(5))))
                                .saysAtOnce("a")
                                .passes(Duration.ofSeconds(1))
                                .cancels("coder", 1),
                        "cancelled"),
                arguments(
                        "the turn after one that failed",
                        llm(model(turn().fails(new ModelFailure.Rejected("bad")), turn().answers("ok")))
                                .says("a")
                                .says("b"),
                        new Expected(List.of("ok"), List.of("model-rejected"))),
                arguments(
                        "a turn after proposals that were never run",
                        Scenario.of(AgentDefinition.of(
                                                "m", "", LlmBrain.of("Loop.").withTools("look"))
                                        .withLimits(RunLimits.DEFAULT.withModelCalls(1)))
                                .model(model(turn().calls("look", "{}"), turn().answers("ok")))
                                .tools(LOOK)
                                .says("a")
                                .says("b"),
                        new Expected(List.of("ok"), List.of("model-call-limit"))));
    }

    private static Arguments answers(String name, Scenario scenario, String... answers) {
        return arguments(name, scenario, new Expected(List.of(answers), List.of()));
    }

    private static Arguments fails(String name, Scenario scenario, String code) {
        return arguments(name, scenario, new Expected(List.of(), List.of(code)));
    }

    private static ScriptedModel model(ModelTurn... turns) {
        return ScriptedModel.of(turns);
    }

    private static Scenario llm(ScriptedModel model) {
        return Scenario.of(AgentDefinition.of("llm", "", LlmBrain.of("Help.").withTools("look", "pay")))
                .model(model)
                .tools(LOOK, PAY);
    }

    private static Scenario limited(LlmBrain brain, RunLimits limits) {
        return Scenario.of(AgentDefinition.of("llm", "", brain).withLimits(limits))
                .tools(LOOK);
    }

    private static AgentDefinition echo(String name) {
        return AgentDefinition.of(name, "", CodeBrain.answering(view -> name + ": " + view.task()));
    }

    private static AgentDefinition code(Function<RunView, Next> brain) {
        return agent("coder", brain);
    }

    private static AgentDefinition agent(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, "", new CodeBrain(brain));
    }

    private static AgentDefinition handingOff(String name, String to) {
        return agent(name, view -> new Next.HandOff(new AgentType(to), "yours"));
    }

    private static AgentDefinition delegating(String name, String... to) {
        return agent(
                name,
                view -> view.steps().isEmpty()
                        ? new Next.Delegate(Stream.of(to)
                                .map(t -> new Next.Delegate.Task(new AgentType(t), "task for " + t))
                                .toList())
                        : new Next.Answer(view.steps().stream()
                                .map(ReplayScenariosTest::reported)
                                .toList()
                                .toString()));
    }

    private static String reported(Step step) {
        return switch (((Step.DelegateReported) step).outcome()) {
            case RunOutcome.Answered o -> o.text();
            case RunOutcome.HandedOff o -> "handed to " + o.to();
            case RunOutcome.Failed o -> o.failure().code();
        };
    }

    private static Scenario asking() {
        return Scenario.of(code(
                view -> view.lastStep().isPresent() && view.lastStep().get() instanceof Step.HumanDecided decided
                        ? new Next.Answer(decided.approval().getClass().getSimpleName())
                        : new Next.AskHuman("May I?", Duration.ofMinutes(5))));
    }

    private static Guardrail guard(Function<String, Verdict> check) {
        return new Guardrail() {
            @Override
            public String name() {
                return "guard";
            }

            @Override
            public Verdict check(String text) {
                return check.apply(text);
            }
        };
    }
}
