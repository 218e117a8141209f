package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.Decision;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.core.event.Trace;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.run.state.RunState;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** Who asked is known to all that is done about it, however far away, and after every crash. */
final class CallersTravelTest {

    private static final Caller ANN = Caller.of(TenantId.DEFAULT, "ann", "clerk");

    private static final AgentDefinition ECHO =
            AgentDefinition.of("echo", "", CodeBrain.answering(CallersTravelTest::who));

    private static String who(RunView view) {
        return view.agent().type() + ":" + view.caller();
    }

    private static AgentDefinition first(Next next) {
        return AgentDefinition.of(
                "first",
                "",
                new CodeBrain(view -> view.lastStep().isEmpty() ? next : new Next.Answer(who(view) + after(view))));
    }

    private static String after(RunView view) {
        return view.lastStep().orElseThrow() instanceof Step.DelegateReported(var agent, var outcome)
                        && outcome instanceof RunOutcome.Answered answered
                ? " after " + answered.text()
                : "";
    }

    private static final Next DELEGATE =
            new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType("echo"), "look", "")));

    @Test
    void intoTheRunOfAMessage() {
        assertThat(Scenario.of(ECHO).saysAs(ANN, "hi").run().answers()).containsExactly("echo:default/ann");
    }

    @Test
    void whoIsNotKnownIsAnonymous() {
        assertThat(Scenario.of(ECHO).says("hi").run().answers()).containsExactly("echo:default/(anonymous)");
    }

    @Test
    void intoDelegationsAndBack() {
        var outcome = Scenario.of(first(DELEGATE), ECHO).saysAs(ANN, "hi").run();

        assertThat(outcome.answers()).containsExactly("first:default/ann after echo:default/ann");
    }

    @Test
    void acrossAHandoff() {
        AgentDefinition desk = first(new Next.HandOff(new AgentType("echo"), "yours"));

        assertThat(Scenario.of(desk, ECHO).saysAs(ANN, "hi").run().answers()).containsExactly("echo:default/ann");
    }

    @Test
    void behindTheEventsThatItsRunsPublish() {
        AgentDefinition audit = ECHO.withSubscriptions(Subscription.to("claim.>"));
        AgentDefinition files = first(new Next.Publish("claim.filed", "{}"));

        assertThat(Scenario.of(files, audit).saysAs(ANN, "hi").run().answersOf("echo"))
                .containsExactly("echo:default/ann");
    }

    @Test
    void butNotIntoTheNextTurnOfSomebodyElse() {
        Caller bob = Caller.of(TenantId.DEFAULT, "bob");

        assertThat(Scenario.of(ECHO)
                        .saysAs(ANN, "hi")
                        .saysAs(bob, "hi")
                        .says("hi")
                        .run()
                        .answers())
                .containsExactly("echo:default/ann", "echo:default/bob", "echo:default/(anonymous)");
    }

    @Test
    void anEventFromOutsideHasNobodyBehindIt() {
        AgentDefinition audit = ECHO.withSubscriptions(Subscription.to("claim.>"));

        assertThat(Scenario.of(audit)
                        .hears("claim.filed", "{\"caller\":{\"user\":\"ann\"}}")
                        .run()
                        .answersOf("echo"))
                .containsExactly("echo:default/(anonymous)");
    }

    @Test
    void whereverItIsKilled() {
        ReplayCheck.atEveryEvent(Scenario.of(first(DELEGATE), ECHO).saysAs(ANN, "hi"));
    }

    @Test
    void guardrailsMayLetClerksInOnly() {
        Guardrail clerks = new Guardrail() {
            @Override
            public String name() {
                return "clerks";
            }

            @Override
            public Verdict check(String text) {
                return new Verdict.Block("nobody asks");
            }

            @Override
            public Verdict check(String text, Caller caller) {
                return caller.hasRole("clerk") ? Verdict.pass() : new Verdict.Block("for clerks");
            }
        };
        AgentDefinition guarded = ECHO.withInputGuardrails(clerks).withOutputGuardrails(clerks);

        assertThat(Scenario.of(guarded).saysAs(ANN, "hi").run().answers()).hasSize(1);
        assertThat(Scenario.of(guarded).says("hi").run().failures()).hasSize(1);
    }

    @Test
    void aToolKnowsOnWhoseBehalfItIsCalled() {
        AgentDefinition looks = first(new Next.CallTools(List.of(new ToolRequest("look", "{}"))));
        var agent = new AgentRun(RunWords.SELF, looks, AgentCatalog.of(looks));
        var request = RunWords.request("m1-1", "hi");
        var asked = new RunRequest(
                request.run(),
                request.origin(),
                request.messages(),
                request.lineage(),
                Trace.begunBy(request.run()).by(ANN));
        var decision = agent.decide(agent.initial(), new RunCommand.StartRun(asked, RunWords.NOW));
        RunState state = agent.initial();
        for (RunEvent event : ((Decision.Accept<RunEvent>) decision).events()) {
            state = agent.evolve(state, event);
        }

        assertThat(agent.outstanding(state))
                .filteredOn(RunEffect.CallTool.class::isInstance)
                .extracting(effect -> ((RunEffect.CallTool) effect).context().caller())
                .containsExactly(ANN);
    }
}
