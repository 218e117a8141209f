package org.talkoot.agents.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.talkoot.core.schedule.Cron;

/**
 * In Helsinki clocks show 03:00 to 04:00 not at all on 28 March 2027, and twice on 31 October 2027; on Lord Howe half
 * an hour is left out and shown twice.
 */
final class CalendarCronTest {

    private static final ZoneId HELSINKI = ZoneId.of("Europe/Helsinki");

    @ParameterizedTest
    @CsvSource({
        "0 2 * * *,       2026-11-26T22:00, 2026-11-27T02:00",
        "0 2 * * *,       2026-11-27T02:00, 2026-11-28T02:00",
        "*/15 9-17 * * 1-5, 2026-11-27T17:45, 2026-11-30T09:00",
        "0 0 1 1 *,       2026-11-27T00:00, 2027-01-01T00:00",
        "0 0 29 2 *,      2026-11-27T00:00, 2028-02-29T00:00",
        "0 12 * * MON,    2026-11-27T00:00, 2026-11-30T12:00",
    })
    void comesNextWhenTheCalendarSaysSo(String expression, String after, String next) {
        assertThat(times(expression, HELSINKI, after, 1)).containsExactly(next + "+02:00");
    }

    @Test
    void aTimeThatClocksLeaveOutIsWhenTheyArePutForward() {
        assertThat(times("30 3 * * *", HELSINKI, "2027-03-27T00:00", 3))
                .containsExactly("2027-03-27T03:30+02:00", "2027-03-28T04:00+03:00", "2027-03-29T03:30+03:00");
    }

    @Test
    void severalTimesThatClocksLeaveOutAreOne() {
        assertThat(times("*/20 3,4 * * *", HELSINKI, "2027-03-28T02:59", 4))
                .containsExactly(
                        "2027-03-28T04:00+03:00",
                        "2027-03-28T04:20+03:00",
                        "2027-03-28T04:40+03:00",
                        "2027-03-29T03:00+03:00");
    }

    @Test
    void aTimeThatClocksShowTwiceIsTheFirstOfBoth() {
        assertThat(times("30 3 * * *", HELSINKI, "2027-10-30T04:00", 2))
                .containsExactly("2027-10-31T03:30+03:00", "2027-11-01T03:30+02:00");
    }

    @Test
    void aTimeThatClocksShowTwiceIsNotMeantAgainHoweverLateItWasTaken() {
        Instant inTheSecondPass =
                ZonedDateTime.parse("2027-10-31T03:10:00+02:00").toInstant();

        assertThat(CalendarCron.read("30 3 * * *").next(inTheSecondPass, HELSINKI))
                .hasValue(ZonedDateTime.parse("2027-11-01T03:30:00+02:00").toInstant());
    }

    @Test
    void whatComesEveryHourComesInTheHourThatIsShownTwice() {
        assertThat(times("*/30 * * * *", HELSINKI, "2027-10-31T02:59", 6))
                .containsExactly(
                        "2027-10-31T03:00+03:00",
                        "2027-10-31T03:30+03:00",
                        "2027-10-31T03:00+02:00",
                        "2027-10-31T03:30+02:00",
                        "2027-10-31T04:00+02:00",
                        "2027-10-31T04:30+02:00");
    }

    @Test
    void whatComesEveryHourComesOnceInEachHourThatThereIs() {
        assertThat(times("0 * * * *", HELSINKI, "2027-03-28T01:30", 4))
                .containsExactly(
                        "2027-03-28T02:00+02:00",
                        "2027-03-28T04:00+03:00",
                        "2027-03-28T05:00+03:00",
                        "2027-03-28T06:00+03:00");
    }

    @Test
    void halfAnHourMayBeShownTwice() {
        assertThat(times("*/15 * * * *", ZoneId.of("Australia/Lord_Howe"), "2027-04-04T01:29", 5))
                .containsExactly(
                        "2027-04-04T01:30+11:00",
                        "2027-04-04T01:45+11:00",
                        "2027-04-04T01:30+10:30",
                        "2027-04-04T01:45+10:30",
                        "2027-04-04T02:00+10:30");
    }

    @ParameterizedTest
    @CsvSource({"Europe/Helsinki", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"})
    void neverGoesBackOrStandsStill(String zone) {
        ZoneId there = ZoneId.of(zone);
        for (String expression : List.of("30 1-4 * * *", "15 */3 * * *", "0 0 * * *")) {
            advances(expression, there, Instant.parse("2027-03-01T00:00:00Z"), Instant.parse("2027-11-30T00:00:00Z"));
        }
        for (Instant change : changesOfClocks(there, Instant.parse("2027-01-01T00:00:00Z"))) {
            advances("*/7 * * * *", there, change.minus(Duration.ofDays(2)), change.plus(Duration.ofDays(2)));
        }
    }

    private static void advances(String expression, ZoneId zone, Instant from, Instant until) {
        Cron cron = CalendarCron.read(expression);
        Instant last = from;
        while (last.isBefore(until)) {
            Instant next = cron.next(last, zone).orElseThrow();
            assertThat(next).as(expression).isAfter(last);
            last = next;
        }
    }

    /** Those of two years; where there are none, an instant like any other. */
    private static List<Instant> changesOfClocks(ZoneId zone, Instant from) {
        List<Instant> changes = new ArrayList<>(List.of(from));
        Instant until = from.plus(Duration.ofDays(2 * 365));
        for (ZoneOffsetTransition next = zone.getRules().nextTransition(from);
                next != null && next.getInstant().isBefore(until);
                next = zone.getRules().nextTransition(next.getInstant())) {
            changes.add(next.getInstant());
        }
        return changes;
    }

    @Test
    void aDayThatNeverComesIsNoTime() {
        assertThat(CalendarCron.read("0 0 30 2 *").next(Instant.EPOCH, HELSINKI))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "at night", "0 2 * *", "0 0 2 * * *", "60 2 * * *", "0 24 * * *", "0 2 * * 8", "@daily"})
    void whatIsNoExpressionIsRefusedInWords(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CalendarCron.read(expression))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }

    private static List<String> times(String expression, ZoneId zone, String after, int many) {
        Cron cron = CalendarCron.read(expression);
        Instant last =
                ZonedDateTime.of(java.time.LocalDateTime.parse(after), zone).toInstant();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            last = cron.next(last, zone).orElseThrow();
            found.add(last.atZone(zone).toOffsetDateTime().toString());
        }
        return found;
    }
}
