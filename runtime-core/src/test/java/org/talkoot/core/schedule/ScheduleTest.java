package org.talkoot.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.schedule.ScheduleWords.ANN;
import static org.talkoot.core.schedule.ScheduleWords.BOB;
import static org.talkoot.core.schedule.ScheduleWords.CLERK;
import static org.talkoot.core.schedule.ScheduleWords.DAY;
import static org.talkoot.core.schedule.ScheduleWords.DESK;
import static org.talkoot.core.schedule.ScheduleWords.FIRST;
import static org.talkoot.core.schedule.ScheduleWords.NIGHT;
import static org.talkoot.core.schedule.ScheduleWords.NIGHTLY;
import static org.talkoot.core.schedule.ScheduleWords.NOW;
import static org.talkoot.core.schedule.ScheduleWords.ROOT;
import static org.talkoot.core.schedule.ScheduleWords.SCHEDULE;
import static org.talkoot.core.schedule.ScheduleWords.begun;
import static org.talkoot.core.schedule.ScheduleWords.every;
import static org.talkoot.core.schedule.ScheduleWords.fire;
import static org.talkoot.core.schedule.ScheduleWords.made;
import static org.talkoot.core.schedule.ScheduleWords.occurrence;
import static org.talkoot.core.schedule.ScheduleWords.posted;
import static org.talkoot.core.schedule.ScheduleWords.specification;
import static org.talkoot.core.schedule.ScheduleWords.terms;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;
import org.talkoot.core.Specification;
import org.talkoot.core.TenantId;
import org.talkoot.core.guard.Redaction;
import org.talkoot.core.guard.rule.Pii;
import org.talkoot.core.schedule.ScheduleCommand.Delete;
import org.talkoot.core.schedule.ScheduleCommand.Make;
import org.talkoot.core.schedule.ScheduleCommand.Pause;
import org.talkoot.core.schedule.ScheduleCommand.RecordOverlap;
import org.talkoot.core.schedule.ScheduleCommand.RecordPosted;
import org.talkoot.core.schedule.ScheduleCommand.RecordRefusal;
import org.talkoot.core.schedule.ScheduleCommand.Remove;
import org.talkoot.core.schedule.ScheduleCommand.Resume;
import org.talkoot.core.schedule.ScheduleCommand.RunNow;
import org.talkoot.core.schedule.ScheduleEffect.ArmDue;
import org.talkoot.core.schedule.ScheduleEffect.Tell;
import org.talkoot.core.schedule.ScheduleEvent.GenerationBegun;
import org.talkoot.core.schedule.ScheduleEvent.OccurrenceBegun;
import org.talkoot.core.schedule.ScheduleEvent.OccurrenceMissed;
import org.talkoot.core.schedule.ScheduleEvent.OccurrenceRefused;
import org.talkoot.core.schedule.ScheduleEvent.OccurrenceSkipped;
import org.talkoot.core.schedule.ScheduleEvent.ScheduleDeleted;
import org.talkoot.core.schedule.ScheduleEvent.SchedulePaused;
import org.talkoot.core.schedule.ScheduleEvent.ScheduleRemoved;
import org.talkoot.core.schedule.ScheduleEvent.ScheduleResumed;
import org.talkoot.core.schedule.ScheduleTerms.Missed;
import org.talkoot.core.schedule.ScheduleTerms.Overlap;

final class ScheduleTest {

    private static final ScheduleTerms NIGHTS = every(NIGHT);
    private static final Instant SECOND = FIRST.plus(DAY);
    private static final Instant THIRD = SECOND.plus(DAY);
    private static final Rejection GONE = new Rejection.ConversationRemoved(DESK);

