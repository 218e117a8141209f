package org.talkoot.core.run;

import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.talkoot.core.run.ScenarioWords.LOOK;
import static org.talkoot.core.run.ScenarioWords.PAY;
import static org.talkoot.core.run.ScenarioWords.agent;
import static org.talkoot.core.run.ScenarioWords.answers;
import static org.talkoot.core.run.ScenarioWords.asking;
import static org.talkoot.core.run.ScenarioWords.code;
import static org.talkoot.core.run.ScenarioWords.delegating;
import static org.talkoot.core.run.ScenarioWords.echo;
import static org.talkoot.core.run.ScenarioWords.fails;
import static org.talkoot.core.run.ScenarioWords.handingOff;
import static org.talkoot.core.run.ScenarioWords.limited;
import static org.talkoot.core.run.ScenarioWords.llm;
import static org.talkoot.core.run.ScenarioWords.model;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.Router;
import org.talkoot.core.brain.Sequence;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.Person;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Every scenario, killed after each of its events, comes to the same end by the same journal. */
final class ReplayScenariosTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void comesToTheSameEndWhereverItIsKilled(String name, Scenario scenario, ScenarioWords.Expected expected) {
        expected.assertIsTheEndOf(ReplayCheck.atEveryEvent(scenario));
    }

    static Stream<Arguments> scenarios() {
        return Stream.of(plain(), tools(), peers(), people(), composed(), turns())
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
                        asking().people(Person.named("ann").approves()).says("hi"),
                        "Approved"),
                answers(
                        "a human denies",
                        asking().people(Person.named("ann").denies("no")).says("hi"),
                        "Denied"),
                answers("a human says nothing", asking().says("hi"), "Expired"),
                answers(
                        "a call in doubt is shown to a human",
                        llm(model(turn().calls("pay", "{}"), turn().answers("checked")))
                                .tools(LOOK, PAY.returning(new ToolResult.InDoubt("The node stopped.")))
                                .people(Person.named("ann").approves())
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
                        new ScenarioWords.Expected(List.of("ok"), List.of("model-rejected"))),
                arguments(
                        "a turn after proposals that were never run",
                        Scenario.of(AgentDefinition.of(
                                                "m", "", LlmBrain.of("Loop.").withTools("look"))
                                        .withLimits(RunLimits.DEFAULT.withModelCalls(1)))
                                .model(model(turn().calls("look", "{}"), turn().answers("ok")))
                                .tools(LOOK)
                                .says("a")
                                .says("b"),
                        new ScenarioWords.Expected(List.of("ok"), List.of("model-call-limit"))));
    }
}
