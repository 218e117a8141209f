package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** The agents, models and guardrails of which scenarios are made, and what is expected of them. */
final class ScenarioWords {

    static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
    static final FakeTool LOOK = FakeTool.named("look").returning("seen");
    static final FakeTool PAY = FakeTool.named("pay").returning("paid");

    /** What the outcome should be, in one line: answers, then failures. */
    record Expected(List<String> answers, List<String> failures) {

        void assertIsTheEndOf(Outcome outcome) {
            assertThat(outcome.answers()).as(outcome.inShort()).isEqualTo(answers);
            assertThat(outcome.failures()).as(outcome.inShort()).isEqualTo(failures);
        }
    }

    private ScenarioWords() {}

    static Arguments answers(String name, Scenario scenario, String... answers) {
        return arguments(name, scenario, new Expected(List.of(answers), List.of()));
    }

    static Arguments fails(String name, Scenario scenario, String code) {
        return arguments(name, scenario, new Expected(List.of(), List.of(code)));
    }

    static ScriptedModel model(ModelTurn... turns) {
        return ScriptedModel.of(turns);
    }

    static Scenario llm(ScriptedModel model) {
        return Scenario.of(AgentDefinition.of("llm", "", LlmBrain.of("Help.").withTools("look", "pay")))
                .model(model)
                .tools(LOOK, PAY);
    }

    static Scenario limited(LlmBrain brain, RunLimits limits) {
        return Scenario.of(AgentDefinition.of("llm", "", brain).withLimits(limits))
                .tools(LOOK);
    }

    static AgentDefinition echo(String name) {
        return AgentDefinition.of(name, "", CodeBrain.answering(view -> name + ": " + view.task()));
    }

    static AgentDefinition code(Function<RunView, Next> brain) {
        return agent("coder", brain);
    }

    static AgentDefinition agent(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, "", new CodeBrain(brain));
    }

    static AgentDefinition handingOff(String name, String to) {
        return agent(name, view -> new Next.HandOff(new AgentType(to), "yours"));
    }

    static AgentDefinition delegating(String name, String... to) {
        return agent(
                name,
                view -> view.steps().isEmpty()
                        ? new Next.Delegate(Stream.of(to)
                                .map(t -> new Next.Delegate.Task(new AgentType(t), "task for " + t))
                                .toList())
                        : new Next.Answer(view.steps().stream()
                                .map(ScenarioWords::reported)
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

    static Scenario asking() {
        return Scenario.of(code(
                view -> view.lastStep().isPresent() && view.lastStep().get() instanceof Step.HumanDecided decided
                        ? new Next.Answer(decided.approval().getClass().getSimpleName())
                        : new Next.AskHuman("May I?", Duration.ofMinutes(5))));
    }

    static Guardrail guard(Function<String, Verdict> check) {
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