    @Test
    void waitsForItsTimeThenTellsItsConversationUntilThatHasItThenWaitsForTheNext() {
        specification()
                .given()
                .when(new Make(NIGHTS, NOW))
                .then(made(NIGHTS, FIRST))
                .outstanding(new ArmDue(FIRST))
                .when(fire(FIRST, FIRST))
                .then(begun(1, FIRST, SECOND))
                .outstanding(new Tell(NIGHTS, occurrence(1, FIRST), null))
                .when(new RecordPosted(1, FIRST))
                .then(posted(1, FIRST))
                .outstanding(new ArmDue(SECOND));
    }

    @Test
    void isDoneAfterTheOneTimeThatItIsFor() {
        ScheduleTerms once = every(new Timing.At(FIRST));

        specification()
                .given(made(once, FIRST))
                .when(fire(FIRST, FIRST))
                .then(begun(1, FIRST, null))
                .when(new RecordPosted(1, FIRST))
                .then(posted(1, FIRST))
                .outstanding();
    }

    @Test
    void keepsItsDistancesHoweverLateItsTimersAre() {
        ScheduleTerms often = every(new Timing.Every(Duration.ofMinutes(10), NOW.plusSeconds(60)));
        Instant first = NOW.plusSeconds(60);

        specification()
                .given()
                .when(new Make(often, NOW))
                .then(made(often, first))
                .when(fire(first, first.plusSeconds(7)))
                .then(begun(1, first, first.plusSeconds(600), first.plusSeconds(7)));
    }

    @Test
    void beginsOnePeriodAfterItWasMadeUnlessItIsSaidWhen() {
        ScheduleTerms often = every(new Timing.Every(Duration.ofMinutes(10), null));

        specification().given().when(new Make(often, NOW)).then(made(often, NOW.plusSeconds(600)));
    }

    @Test
    void aTimeThatHasComeTooEarlyOrTwiceOrIsMeantNoMoreChangesNothing() {
        specification()
                .given(made(NIGHTS, FIRST))
                .when(fire(FIRST, FIRST.minusMillis(1)))
                .ignored();
        specification()
                .given(made(NIGHTS, FIRST), begun(1, FIRST, SECOND))
                .when(fire(FIRST, FIRST))
                .ignored();
        specification()
                .given(made(NIGHTS, FIRST), begun(1, FIRST, SECOND), posted(1, FIRST))
                .when(fire(FIRST, SECOND))
                .ignored();
        specification()
                .given(made(NIGHTS, FIRST), paused(NOW))
                .when(fire(FIRST, FIRST))
                .ignored();
    }

    @Test
    void oneOccurrenceMakesUpForAllThatWereMissed() {
        Instant back = FIRST.plus(Duration.ofHours(60));

        specification()
                .given(made(NIGHTS, FIRST))
                .when(fire(FIRST, back))
                .then(begun(1, FIRST, FIRST.plus(Duration.ofDays(3)), back));
    }

    @Test
    void whatWasMissedIsLeftOutWhenThatIsWanted() {
        ScheduleTerms skipping = terms(NIGHT, null, Missed.SKIP, Overlap.QUEUE);
        Instant back = FIRST.plus(Duration.ofHours(60));
        Instant next = FIRST.plus(Duration.ofDays(3));

        specification()
                .given(made(skipping, FIRST))
                .when(fire(FIRST, back))
                .then(new OccurrenceMissed(1, FIRST, next, back))
                .outstanding(new ArmDue(next))
                .when(fire(next, next))
                .then(begun(2, next, next.plus(DAY)));
    }

    @Test
    void whatIsALittleLateHasNotBeenMissed() {
        ScheduleTerms skipping = terms(NIGHT, null, Missed.SKIP, Overlap.QUEUE);
        Instant late = FIRST.plus(ScheduleLimits.DEFAULT.lateAfter());

        specification().given(made(skipping, FIRST)).when(fire(FIRST, late)).then(begun(1, FIRST, SECOND, late));
    }

