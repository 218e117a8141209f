package org.talkoot.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.conversation.ConversationCommand.CancelTurn;
import org.talkoot.core.conversation.ConversationCommand.ExpireRun;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.core.conversation.ConversationCommand.RecordOutcome;
import org.talkoot.core.conversation.ConversationEvent.AbandonedRunSettled;

/** Turns that the conversation itself ends: cancelled, or out of time. */
final class AbandonedTurnsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DEADLINE = NOW.plus(Duration.ofHours(5));
    private static final AgentType B = new AgentType("b");

    private final Conversation conversation = conversation(Duration.ofHours(3));
    private ConversationState state = conversation.initial();

    @Test
    void aTurnMayTakeLongerThanTheLongestRun() {
        accept(post("m1"));

        assertThat(conversation.outstanding(state))
                .contains(new ConversationEffect.ArmDeadline(new RunId("m1-1"), DEADLINE));
    }

    @Test
    void aTurnHasADeadlineHoweverLongRunsMayTake() {
        Conversation patient = conversation(Duration.ofSeconds(Long.MAX_VALUE));

        ConversationState asked = play(patient, patient.initial(), post("m1"));

        assertThat(((ConversationState.Answering) asked).turn().deadline())
                .isEqualTo(NOW.plus(Duration.ofDays(36_525)).plus(Duration.ofHours(2)));
    }

    @Test
    void aHandoffKeepsTheDeadline() {
        accept(post("m1"));
        accept(new RecordOutcome(new RunId("m1-1"), new RunOutcome.HandedOff(B, ""), NOW.plusSeconds(9)));

        assertThat(conversation.outstanding(state))
                .contains(new ConversationEffect.ArmDeadline(new RunId("m1-2"), DEADLINE))
                .hasSize(2);
    }

    @Test
    void theRunOfACancelledTurnIsToldToStopUntilItHasReported() {
        accept(post("m1"));
        List<ConversationEvent> events = accept(new CancelTurn(null, "enough", NOW));

        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        ConversationEvent.TurnAbandoned.class,
                        e -> assertThat(e.failure()).isEqualTo(new RunFailure.Cancelled("enough")));
        assertThat(outstanding()).containsExactly("stop:m1-1", "deadline:m1-1");

        assertThat(accept(answered("m1-1", "too late")))
                .containsExactly(new AbandonedRunSettled(new RunId("m1-1"), true, NOW));
        assertThat(outstanding()).isEmpty();
        assertThat(conversation.decide(state, answered("m1-1", "again"))).isEqualTo(Decision.ignore());
        assertThat(TurnStatus.of(state, new MessageId("m1"))).isEqualTo(new TurnStatus.Failed());
    }

    @Test
    void aMessageThatWaitsHasItsTurnWhileTheRunBeforeItStillStops() {
        accept(post("m1"));
        accept(post("m2"));
        accept(new CancelTurn(null, "enough", NOW));

        assertThat(outstanding()).containsExactly("stop:m1-1", "deadline:m1-1", "m2-1", "deadline:m2-1");

        accept(new RecordOutcome(new RunId("m1-1"), new RunOutcome.HandedOff(B, ""), NOW));
        accept(answered("m2-1", "two"));

        assertThat(outstanding()).isEmpty();
        assertThat(TurnStatus.of(state, new MessageId("m2"))).isInstanceOf(TurnStatus.Answered.class);
    }

    @Test
    void whoNamesTheMessageCancelsNoOtherTurn() {
        accept(post("m1"));
        accept(post("m2"));
        CancelTurn cancel = new CancelTurn(new MessageId("m1"), "enough", NOW);
        accept(cancel);

        assertThat(conversation.decide(state, cancel)).isEqualTo(Decision.ignore());
    }

    @Test
    void aTurnWhoseAgentNeverReportsIsOverAtItsDeadline() {
        accept(post("m1"));
        accept(post("m2"));
        accept(new ExpireRun(new RunId("m1-1"), DEADLINE));

        assertThat(TurnStatus.of(state, new MessageId("m1"))).isEqualTo(new TurnStatus.Failed());
        assertThat(outstanding()).contains("stop:m1-1", "m2-1");
    }

    @Test
    void aDeadlineThatComesAfterTheAnswerIsIgnored() {
        accept(post("m1"));
        accept(answered("m1-1", "one"));

        assertThat(conversation.decide(state, new ExpireRun(new RunId("m1-1"), DEADLINE)))
                .isEqualTo(Decision.ignore());
    }

    @Test
    void anAbandonedRunThatIsNeverReportedIsGivenUpWhenAllRunsWouldBeOver() {
        accept(post("m1"));
        accept(new ExpireRun(new RunId("m1-1"), DEADLINE));
        Instant until = DEADLINE.plus(Duration.ofHours(5));
        assertThat(conversation.outstanding(state))
                .contains(new ConversationEffect.ArmDeadline(new RunId("m1-1"), until));

        assertThat(accept(new ExpireRun(new RunId("m1-1"), until)))
                .containsExactly(new AbandonedRunSettled(new RunId("m1-1"), false, until));
        assertThat(outstanding()).isEmpty();
    }

    @Test
    void theOldestAbandonedRunIsGivenUpForOneMoreThanAreRemembered() {
        for (int i = 1; i <= ConversationLimits.MAX_ABANDONED; i++) {
            accept(post("m" + i));
            accept(new CancelTurn(null, "enough", NOW));
        }
        accept(post("last"));

        assertThat(accept(new CancelTurn(null, "enough", NOW)))
                .contains(new AbandonedRunSettled(new RunId("m1-1"), false, NOW));
        assertThat(state.abandoned())
                .hasSize(ConversationLimits.MAX_ABANDONED)
                .extracting(AbandonedRun::run)
                .contains(new RunId("last-1"))
                .doesNotContain(new RunId("m1-1"));
    }

    private List<String> outstanding() {
        return conversation.outstanding(state).stream()
                .map(ConversationEffect::id)
                .toList();
    }

    private static RecordOutcome answered(String run, String text) {
        return new RecordOutcome(new RunId(run), new RunOutcome.Answered(text), NOW);
    }

    private static PostMessage post(String id) {
        return new PostMessage(new MessageId(id), null, "hi", NOW);
    }

    private List<ConversationEvent> accept(ConversationCommand command) {
        ConversationState before = state;
        state = play(conversation, before, command);
        return events(conversation, before, command);
    }

    private static ConversationState play(
            Conversation conversation, ConversationState state, ConversationCommand command) {
        return conversation.fold(state, events(conversation, state, command));
    }

    private static List<ConversationEvent> events(
            Conversation conversation, ConversationState state, ConversationCommand command) {
        Decision<ConversationEvent> decision = conversation.decide(state, command);
        assertThat(decision).isInstanceOf(Decision.Accept.class);
        return ((Decision.Accept<ConversationEvent>) decision).events();
    }

    private static Conversation conversation(Duration wallTime) {
        return new Conversation(
                ConversationId.of("c"),
                AgentCatalog.of(
                        AgentDefinition.of("a", "", CodeBrain.answering(view -> "")),
                        AgentDefinition.of("b", "", CodeBrain.answering(view -> ""))
                                .withLimits(RunLimits.DEFAULT.withWallTime(wallTime))),
                new ConversationLimits(2, 10, 8, Duration.ofHours(2), Duration.ofSeconds(2)));
    }
}
