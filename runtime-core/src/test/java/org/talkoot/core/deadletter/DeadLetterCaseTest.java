package org.talkoot.core.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.DeadLetterId;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.event.Trace;

final class DeadLetterCaseTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final MessageId MESSAGE = new MessageId("m1");
    private static final DeadLetterId ID = Redrives.letter(MESSAGE);

    private final DeadLetterCase letter = new DeadLetterCase(
            ID,
            new RetryRules(Map.of(
                    FailureClass.RATE_LIMITED, new RetryRules.Rule(2, Duration.ofSeconds(2), Duration.ofSeconds(3)))));

    private static DeadLetter died(FailureClass failure, @Nullable Trace trace) {
        return new DeadLetter(
                ID,
                failure,
                List.of("too much"),
                new DeadLetter.FailedTurn(
                        ConversationId.of("c1"),
                        MESSAGE,
                        RunId.of(MESSAGE, 1),
                        new AgentType("helper"),
                        "help",
                        trace,
                        7),
                NOW);
    }

    private static DeadLetter ofAnEvent(FailureClass failure) {
        return died(failure, new Trace("order-7", "e1", 1));
    }

    private DeadLetterState after(DeadLetterEvent... events) {
        return letter.fold(letter.initial(), Arrays.asList(events));
    }

    private static DeadLetterEvent started(int attempt, String by, @Nullable String content) {
        return new DeadLetterEvent.RedriveStarted(attempt, by, content, NOW);
    }

    @Test
    void waitsForAPersonWhenNoRuleTriesItAgain() {
        DeadLetter poison = ofAnEvent(FailureClass.POISON);

        assertThat(letter.decide(after(), new DeadLetterCommand.Open(poison)))
                .isEqualTo(Decision.accept(new DeadLetterEvent.Opened(poison)));
        assertThat(letter.outstanding(after(new DeadLetterEvent.Opened(poison))))
                .isEmpty();
    }

    @Test
    void isTriedAgainByRuleAfterAWaitThatDoublesUpToItsBound() {
        DeadLetter limited = ofAnEvent(FailureClass.RATE_LIMITED);
        DeadLetterEvent opened = new DeadLetterEvent.Opened(limited);
        DeadLetterEvent first = new DeadLetterEvent.RetryScheduled(1, NOW.plusSeconds(2));

        assertThat(letter.decide(after(), new DeadLetterCommand.Open(limited)))
                .isEqualTo(Decision.accept(opened, first));
        assertThat(letter.outstanding(after(opened, first)))
                .containsExactly(new DeadLetterEffect.ArmRetry(1, NOW.plusSeconds(2)));
        assertThat(letter.decide(after(opened, first), new DeadLetterCommand.FireRetry(1, NOW)))
                .isEqualTo(Decision.accept(started(1, DeadLetterCase.RULE, null)));

        DeadLetterState underway = after(opened, first, started(1, DeadLetterCase.RULE, null), sent(1));
        assertThat(letter.decide(underway, failure(1, FailureClass.RATE_LIMITED)))
                .isEqualTo(Decision.accept(
                        failed(1, FailureClass.RATE_LIMITED),
                        new DeadLetterEvent.RetryScheduled(2, NOW.plusSeconds(3))));
    }

    @Test
    void waitsForAPersonAfterTheLastAttemptOfTheRule() {
        DeadLetterEvent opened = new DeadLetterEvent.Opened(ofAnEvent(FailureClass.RATE_LIMITED));
        DeadLetterState underway = after(opened, started(2, DeadLetterCase.RULE, null), sent(2));

        assertThat(letter.decide(underway, failure(2, FailureClass.RATE_LIMITED)))
                .isEqualTo(Decision.accept(failed(2, FailureClass.RATE_LIMITED)));
    }

    @Test
    void leavesTheDecisionToAPersonWhoIsThere() {
        DeadLetter asked = died(FailureClass.RATE_LIMITED, null);

        assertThat(letter.decide(after(), new DeadLetterCommand.Open(asked)))
                .isEqualTo(Decision.accept(new DeadLetterEvent.Opened(asked)));
    }

    @Test
    void isSentWithTheContentThatAPersonGaveIt() {
        DeadLetter poison = ofAnEvent(FailureClass.POISON);
        DeadLetterState waiting = after(new DeadLetterEvent.Opened(poison));

        assertThat(letter.decide(waiting, new DeadLetterCommand.Redrive("ann", "help me", NOW)))
                .isEqualTo(Decision.accept(started(1, "ann", "help me")));
        assertThat(letter.outstanding(letter.evolve(waiting, started(1, "ann", "help me"))))
                .containsExactly(new DeadLetterEffect.Send(poison, 1, "help me"));
    }

    @Test
    void keepsAnEditForTheNextAttempt() {
        DeadLetterState failedAgain = after(
                new DeadLetterEvent.Opened(ofAnEvent(FailureClass.POISON)),
                started(1, "ann", "help me"),
                failed(1, FailureClass.AGENT_FAILED));

        assertThat(letter.decide(failedAgain, new DeadLetterCommand.Redrive("ann", null, NOW)))
                .isEqualTo(Decision.accept(started(2, "ann", "help me")));
    }

    @Test
    void endsWhenAnAttemptSucceeds() {
        DeadLetterState underway =
                after(new DeadLetterEvent.Opened(ofAnEvent(FailureClass.POISON)), started(1, "ann", null), sent(1));

        assertThat(letter.decide(underway, new DeadLetterCommand.RecordSuccess(1, NOW)))
                .isEqualTo(Decision.accept(new DeadLetterEvent.Resolved(1, NOW)));
        assertThat(letter.evolve(underway, new DeadLetterEvent.Resolved(1, NOW)))
                .isEqualTo(new DeadLetterState.Closed(ID));
    }

    @Test
    void ignoresReportsAboutAnotherAttempt() {
        DeadLetterState underway =
                after(new DeadLetterEvent.Opened(ofAnEvent(FailureClass.POISON)), started(2, "ann", null), sent(2));

        assertThat(letter.decide(underway, new DeadLetterCommand.RecordSuccess(1, NOW)))
                .isEqualTo(Decision.ignore());
        assertThat(letter.decide(underway, failure(1, FailureClass.POISON))).isEqualTo(Decision.ignore());
        assertThat(letter.decide(underway, new DeadLetterCommand.FireRetry(2, NOW)))
                .isEqualTo(Decision.ignore());
    }

    @Test
    void isOpenedOnce() {
        DeadLetter poison = ofAnEvent(FailureClass.POISON);

        assertThat(letter.decide(after(new DeadLetterEvent.Opened(poison)), new DeadLetterCommand.Open(poison)))
                .isEqualTo(Decision.ignore());
    }

    @Test
    void refusesDecisionsAboutALetterThatDoesNotWait() {
        DeadLetterState closed = after(
                new DeadLetterEvent.Opened(ofAnEvent(FailureClass.POISON)),
                new DeadLetterEvent.Discarded("ann", "spam", NOW));

        assertThat(letter.decide(closed, new DeadLetterCommand.Redrive("ann", null, NOW)))
                .isEqualTo(Decision.refuse(new Rejection.NotWaiting(ID.value(), "closed")));
        assertThat(letter.decide(after(), new DeadLetterCommand.Discard("ann", "spam", NOW)))
                .isEqualTo(Decision.refuse(new Rejection.NotWaiting(ID.value(), "unknown")));
    }

    @Test
    void namesAttemptsAfterTheFirstTryHoweverOftenItFails() {
        MessageId second = MESSAGE.redriven(1).redriven(2);

        assertThat(second).isEqualTo(new MessageId("m1~r2"));
        assertThat(Redrives.letter(second)).isEqualTo(ID);
        assertThat(second.attempt()).hasValue(2);
        assertThat(RunId.of(second, 1).message().attempt()).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "m~rx", "m~r", "m~r0", "m~r01", "m~r1234567", "m~r1-2", "~r1"})
    void aMessageThatNoRedriveIsNamedLikeIsNoRedrive(String id) {
        MessageId message = new MessageId(id);

        assertThat(message.attempt()).isEmpty();
        assertThat(message.first()).isEqualTo(message);
    }

    @Test
    void namesAttemptsOfEveryRunThatAnEventAskedFor() {
        AgentType agent = new AgentType("helper");
        RunId.OfEvent woken = RunId.triggered(7, agent).redriven(1);
        RunId.OfEvent asked = RunId.requested(7, agent).redriven(12);

        assertThat(woken.attempt()).hasValue(1);
        assertThat(asked.attempt()).hasValue(12);
        assertThat(Redrives.letter(asked)).isEqualTo(Redrives.letter(RunId.requested(7, agent)));
        assertThat(woken.isAwaited()).isFalse();
        assertThat(asked.isAwaited()).isTrue();
    }

    @Test
    void canBeGivenUpWhileItIsTriedAndIgnoresHowThatEnds() {
        DeadLetterEvent opened = new DeadLetterEvent.Opened(ofAnEvent(FailureClass.POISON));
        DeadLetterEvent discarded = new DeadLetterEvent.Discarded("ann", "spam", NOW);
        DeadLetterCommand discard = new DeadLetterCommand.Discard("ann", "spam", NOW);
        DeadLetterState redriving = after(opened, started(1, "ann", null));
        DeadLetterState underway = letter.evolve(redriving, sent(1));
        DeadLetterState closed = letter.evolve(underway, discarded);

        assertThat(letter.decide(redriving, discard)).isEqualTo(Decision.accept(discarded));
        assertThat(letter.decide(underway, discard)).isEqualTo(Decision.accept(discarded));
        assertThat(closed).isEqualTo(new DeadLetterState.Closed(ID));
        assertThat(letter.outstanding(closed)).isEmpty();
        assertThat(letter.decide(closed, new DeadLetterCommand.RecordSent(1, NOW)))
                .isEqualTo(Decision.ignore());
        assertThat(letter.decide(closed, new DeadLetterCommand.RecordSuccess(1, NOW)))
                .isEqualTo(Decision.ignore());
        assertThat(letter.decide(closed, failure(1, FailureClass.POISON))).isEqualTo(Decision.ignore());
    }

    private static DeadLetterEvent sent(int attempt) {
        return new DeadLetterEvent.RedriveSent(attempt, NOW);
    }

    private static DeadLetterEvent failed(int attempt, FailureClass failure) {
        return new DeadLetterEvent.RedriveFailed(attempt, failure, "again", NOW);
    }

    private static DeadLetterCommand failure(int attempt, FailureClass failure) {
        return new DeadLetterCommand.RecordFailure(attempt, failure, "again", NOW);
    }

    @Test
    void neverTriesAgainBeforeItsTime() {
        assertThat(RetryRules.NONE.due(FailureClass.RATE_LIMITED, 1, NOW)).isEqualTo(Optional.empty());
    }
}