    @Test
    void whatIsDueJustWhenSomebodyIsThereAgainIsNotLeftOutWithWhatWasMissed() {
        ScheduleTerms skipping = terms(NIGHT, null, Missed.SKIP, Overlap.QUEUE);
        Instant back = THIRD.plusSeconds(20);

        specification()
                .given(made(skipping, FIRST))
                .when(fire(FIRST, back))
                .then(new OccurrenceMissed(1, FIRST, THIRD, back))
                .when(fire(THIRD, back))
                .then(begun(2, THIRD, THIRD.plus(DAY), back));
    }

    @Test
    void anOnlyTimeThatWasMissedIsMadeUpForOrNot() {
        Instant back = FIRST.plus(DAY);
        ScheduleTerms once = every(new Timing.At(FIRST));
        ScheduleTerms skipping = terms(new Timing.At(FIRST), null, Missed.SKIP, Overlap.QUEUE);

        specification().given(made(once, FIRST)).when(fire(FIRST, back)).then(begun(1, FIRST, null, back));
        specification()
                .given(made(skipping, FIRST))
                .when(fire(FIRST, back))
                .then(new OccurrenceMissed(1, FIRST, null, back))
                .outstanding();
    }

    @Test
    void isToldForTheFormerOccurrenceOnlyWhenTheTwoMustNotOverlap() {
        ScheduleTerms alone = terms(NIGHT, DESK, Missed.ONCE, Overlap.SKIP);

        specification()
                .given(made(alone, FIRST), begun(1, FIRST, SECOND))
                .outstanding(new Tell(alone, occurrence(1, FIRST), null));
        specification()
                .given(made(alone, FIRST), begun(1, FIRST, SECOND), posted(1, FIRST), begun(2, SECOND, THIRD))
                .outstanding(new Tell(alone, occurrence(2, SECOND), occurrence(1, FIRST)));
    }

    @Test
    void isLeftOutWhileTheTurnOfTheFormerOneIsOpenAndTheNextLooksAtTheSameOne() {
        ScheduleTerms alone = terms(NIGHT, DESK, Missed.ONCE, Overlap.SKIP);

        specification()
                .given(made(alone, FIRST), begun(1, FIRST, SECOND), posted(1, FIRST), begun(2, SECOND, THIRD))
                .when(new RecordOverlap(2, SECOND))
                .then(new OccurrenceSkipped(2, SECOND))
                .outstanding(new ArmDue(THIRD))
                .when(fire(THIRD, THIRD))
                .then(begun(3, THIRD, THIRD.plus(DAY)))
                .outstanding(new Tell(alone, occurrence(3, THIRD), occurrence(1, FIRST)));
    }

    @Test
    void goesOnWhenAConversationDoesNotTakeItsMessage() {
        specification()
                .given(made(NIGHTS, FIRST), begun(1, FIRST, SECOND))
                .when(new RecordRefusal(1, new Rejection.UnknownAgent(CLERK), FIRST))
                .then(new OccurrenceRefused(1, "unknown-agent", "There is no agent 'clerk'.", FIRST))
                .outstanding(new ArmDue(SECOND));
    }

    @Test
    void pausesWhenTheOnlyConversationItSpeaksInIsRemoved() {
        ScheduleTerms atTheDesk = terms(NIGHT, DESK, Missed.ONCE, Overlap.QUEUE);

        specification()
                .given(made(atTheDesk, FIRST), begun(1, FIRST, SECOND))
                .when(new RecordRefusal(1, GONE, FIRST))
                .then(
                        new OccurrenceRefused(1, GONE.code(), GONE.detail(), FIRST),
                        new SchedulePaused(Schedule.RUNTIME, GONE.detail(), FIRST))
                .outstanding();
    }

    @Test
    void reportsAboutAnotherOccurrenceChangeNothing() {
        specification()
                .given(made(NIGHTS, FIRST))
                .when(new RecordPosted(1, FIRST))
                .ignored();
        specification()
                .given(made(NIGHTS, FIRST), begun(1, FIRST, SECOND))
                .when(new RecordPosted(2, FIRST))
                .ignored();
    }

