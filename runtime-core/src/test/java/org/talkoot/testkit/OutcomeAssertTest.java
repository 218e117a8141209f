package org.talkoot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.talkoot.testkit.ModelTurn.turn;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.event.Subscription;
import org.talkoot.core.model.TokenUsage;

/** What tests of agents can say, and what they are told when it is not so. */
final class OutcomeAssertTest {

    record Claim(String policy, int amount) {}

    record Paid(int amount) {}

    private static final AgentDefinition INTAKE =
            AgentDefinition.of("intake", "reads claims", LlmBrain.of("Read.").answering(Claim.class));

    private static final Claim CLAIM = new Claim("P-1", 7);

    private static Scenario reading() {
        return Scenario.of(INTAKE)
                .model(ScriptedModel.of(
                        turn().answers(CLAIM).costs(TokenUsage.of(100, 20)).delays(Duration.ofSeconds(3))))
                .says("Policy P-1, seven euros.");
    }

    @Test
    void anAnswerIsAskedForAsTheRecordThatItIs() {
        Outcome outcome = reading().run();

        assertThat(outcome)
                .answers(CLAIM)
                .isAnsweredBy("intake")
                .fails()
                .calls()
                .publishes()
                .buries()
                .asksModelsAtMost(1)
                .spendsAtMost(120)
                .takesAtMost(Duration.ofSeconds(3));
        assertThat(outcome.answers(Claim.class)).containsExactly(CLAIM);
    }

    @Test
    void whatIsNotSoIsSaidWithTheStory() {
        Outcome outcome = reading().run();

        assertThatThrownBy(() -> assertThat(outcome).answers("Noon."))
                .hasMessageContainingAll(
                        "answers are not", "[Noon.]", "--- the story", "MessagePosted", "ModelReplied");
        assertThatThrownBy(() -> assertThat(outcome).spendsAtMost(119))
                .hasMessageContainingAll("tokens: 120 is more than 119", "--- the story");
        assertThatThrownBy(() -> assertThat(outcome).takesAtMost(Duration.ofSeconds(2)))
                .hasMessageContainingAll("time: PT3S is more than PT2S", "--- the story");
        assertThatThrownBy(() -> outcome.answers(Paid.class)).hasMessageContainingAll("is no Paid", "--- the story");
    }

    @Test
    void anEventWakesWhoSubscribesAndItsAnswerIsAnEvent() {
        AgentDefinition books = AgentDefinition.of(
                        "books",
                        "keeps the books",
                        new CodeBrain(view -> view.steps().isEmpty()
                                ? new Next.Publish("books.closed", view.task())
                                : new Next.Answer("closed")))
                .withSubscriptions(Subscription.to("shop.order-paid"));

        assertThat(ReplayCheck.atEveryEvent(Scenario.of(books).hears("shop.order-paid", new Paid(49))))
                .publishes("books.closed")
                .fails();
    }

    @Test
    void aBudgetThatIsTooSmallEndsTheRun() {
        RunLimits small = new RunLimits(64, 32, 20_000, 100, Long.MAX_VALUE, Duration.ofHours(1));
        Scenario twice = Scenario.of(
                        AgentDefinition.of("a", "", LlmBrain.of("Work.").withTools("work")))
                .model(ScriptedModel.of(
                        turn().calls("work", "{}").costs(TokenUsage.of(90, 10)), turn().answers("Done.")))
                .tools(FakeTool.named("work"))
                .says("Work.");

        assertThat(twice.run()).answers("Done.");
        assertThat(ReplayCheck.atEveryEvent(twice.limitedTo(small)))
                .fails("token-limit")
                .calls("work")
                .asksModelsAtMost(1);
    }
}
