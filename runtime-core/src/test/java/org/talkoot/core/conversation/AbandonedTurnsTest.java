package org.talkoot.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.conversation.ConversationWords.A;
import static org.talkoot.core.conversation.ConversationWords.B;
import static org.talkoot.core.conversation.ConversationWords.DEADLINE;
import static org.talkoot.core.conversation.ConversationWords.NOW;
import static org.talkoot.core.conversation.ConversationWords.abandoned;
import static org.talkoot.core.conversation.ConversationWords.and;
import static org.talkoot.core.conversation.ConversationWords.answered;
import static org.talkoot.core.conversation.ConversationWords.answers;
import static org.talkoot.core.conversation.ConversationWords.begun;
import static org.talkoot.core.conversation.ConversationWords.cancel;
import static org.talkoot.core.conversation.ConversationWords.cancelled;
import static org.talkoot.core.conversation.ConversationWords.cancelledTurns;
import static org.talkoot.core.conversation.ConversationWords.deadline;
import static org.talkoot.core.conversation.ConversationWords.expire;
import static org.talkoot.core.conversation.ConversationWords.givenUp;
import static org.talkoot.core.conversation.ConversationWords.handsOver;
import static org.talkoot.core.conversation.ConversationWords.post;
import static org.talkoot.core.conversation.ConversationWords.posted;
import static org.talkoot.core.conversation.ConversationWords.said;
import static org.talkoot.core.conversation.ConversationWords.start;
import static org.talkoot.core.conversation.ConversationWords.stop;
import static org.talkoot.core.conversation.ConversationWords.stopped;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.talkoot.core.ConversationId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.Specification;
import org.talkoot.core.agent.AgentCatalog;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.core.conversation.ConversationCommand.ExpireRun;
import org.talkoot.core.conversation.ConversationCommand.RecordOutcome;
import org.talkoot.core.conversation.ConversationEvent.AbandonedRunSettled;
import org.talkoot.core.conversation.ConversationEvent.HandedOff;
import org.talkoot.core.conversation.ConversationEvent.RunRequested;
import org.talkoot.core.conversation.ConversationEvent.TurnAbandoned;
import org.talkoot.core.model.Message;

/** Turns that the conversation itself ends: cancelled, or out of time. */
final class AbandonedTurnsTest {

    private static final RunId FIRST = RunId.parse("m1-1");
    private static final RunId SECOND = RunId.parse("m2-1");
    private static final Instant NEXT_DEADLINE = DEADLINE.plus(Duration.ofHours(3));
    private static final RunFailure OUT_OF_TIME = new RunFailure.TurnTimeOver(DEADLINE);

    private final Specification<ConversationCommand, ConversationEvent, ConversationState, ConversationEffect>
            conversation = ConversationWords.conversation();

    @Test
    void aTurnMayTakeLongerThanTheLongestRun() {
        assertThat(asked(Duration.ofHours(3)).turn().deadline()).isEqualTo(NOW.plus(Duration.ofHours(5)));
    }

    @Test
    void aTurnHasADeadlineHoweverLongRunsMayTake() {
        assertThat(asked(Duration.ofSeconds(Long.MAX_VALUE)).turn().deadline())
                .isEqualTo(NOW.plus(Duration.ofDays(36_525)).plus(Duration.ofHours(2)));
    }

    @Test
    void aHandoffKeepsTheDeadline() {
        RunId next = RunId.parse("m1-2");
        Instant later = NOW.plusSeconds(9);
        Message note = new Message.User(new MessageId("m1-2"), "[a hands over: yours]", later);

        conversation
                .given(posted("m1"), begun("m1"))
                .when(new RecordOutcome(RunId.parse("m1-1"), new RunOutcome.HandedOff(B, "yours"), later))
                .then(new HandedOff(RunId.parse("m1-1"), A, next, B, "yours", later))
                .outstanding(start(B, "m1-2", note, said("m1")), deadline("m1-2"));
    }

    @Test
    void theRunOfACancelledTurnIsToldToStopUntilItHasReported() {
        conversation
                .given(posted("m1"), begun("m1"))
                .when(cancel(null))
                .then(cancelled("m1-1"))
                .outstanding(stop("m1-1", cancelled("m1-1").failure().detail()), deadline("m1-1"))
                .when(answers("m1-1"))
                .then(stopped("m1-1"))
                .outstanding()
                .when(answers("m1-1"))
                .ignored();
    }

    @Test
    void aTurnThatWasCutShortIsAFailedOne() {
        assertThat(TurnStatus.of(folded(posted("m1"), begun("m1"), cancelled("m1-1")), new MessageId("m1")))
                .isEqualTo(new TurnStatus.Failed());
        assertThat(TurnStatus.of(
                        folded(posted("m1"), begun("m1"), abandoned("m1-1", OUT_OF_TIME)), new MessageId("m1")))
                .isEqualTo(new TurnStatus.Failed());
    }

    @Test
    void aMessageThatWaitsHasItsTurnWhileTheRunBeforeItStillStops() {
        String reason = cancelled("m1-1").failure().detail();

        conversation
                .given(posted("m1"), begun("m1"), posted("m2"))
                .when(cancel(null))
                .then(cancelled("m1-1"), begun("m2"))
                .outstanding(stop("m1-1", reason), deadline("m1-1"), start(A, "m2-1", said("m2")), deadline("m2-1"))
                .when(handsOver("m1-1", B))
                .then(stopped("m1-1"))
                .outstanding(start(A, "m2-1", said("m2")), deadline("m2-1"))
                .when(answers("m2-1"))
                .then(answered("m2-1"))
                .outstanding();
    }