    @Test
    void nothingBeginsWhileItIsPausedAndWhatWasDueMeanwhileDoesNotComeAgain() {
        Instant later = SECOND.plusSeconds(60);

        specification()
                .given(made(NIGHTS, FIRST))
                .when(new Pause(ANN, NOW))
                .then(paused(NOW))
                .outstanding()
                .when(new Resume(ANN, later))
                .then(new ScheduleResumed("ann", THIRD, later))
                .outstanding(new ArmDue(THIRD));
    }

    @Test
    void whatIsDueOnceIsMadeUpForAfterAPauseAsItsTermsSay() {
        ScheduleTerms once = every(new Timing.At(FIRST));

        specification()
                .given(made(once, FIRST), paused(NOW))
                .when(new Resume(ANN, SECOND))
                .then(new ScheduleResumed("ann", FIRST, SECOND))
                .when(fire(FIRST, SECOND))
                .then(begun(1, FIRST, null, SECOND));
    }

    @Test
    void anOccurrenceThatHasBegunIsToldAlsoWhenTheScheduleIsPausedMeanwhile() {
        specification()
                .given(made(NIGHTS, FIRST), begun(1, FIRST, SECOND))
                .when(new Pause(ANN, FIRST))
                .then(paused(FIRST))
                .waitsFor("tell:1")
                .when(new RecordPosted(1, FIRST))
                .then(posted(1, FIRST))
                .outstanding();
    }

    @Test
    void pausingAndResumingMayBeSaidTwice() {
        specification().given(made(NIGHTS, FIRST)).when(new Resume(ANN, NOW)).ignored();
        specification()
                .given(made(NIGHTS, FIRST), paused(NOW))
                .when(new Pause(ANN, NOW))
                .ignored();
    }

    @Test
    void runsAtOnceBesideWhatIsDueByTheClock() {
        specification()
                .given(made(NIGHTS, FIRST))
                .when(new RunNow("r1", ANN, NOW))
                .then(asked(1, "r1"))
                .waitsFor("tell:1")
                .when(new RecordPosted(1, NOW))
                .then(posted(1, NOW))
                .outstanding(new ArmDue(FIRST))
                .when(new RunNow("r1", ANN, NOW))
                .ignored();
    }

    @Test
    void runsAtOnceAlsoWhenItIsPausedOrFinishedAndStaysSo() {
        ScheduleTerms once = every(new Timing.At(FIRST));

        specification()
                .given(made(NIGHTS, FIRST), paused(NOW), asked(1, "r1"), posted(1, NOW))
                .outstanding();
        specification()
                .given(made(once, FIRST), begun(1, FIRST, null), posted(1, FIRST))
                .when(new RunNow("r1", ANN, NOW))
                .then(asked(2, "r1"))
                .when(new RecordPosted(2, NOW))
                .then(posted(2, NOW))
                .outstanding();
    }

    @Test
    void doesNotRunAtOnceWhileItTellsAnotherOccurrence() {
        specification()
                .given(made(NIGHTS, FIRST), begun(1, FIRST, SECOND))
                .when(new RunNow("r1", ANN, FIRST))
                .refused(new Rejection.OccurrenceUnderWay("nightly", 1));
        specification()
                .given(made(NIGHTS, FIRST), asked(1, "r1"))
                .when(new RunNow("r1", ANN, FIRST))
                .ignored();
    }

    @Test
    void itsNameMayBeTakenAgainAndItsNumbersAreNot() {
        specification()
                .given(made(NIGHTS, FIRST), begun(1, FIRST, SECOND), posted(1, FIRST))
                .when(new Delete(ANN, FIRST))
                .then(new ScheduleDeleted("ann", FIRST))
                .outstanding()
                .when(new Make(NIGHTS, FIRST))
                .then(new ScheduleEvent.ScheduleMade(NIGHTS, SECOND, FIRST))
                .when(fire(SECOND, SECOND))
                .then(begun(2, SECOND, THIRD));
    }

