package org.talkoot.core.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Needs;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.schema.NoSchemaException;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.testkit.FakeTool;
import org.talkoot.testkit.ReplayCheck;
import org.talkoot.testkit.Scenario;

/** A fraud check in plain Java: two tools at once, then an agent, with types on both sides. */
final class HandlesTest {

    record Claim(String policy, int amount) {}

    record Score(int points) {}

    record Verdict(boolean pays, String why) {}

    private static final ToolHandle<Claim, Score> SCORE = ToolHandle.of("fraud_score", Claim.class, Score.class);
    private static final ToolHandle<Claim, String> COVER = ToolHandle.of("cover", Claim.class, String.class);
    private static final AgentHandle<Claim, Verdict> JUDGE = AgentHandle.of("judge", Claim.class, Verdict.class);

    private static final CodeBrain CHECK = new CodeBrain(HandlesTest::check).using(SCORE, COVER, JUDGE);

    private static Next check(RunView view) {
        Claim claim = new Claim("P-1", 700);
        return switch (SCORE.in(view)) {
            case Called.NotYet<Score> none -> Next.CallTools.of(SCORE.with(claim), COVER.with(claim));
            case Called.Failed<Score> failed -> new Next.Fail(failed.why());
            case Called.Came<Score> score ->
                switch (JUDGE.in(view)) {
                    case Called.NotYet<Verdict> none -> Next.Delegate.of(JUDGE.with(claim));
                    case Called.Failed<Verdict> failed -> new Next.Fail(failed.why());
                    case Called.Came<Verdict> verdict ->
                        new Next.Answer("%d points, %s, %s"
                                .formatted(
                                        score.value().points(),
                                        COVER.in(view).came().orElseThrow(),
                                        verdict.value().why()));
                };
        };
    }

    private static Scenario scenario(FakeTool score, CodeBrain judge) {
        return Scenario.of(
                        AgentDefinition.of("desk", "checks claims", CHECK),
                        AgentDefinition.of("judge", "decides", judge))
                .tools(score, FakeTool.named("cover").returning("covered"))
                .says("Check it.");
    }

    private static final FakeTool SEVEN = FakeTool.named("fraud_score").returning("{\"points\":7}");

    private static final CodeBrain JUDGING = new CodeBrain(view -> {
        Claim claim = view.task(Claim.class).orElseThrow();
        return Next.Answer.data(new Verdict(claim.amount() < 1000, claim.policy() + " is small"));
    });

    @Test
    void whatComesBackHasTheTypeThatWasNamed() {
        assertThat(ReplayCheck.atEveryEvent(scenario(SEVEN, JUDGING)))
                .answers("7 points, covered, P-1 is small")
                .calls("fraud_score", "cover");
    }

    @Test
    void aToolThatFailsOrBringsSomethingElseIsAFailure() {
        assertThat(scenario(FakeTool.named("fraud_score").failing("away", "no line"), JUDGING)
                        .run())
                .fails("away");
        assertThat(scenario(FakeTool.named("fraud_score").returning(new ToolResult.InDoubt("the line broke")), JUDGING)
                        .run())
                .fails("in-doubt");
        assertThat(scenario(FakeTool.named("fraud_score").returning("seven"), JUDGING)
                        .run())
                .fails("unreadable-result");
    }

    @Test
    void anAgentThatFailsOrAnswersInProseIsAFailure() {
        assertThat(scenario(SEVEN, CodeBrain.answering(view -> "Pay!")).run()).fails("unreadable-result");
        assertThat(scenario(SEVEN, new CodeBrain(view -> {
                            throw new IllegalStateException("no judgement");
                        }))
                        .run())
                .fails("brain-broke");
    }

    @Test
    void aBrainSaysWhatItCallsAndABrainOfBrainsToo() {
        Needs all = new Needs(Set.of("fraud_score", "cover"), Set.of(new AgentType("judge")));

        assertThat(CHECK.needs()).isEqualTo(all);
        assertThat(Sequence.of("two", JUDGING, CHECK).needs()).isEqualTo(all);
        assertThat(new Router("one", view -> "a", Map.of("a", CHECK)).needs()).isEqualTo(all);
    }

    @Test
    void aTypeThatNoSchemaCanSayIsRefusedWhereItIsWritten() {
        assertThatThrownBy(() -> ToolHandle.of("x", Claim.class, List.class)).isInstanceOf(NoSchemaException.class);
        assertThatThrownBy(() -> AgentHandle.of("x", Object.class, String.class))
                .isInstanceOf(NoSchemaException.class);
    }
}