    @Test
    void whoNamesTheMessageCancelsNoOtherTurn() {
        conversation
                .given(posted("m1"), begun("m1"), posted("m2"))
                .when(cancel("m1"))
                .then(cancelled("m1-1"), begun("m2"))
                .when(cancel("m1"))
                .ignored();
    }

    @Test
    void nothingIsCancelledWhereNoTurnIsWorkedOn() {
        conversation.given().when(cancel(null)).ignored();
        conversation
                .given(posted("m1"), begun("m1"), answered("m1-1"))
                .when(cancel("m1"))
                .ignored();
    }

    @Test
    void aTurnWhoseAgentNeverReportsIsOverAtItsDeadline() {
        conversation
                .given(posted("m1"), begun("m1"), posted("m2"))
                .when(expire("m1-1"))
                .then(
                        new TurnAbandoned(FIRST, A, OUT_OF_TIME, null, NEXT_DEADLINE, DEADLINE),
                        new RunRequested(SECOND, new MessageId("m2"), A, NEXT_DEADLINE, DEADLINE))
                .outstanding(
                        stop("m1-1", OUT_OF_TIME.detail()),
                        new ConversationEffect.ArmDeadline(FIRST, NEXT_DEADLINE),
                        start(A, "m2-1", said("m2")),
                        new ConversationEffect.ArmDeadline(SECOND, NEXT_DEADLINE));
    }

    @Test
    void aTurnWhoseRunWaitsForPeopleIsOverLater() {
        Instant until = NOW.plus(Duration.ofDays(2));
        Instant later = until.plus(Duration.ofHours(3));

        conversation
                .given(posted("m1"), begun("m1"))
                .when(new ConversationCommand.ProlongTurn(FIRST, until, NOW))
                .then(new ConversationEvent.TurnProlonged(FIRST, later, NOW))
                .outstanding(start(A, "m1-1", said("m1")), new ConversationEffect.ArmDeadline(FIRST, later))
                .when(expire("m1-1"))
                .ignored();
        conversation
                .given(posted("m1"), begun("m1"), new ConversationEvent.TurnProlonged(FIRST, later, NOW))
                .when(new ConversationCommand.ProlongTurn(FIRST, until, NOW))
                .ignored();
    }

    @Test
    void aTurnThatHasEndedIsNotProlonged() {
        conversation
                .given(posted("m1"), begun("m1"), answered("m1-1"))
                .when(new ConversationCommand.ProlongTurn(FIRST, DEADLINE, NOW))
                .ignored();
    }

    @Test
    void aDeadlineThatComesAfterTheAnswerIsIgnored() {
        conversation
                .given(posted("m1"), begun("m1"), answered("m1-1"))
                .when(expire("m1-1"))
                .ignored();
    }

    @Test
    void anAbandonedRunThatIsNeverReportedIsGivenUpWhenAllRunsWouldBeOver() {
        RunId run = RunId.parse("m1-1");
        Instant until = DEADLINE.plus(Duration.ofHours(3));

        conversation
                .given(posted("m1"), begun("m1"))
                .when(new ExpireRun(run, DEADLINE))
                .then(new TurnAbandoned(run, A, OUT_OF_TIME, null, until, DEADLINE))
                .outstanding(stop("m1-1", OUT_OF_TIME.detail()), new ConversationEffect.ArmDeadline(run, until))
                .when(new ExpireRun(run, until))
                .then(new AbandonedRunSettled(run, false, until))
                .outstanding()
                .when(new ExpireRun(run, until))
                .ignored();
    }

    @Test
    void theOldestAbandonedRunIsGivenUpForOneMoreThanAreRemembered() {
        ConversationEvent[] before =
                and(cancelledTurns(ConversationLimits.MAX_ABANDONED), posted("last"), begun("last"));

        conversation.given(before).when(cancel(null)).then(givenUp("m1-1"), cancelled("last-1"));
        assertThat(folded(and(before, givenUp("m1-1"), cancelled("last-1"))).abandoned())
                .hasSize(ConversationLimits.MAX_ABANDONED)
                .extracting(AbandonedRun::run)
                .contains(RunId.parse("last-1"))
                .doesNotContain(RunId.parse("m1-1"));
    }

    /** A conversation in whose first turn an agent is at work whose runs may take this long. */
    private static ConversationState.Answering asked(Duration wallTime) {
        Conversation patient = ofRuns(wallTime);
        Decision<ConversationEvent> posting = patient.decide(patient.initial(), post("m1"));
        return (ConversationState.Answering)
                patient.fold(patient.initial(), ((Decision.Accept<ConversationEvent>) posting).events());
    }

    private static ConversationState folded(ConversationEvent... events) {
        Conversation folding = ofRuns(Duration.ofHours(1));
        return folding.fold(folding.initial(), List.of(events));
    }

    private static Conversation ofRuns(Duration wallTime) {
        return new Conversation(
                ConversationId.of("c"),
                AgentCatalog.of(AgentDefinition.of("a", "", CodeBrain.answering(view -> ""))
                        .withLimits(RunLimits.DEFAULT.withWallTime(wallTime))),
                ConversationWords.LIMITS);
    }
}