    @Test
    void theSameAgainIsThatScheduleAndAnotherOneIsRefused() {
        Caller again = Caller.of(TenantId.DEFAULT, "ann", "accountant").with("session", "2");
        ScheduleTerms other = terms(NIGHT, DESK, Missed.ONCE, Overlap.QUEUE);

        specification()
                .given(made(NIGHTS, FIRST))
                .when(new Make(
                        new ScheduleTerms(CLERK, NIGHTS.text(), null, NIGHT, Missed.ONCE, Overlap.QUEUE, again), FIRST))
                .ignored();
        specification()
                .given(made(NIGHTS, FIRST))
                .when(new Make(other, NOW))
                .refused(new Rejection.ScheduleExists("nightly"));
    }

    @Test
    void whatTheJournalMustNotHaveIsTakenOutOfWhatIsToBeSaid() {
        Specification<ScheduleCommand, ScheduleEvent, ScheduleState, ScheduleEffect> careful =
                Specification.of(ScheduleWords.redacting(Redaction.of(Pii.redacting())));
        ScheduleTerms given = NIGHTS.saying("Write to anna@example.com on {{date}}.");
        ScheduleTerms left = NIGHTS.saying("Write to [email] on {{date}}.");

        careful.given().when(new Make(given, NOW)).then(made(left, FIRST));
        careful.given(made(left, FIRST)).when(new Make(given, NOW)).ignored();
        careful.given(made(given, FIRST)).when(new Make(given, NOW)).ignored();
    }

    @Test
    void onlyWhoMadeItOrRunsTheSystemDecidesAboutIt() {
        specification()
                .given(made(NIGHTS, FIRST))
                .when(new Pause(BOB, NOW))
                .refused(new Rejection.NotYourSchedule("nightly"));
        specification().given(made(NIGHTS, FIRST)).when(new Delete(ROOT, NOW)).then(new ScheduleDeleted("root", NOW));
    }

    @Test
    void whatIsNotThereCannotBeDecidedAbout() {
        specification().given().when(new Pause(ANN, NOW)).refused(new Rejection.UnknownSchedule("nightly"));
        specification()
                .given(made(every(new Timing.At(FIRST)), FIRST), begun(1, FIRST, null))
                .when(new Pause(ANN, NOW))
                .refused(new Rejection.ScheduleFinished("nightly"));
    }

    @Test
    void nothingHappensAfterItsConversationWasRemoved() {
        specification()
                .given(made(NIGHTS, FIRST), begun(1, FIRST, SECOND))
                .when(new Remove(FIRST))
                .then(new ScheduleRemoved(FIRST))
                .outstanding()
                .when(new Make(NIGHTS, FIRST))
                .refused(new Rejection.ConversationRemoved(NIGHTLY.feed()));
        assertThat(SCHEDULE.fold(SCHEDULE.initial(), List.of(new ScheduleRemoved(FIRST))))
                .as("the mark alone says as much")
                .isEqualTo(new ScheduleState.Removed());
    }

    static final Arguments[] FLAWS = {
        Arguments.of("past-time", new Timing.At(NOW)),
        Arguments.of("too-far", new Timing.At(NOW.plus(Duration.ofDays(40_000)))),
        Arguments.of("period-too-short", new Timing.Every(Duration.ofSeconds(9), null)),
        Arguments.of("period-too-short", new Timing.Every(Duration.ZERO, null)),
        Arguments.of("too-far", new Timing.Every(Duration.ofSeconds(Long.MAX_VALUE), null)),
        Arguments.of("past-time", new Timing.Every(DAY, NOW.minusSeconds(1))),
        Arguments.of("bad-cron", new Timing.Calendar("at night", "UTC")),
        Arguments.of("never-due", new Timing.Calendar("0 0 30 2 *", "UTC")),
        Arguments.of("unknown-time-zone", new Timing.Calendar("0 2 * * *", "Europe/Turku")),
        Arguments.of("unknown-time-zone", new Timing.Calendar("0 2 * * *", "not a zone")),
    };

