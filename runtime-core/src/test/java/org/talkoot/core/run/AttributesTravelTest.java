package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.Subscription;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** What is known of a conversation is known to all that is done in it, and to nobody who only says so. */
final class AttributesTravelTest {

    private static final Map<String, String> GOLD = Map.of("plan", "gold");
    private static final Map<String, String> SILVER = Map.of("plan", "silver");

    private static final AgentDefinition ECHO =
            AgentDefinition.of("echo", "", CodeBrain.answering(AttributesTravelTest::plan));

    private static String plan(RunView view) {
        return view.agent().type() + ":" + view.attributes().find("plan").orElse("none");
    }

    private static AgentDefinition first(Next next) {
        return AgentDefinition.of(
                "first",
                "",
                new CodeBrain(view -> view.lastStep().isEmpty() ? next : new Next.Answer(plan(view) + after(view))));
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
    void intoTheRunsOfAConversationUntilTheyAreChanged() {
        assertThat(Scenario.of(ECHO)
                        .says("hi", GOLD)
                        .says("hi")
                        .knows(SILVER)
                        .says("hi")
                        .run()
                        .answers())
                .containsExactly("echo:gold", "echo:gold", "echo:silver");
    }

    @Test
    void intoDelegationsAcrossHandoffsAndBehindEvents() {
        AgentDefinition desk = first(new Next.HandOff(new AgentType("echo"), "yours"));
        AgentDefinition audit = ECHO.withSubscriptions(Subscription.to("claim.>"));
        AgentDefinition files = first(new Next.Publish("claim.filed", "{}"));

        assertThat(Scenario.of(first(DELEGATE), ECHO).says("hi", GOLD).run().answers())
                .containsExactly("first:gold after echo:gold");
        assertThat(Scenario.of(desk, ECHO).says("hi", GOLD).run().answers()).containsExactly("echo:gold");
        assertThat(Scenario.of(files, audit).says("hi", GOLD).run().answersOf("echo"))
                .containsExactly("echo:gold");
    }

    @Test
    void aRunKeepsWhatWasKnownWhenItBegan() {
        AgentDefinition sleeper = AgentDefinition.of(
                "sleeper",
                "",
                new CodeBrain(view -> view.lastStep().isEmpty()
                        ? new Next.Sleep(Duration.ofSeconds(30))
                        : new Next.Answer(plan(view))));

        assertThat(Scenario.of(sleeper)
                        .says("hi", GOLD)
                        .saysAtOnce("again")
                        .passes(Duration.ofSeconds(10))
                        .knows(SILVER)
                        .run()
                        .answers())
                .containsExactly("sleeper:gold", "sleeper:gold");
    }

    @Test
    void anEventFromOutsideBringsNone() {
        AgentDefinition audit = ECHO.withSubscriptions(Subscription.to("claim.>"));

        assertThat(Scenario.of(audit)
                        .hears("claim.filed", "{\"attributes\":{\"plan\":\"gold\"}}")
                        .run()
                        .answersOf("echo"))
                .containsExactly("echo:none");
    }

    @Test
    void whereverItIsKilled() {
        ReplayCheck.atEveryEvent(Scenario.of(first(DELEGATE), ECHO)
                .says("hi", GOLD)
                .knows(SILVER)
                .says("hi"));
    }

    @Test
    void guardrailsMayGoByThem() {
        Guardrail gold = new Guardrail() {
            @Override
            public String name() {
                return "gold";
            }

            @Override
            public Verdict check(String text) {
                return new Verdict.Block("nothing is known");
            }

            @Override
            public Verdict check(String text, Caller caller, Attributes attributes) {
                return attributes.find("plan").filter("gold"::equals).isPresent()
                        ? Verdict.pass()
                        : new Verdict.Block("for gold");
            }
        };
        AgentDefinition guarded = ECHO.withInputGuardrails(gold).withOutputGuardrails(gold);

        assertThat(Scenario.of(guarded).says("hi", GOLD).run().answers()).hasSize(1);
        assertThat(Scenario.of(guarded).says("hi", SILVER).run().failures()).hasSize(1);
    }
}
