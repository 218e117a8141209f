package org.talkoot.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentId;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.guard.Guardrail;
import org.talkoot.core.guard.Verdict;
import org.talkoot.core.model.Message;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.run.state.RunState;

/** What a run began with stays, whatever is deployed or asked for meanwhile. */
final class TermsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AgentId SELF = AgentId.in(ConversationId.of("c"), new AgentType("sleeper"));
    private static final AgentDefinition SLEEPER =
            AgentDefinition.of("sleeper", "", new CodeBrain(view -> new Next.Sleep(Duration.ofMinutes(50))));

    @Test
    void aDeployWithOtherLimitsDoesNotMoveTheDeadlineOfAnOpenRun() {
        RunState begun = started(aggregate(SLEEPER), aggregate(SLEEPER).initial(), 1);
        AgentRun deployed = aggregate(SLEEPER.withLimits(RunLimits.DEFAULT.withWallTime(Duration.ofMinutes(1))));

        assertThat(deployed.outstanding(begun))
                .contains(new RunEffect.ArmDeadline(run(1), NOW.plus(Duration.ofHours(1)), false));
    }

    @Test
    void aRunRecordsTheVersionThatBeganIt() {
        AgentRun first = aggregate(SLEEPER.withVersion("2026-01"));
        RunState begun = started(first, first.initial(), 1);

        assertThat(begun)
                .isInstanceOfSatisfying(
                        RunState.Working.class,
                        working -> assertThat(working.active().start().terms().version())
                                .isEqualTo("2026-01"));
    }

    private static final AgentDefinition OLD = says("old").withVersion("1");
    private static final AgentDefinition NEW = says("new").withVersion("2");

    /** Sleeps, and then answers. */
    private static AgentDefinition says(String text) {
        return AgentDefinition.of(
                "sleeper",
                "",
                new CodeBrain(view ->
                        view.steps().isEmpty() ? new Next.Sleep(Duration.ofMinutes(5)) : new Next.Answer(text)));
    }

    @Test
    void anOpenRunGoesOnWithTheVersionThatIsHereNow() {
        assertThat(answerAfterDeploy(AgentCatalog.of(NEW))).isEqualTo("new");
    }

    @Test
    void anOpenRunIsFinishedByTheVersionThatBeganItWhereThatIsHereToo() {
        AgentCatalog both = AgentCatalog.of(NEW).finishing(OLD);

        assertThat(answerAfterDeploy(both)).isEqualTo("old");
        assertThat(answer(new AgentRun(SELF, NEW, both), new AgentRun(SELF, NEW, both)))
                .as("of a run that begins after the deploy")
                .isEqualTo("new");
    }

    @Test
    void anEarlierVersionHasToBeAnotherOneOfAnAgentThatIsHere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentCatalog.of(NEW).finishing(NEW))
                .withMessage("'sleeper' is version 2 already: an earlier one has another");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentCatalog.of(AgentDefinition.of("other", "", view -> new Next.Answer("")))
                        .finishing(OLD));
    }

    private static String answerAfterDeploy(AgentCatalog deployed) {
        return answer(aggregate(OLD), new AgentRun(SELF, NEW, deployed));
    }

    private static String answer(AgentRun before, AgentRun after) {
        RunState begun = started(before, before.initial(), 1);
        RunEffect.SetTimer timer = after.outstanding(begun).stream()
                .filter(RunEffect.SetTimer.class::isInstance)
                .map(RunEffect.SetTimer.class::cast)
                .findFirst()
                .orElseThrow();
        return ((Decision.Accept<RunEvent>) after.decide(begun, timer.over(timer.until())))
                .events().stream()
                        .filter(RunEvent.RunAnswered.class::isInstance)
                        .map(event -> ((RunEvent.RunAnswered) event).text())
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void aVersionThatIsNotDeclaredChangesWithWhatCanBeSeenOfTheDefinition() {
        AgentDefinition one = AgentDefinition.of("a", "does it", LlmBrain.of("Be kind."));
        AgentDefinition same = AgentDefinition.of("a", "does it", LlmBrain.of("Be kind."));
        AgentDefinition other = AgentDefinition.of("a", "does it", LlmBrain.of("Be brief."));

        assertThat(one.version()).isEqualTo(same.version()).isNotEqualTo(other.version());
        assertThat(one.withLimits(RunLimits.DEFAULT.withSteps(3)).version()).isNotEqualTo(one.version());
        assertThat(SLEEPER.version()).matches("[0-9a-f]{12}");
        assertThatIllegalArgumentException().isThrownBy(() -> one.withVersion(" "));
    }

    @Test
    void aLongRunIsKnownHoweverManyRequestsWereBlockedSince() {
        AgentRun aggregate = aggregate(SLEEPER.withInputGuardrails(blocking("bad")));
        RunState state = started(aggregate, aggregate.initial(), 1);
        for (int i = 2; i <= 3 * Memory.RECENT_RUNS; i++) {
            state = tell(aggregate, state, request(i, "bad"));
        }

        assertThat(aggregate.decide(state, request(1, "sleep"))).isEqualTo(Decision.ignore());
    }

    private static RunState started(AgentRun aggregate, RunState state, int number) {
        return tell(aggregate, state, request(number, "sleep"));
    }

    private static RunState tell(AgentRun aggregate, RunState state, RunCommand command) {
        return aggregate.decide(state, command) instanceof Decision.Accept<RunEvent> accepted
                ? aggregate.fold(state, accepted.events())
                : state;
    }

    private static RunCommand request(int number, String text) {
        return new RunCommand.StartRun(
                new RunRequest(
                        run(number),
                        new RunOrigin.Trigger("order.paid", "e" + number),
                        List.of(new Message.User(new MessageId("m" + number), text, NOW)),
                        List.of()),
                NOW);
    }

    private static RunId run(int number) {
        return RunId.triggered(number, SELF.type());
    }

    private static AgentRun aggregate(AgentDefinition definition) {
        return new AgentRun(SELF, definition, AgentCatalog.of(definition));
    }

    private static Guardrail blocking(String word) {
        return new Guardrail() {
            @Override
            public String name() {
                return "no-" + word;
            }

            @Override
            public Verdict check(String text) {
                return text.contains(word) ? new Verdict.Block(word) : new Verdict.Pass();
            }
        };
    }
}