    @ParameterizedTest
    @FieldSource("FLAWS")
    void aTimeThatCannotBeMeantIsRefused(String code, Timing timing) {
        assertThat(refusal(every(timing)).code()).isEqualTo(code);
    }

    @Test
    void whatNobodyCouldDoIsRefused() {
        assertThat(refusal(doing(new AgentType("nobody"), "Work."))).isInstanceOf(Rejection.UnknownAgent.class);
        assertThat(refusal(doing(CLERK, " "))).isInstanceOf(Rejection.BlankText.class);
        assertThat(refusal(doing(CLERK, "x".repeat(32_001)))).isInstanceOf(Rejection.UnacceptableText.class);
        assertThat(refusal(doing(CLERK, "For {{whom}}.")).detail())
                .isEqualTo("Nothing fills '{{whom}}'; there are date, due, number, schedule, time.");
        assertThat(refusal(doing(CLERK, "For {{.")).code()).isEqualTo("unknown-blank");
    }

    @Test
    void whatItSaysIsByTheClocksOfItsPlaceAndOnBehalfOfWhoMadeIt() {
        ScheduleTerms all = doing(CLERK, "{{schedule}} {{number}}: {{due}}, {{date}} at {{time}}");
        var post = occurrence(7, FIRST).post(NIGHTLY, all, NOW);

        assertThat(post.text()).isEqualTo("nightly 7: 2026-11-27T02:00:00+02:00, 2026-11-27 at 02:00");
        assertThat(post.agent()).isEqualTo(CLERK);
        assertThat(post.trace())
                .isNotNull()
                .satisfies(trace -> assertThat(trace.caller()).isEqualTo(ANN));
        assertThat(occurrence(7, FIRST).conversation(NIGHTLY, all))
                .hasToString("default/schedule:nightly:20261127T000000Z-7");
        assertThat(occurrence(7, FIRST).message(NIGHTLY))
                .isEqualTo(post.message())
                .isNotEqualTo(occurrence(8, FIRST).message(NIGHTLY));
    }

    @Test
    void goesOnInGenerationsThatCarryAllThatIsKnown() {
        ScheduleState state = SCHEDULE.fold(SCHEDULE.initial(), List.of(made(NIGHTS, FIRST)));
        Instant due = FIRST;
        for (int number = 1; number < ScheduleLimits.DEFAULT.generation(); number++) {
            state = SCHEDULE.fold(state, List.of(begun(number, due, due.plus(DAY)), posted(number, due)));
            due = due.plus(DAY);
        }
        state = SCHEDULE.evolve(state, begun(ScheduleLimits.DEFAULT.generation(), due, due.plus(DAY)));

        List<ScheduleEvent> events =
                accepted(SCHEDULE.decide(state, new RecordPosted(ScheduleLimits.DEFAULT.generation(), due)));

        assertThat(events).hasSize(2).last().isInstanceOf(GenerationBegun.class);
        assertThat(SCHEDULE.fold(SCHEDULE.initial(), List.of(events.getLast())))
                .as("the carried state alone is the whole history")
                .isEqualTo(SCHEDULE.fold(state, events));
    }

    private static List<ScheduleEvent> accepted(Decision<ScheduleEvent> decision) {
        return ((Decision.Accept<ScheduleEvent>) decision).events();
    }

    private static Rejection refusal(ScheduleTerms terms) {
        return ((Decision.Refuse<ScheduleEvent>) SCHEDULE.decide(SCHEDULE.initial(), new Make(terms, NOW))).rejection();
    }

    private static ScheduleTerms doing(AgentType agent, String text) {
        return new ScheduleTerms(agent, text, null, NIGHT, Missed.ONCE, Overlap.QUEUE, ANN);
    }

    private static ScheduleEvent paused(Instant at) {
        return new SchedulePaused("ann", "", at);
    }

    private static ScheduleEvent asked(long number, @Nullable String request) {
        return new OccurrenceBegun(new Occurrence(number, NOW, request), null, NOW);
    }
}
