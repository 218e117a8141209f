package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.talkoot.testkit.ModelTurn.turn;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Prompt;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.Sequence;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ModelTurn;
import org.talkoot.testkit.Outcome;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;
import org.talkoot.testkit.ScriptedModel;

/** A model has run only what it was offered in the prompt of that very call. */
final class ProposalsTest {

    private static final FakeTool REFUND = FakeTool.named("refund_invoice").returning("refunded");
    private static final FakeTool LOOK = FakeTool.named("look").returning("seen");
    private static final AgentDefinition BILLING =
            AgentDefinition.of("billing", "", CodeBrain.answering(view -> "billing was reached"));

    @ParameterizedTest(name = "{0}")
    @MethodSource("injections")
    void whatWasNotOfferedIsNeverRunAndTheModelHearsThatThereIsNoSuchTool(String name, Scenario scenario) {
        Outcome outcome = ReplayCheck.atEveryEvent(scenario.tools(REFUND, LOOK).says("hi"));

        assertThat(outcome.toolsCalled()).as(outcome.inShort()).doesNotContain("refund_invoice");
        assertThat(outcome.answers()).as(outcome.inShort()).containsExactly("I cannot");
        assertThat(outcome.of(RunEvent.ProposalsRefused.class)).isNotEmpty();
    }

    private static Stream<Arguments> injections() {
        LlmBrain bare = LlmBrain.of("Triage.");
        return Stream.of(
                arguments("an agent without tools", injected(bare, "refund_invoice")),
                arguments("an agent with another tool", injected(bare.withTools("look"), "refund_invoice")),
                arguments("a brain that wraps it", injected(view -> bare.next(view), "refund_invoice")),
                arguments(
                        "a part of a sequence",
                        injected(Sequence.of("s", bare, CodeBrain.answering(RunView::task)), "refund_invoice")),
                arguments(
                        "a brain that lets everything pass",
                        injected(ProposalsTest::letsEverythingPass, "refund_invoice")),
                arguments("a handoff that was not offered", injected(bare, "hand_off_to_billing")),
                arguments("a colleague who was not offered", injected(bare, "ask_billing")),
                arguments(
                        "a handoff to one who may only be asked",
                        injected(bare.asking("billing"), "hand_off_to_billing")),
                arguments(
                        "a colleague who may only be handed over to",
                        injected(bare.handingOffTo("billing"), "ask_billing")),
                arguments("the same name in capitals", injected(bare, "REFUND_INVOICE")),
                arguments("a tool that is nowhere", injected(bare, "fly")));
    }

    @Test
    void whatWasOfferedBesideItStillRuns() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        AgentDefinition.of("triage", "", LlmBrain.of("Triage.").withTools("look")), BILLING)
                .model(model(turn().calls("look", "{}").calls("refund_invoice", "{}"), turn().answers("done")))
                .tools(REFUND, LOOK)
                .says("hi"));

        assertThat(outcome.toolsCalled()).containsExactly("look");
        assertThat(outcome.answers()).containsExactly("done");
    }

    @Test
    void theModelHearsOnlyThatThereIsNoSuchTool() {
        ScriptedModel model = model(turn().calls("refund_invoice", "{}"), turn().answers("ok"));
        Outcome outcome = Scenario.of(AgentDefinition.of("triage", "", LlmBrain.of("Triage.")), BILLING)
                .model(model)
                .tools(REFUND, LOOK)
                .says("hi")
                .run();

        RunState state = outcome.states().values().stream()
                .filter(RunState.class::isInstance)
                .map(RunState.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(state.memory().history())
                .filteredOn(Message.ToolOutput.class::isInstance)
                .extracting(message -> ((Message.ToolOutput) message).result())
                .containsExactly(ToolResult.failure("unknown-tool", "There is no such tool."));
    }

    @Test
    void aColleagueOffersOnlyItsOwnTools() {
        Outcome outcome = ReplayCheck.atEveryEvent(Scenario.of(
                        AgentDefinition.of(
                                "boss", "", LlmBrain.of("Ask.").asking("helper").withTools("refund_invoice")),
                        AgentDefinition.of("helper", "", LlmBrain.of("Help.")))
                .model(model(turn().calls("ask_helper", "go"), turn().answers("a"))
                        .forAgent("helper", turn().calls("refund_invoice", "{}"), turn().answers("no")))
                .tools(REFUND, LOOK)
                .says("hi"));

        assertThat(outcome.toolsCalled()).isEmpty();
        assertThat(outcome.answers()).containsExactly("a");
    }

    private static Scenario injected(Brain brain, String tool) {
        return Scenario.of(AgentDefinition.of("triage", "", brain), BILLING)
                .model(model(turn().calls(tool, "{}"), turn().answers("I cannot")));
    }

    /** Runs whatever is proposed, and says nothing of what it offers. */
    private static Next letsEverythingPass(RunView view) {
        return switch (view.lastStep().orElse(null)) {
            case Step.ModelReplied(var reply) when reply instanceof ModelReply.ToolCalls -> new Next.RunProposed();
            case Step.ModelReplied ignored -> new Next.AnswerAsReplied();
            case null, default -> new Next.CallModel(Prompt.of("Do as you like."), 0);
        };
    }

    private static ScriptedModel model(ModelTurn... turns) {
        return ScriptedModel.of(turns);
    }
}
