package org.talkoot.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.core.schedule.ScheduleWords.ANN;
import static org.talkoot.core.schedule.ScheduleWords.DESK;
import static org.talkoot.core.schedule.ScheduleWords.NIGHT;
import static org.talkoot.core.schedule.ScheduleWords.NIGHTLY;
import static org.talkoot.core.schedule.ScheduleWords.NOW;
import static org.talkoot.core.schedule.ScheduleWords.terms;
import static org.talkoot.core.schedule.ScheduleWords.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.talkoot.core.Decision;
import org.talkoot.core.MessageId;
import org.talkoot.core.Rejection;
import org.talkoot.core.schedule.ScheduleTerms.Missed;
import org.talkoot.core.schedule.ScheduleTerms.Overlap;

/**
 * A schedule among nodes that die, messages that are lost and repeated, people who pause, resume, run and delete it,
 * and a clock that jumps: whatever happens in whatever order, each occurrence is said once or not at all, and it is
 * known which.
 */
final class RandomSchedulesTest {

    private static final Schedule SCHEDULE =
            within(new ScheduleLimits(Duration.ofSeconds(10), Duration.ofMinutes(1), 1_000, 3));

    private static final int STORIES = 1_000;
    private static final int MOVES = 60;
    private static final List<Duration> STEPS =
            List.of(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(7), Duration.ofDays(3));

    @ParameterizedTest
    @EnumSource(Missed.class)
    void eachOccurrenceIsSaidOnceOrNotAtAllAndItIsKnownWhich(Missed missed) {
        for (int seed = 0; seed < STORIES; seed++) {
            try {
                new World(new Random(seed), missed).play();
            } catch (AssertionError e) {
                throw new AssertionError("story " + seed, e);
            }
        }
    }

    /** One schedule and what is around it. */
    private static final class World {

        private final Random dice;
        private final Missed missed;
        private final List<ScheduleEvent> journal = new ArrayList<>();

        /** What has been said, in the conversations, which recognise what they have heard. */
        private final Map<MessageId, String> said = new HashMap<>();

        private final Set<MessageId> open = new HashSet<>();

        /** What is on its way to a conversation; some of it is for nobody any more. */
        private final List<ScheduleEffect.Tell> underway = new ArrayList<>();

        private ScheduleState state = SCHEDULE.initial();
        private Instant now = NOW;
        private int requests;

        World(Random dice, Missed missed) {
            this.dice = dice;
            this.missed = missed;
        }

        void play() {
            make();
            for (int i = 0; i < MOVES; i++) {
                move();
            }
            settle();
            checkStory();
            checkReplay();
        }

        private void move() {
            switch (dice.nextInt(12)) {
                case 0 -> now = now.plus(STEPS.get(dice.nextInt(STEPS.size())));
                case 1, 2 -> wake();
                case 3, 4 -> deliver(true);
                case 5 -> deliver(false);
                case 6 -> underway.clear();
                case 7 -> crash();
                case 8 -> decide(new ScheduleCommand.Pause(ANN, now));
                case 9 -> decide(new ScheduleCommand.Resume(ANN, now));
                case 10 -> runNow();
                default -> rarely();
            }
        }

        private void rarely() {
            switch (dice.nextInt(4)) {
                case 0 -> decide(new ScheduleCommand.Delete(ANN, now));
                case 1 -> open.clear();
                default -> make();
            }
        }

        private void make() {
            Timing timing = switch (dice.nextInt(3)) {
                case 0 -> new Timing.At(now.plus(Duration.ofHours(dice.nextInt(1, 50))));
                case 1 -> new Timing.Every(Duration.ofHours(dice.nextInt(1, 50)), null);
                default -> NIGHT;
            };
            Overlap overlap = dice.nextBoolean() ? Overlap.SKIP : Overlap.QUEUE;
            decide(new ScheduleCommand.Make(terms(timing, dice.nextBoolean() ? DESK : null, missed, overlap), now));
        }

        private void runNow() {
            String request = "r" + requests;
            if (dice.nextBoolean()) {
                requests++;
            }
            decide(new ScheduleCommand.RunNow(request, ANN, now));
        }

        /** As the shell does when it is woken: what is due is decided, what is to be told is told once more. */
        private void wake() {
            for (ScheduleEffect effect : SCHEDULE.outstanding(state)) {
                switch (effect) {
                    case ScheduleEffect.ArmDue e -> decide(e.over(now));
                    case ScheduleEffect.Tell e -> underway.add(e);
                }
            }
        }

        /** Something arrives, in whatever order, and what comes back may be lost. */
        private void deliver(boolean heard) {
            if (underway.isEmpty()) {
                return;
            }
            ScheduleEffect.Tell told = underway.remove(dice.nextInt(underway.size()));
            ScheduleCommand report = arrive(told);
            if (heard && report != null) {
                decide(report);
            }
        }

        private @Nullable ScheduleCommand arrive(ScheduleEffect.Tell told) {
            long number = told.occurrence().number();
            MessageId message = told.occurrence().message(NIGHTLY);
            if (!said.containsKey(message) && dice.nextInt(10) == 0) {
                return dice.nextBoolean()
                        ? null
                        : new ScheduleCommand.RecordRefusal(number, new Rejection.ConversationRemoved(DESK), now);
            }
            if (told.former() != null && open.contains(told.former().message(NIGHTLY))) {
                return new ScheduleCommand.RecordOverlap(number, now);
            }
            String text = told.occurrence().post(NIGHTLY, told.terms(), now).text();
            assertThat(said.getOrDefault(message, text)).isEqualTo(text);
            if (said.put(message, text) == null && dice.nextBoolean()) {
                open.add(message);
            }
            return new ScheduleCommand.RecordPosted(number, now);
        }

        /** Whatever is not in the journal is gone. */
        private void crash() {
            underway.clear();
            state = SCHEDULE.fold(SCHEDULE.initial(), journal);
            wake();
        }

        private void decide(ScheduleCommand command) {
            if (SCHEDULE.decide(state, command) instanceof Decision.Accept<ScheduleEvent>(List<ScheduleEvent> events)) {
                journal.addAll(events);
                state = SCHEDULE.fold(state, events);
            }
        }

        /** Everybody is there and listens. */
        private void settle() {
            open.clear();
            for (int i = 0; i < 100 && state instanceof ScheduleState.Telling; i++) {
                wake();
                deliver(true);
            }
        }

        private void checkStory() {
            Map<Long, Occurrence> begun = new LinkedHashMap<>();
            Map<Long, ScheduleEvent> ends = new HashMap<>();
            Set<Long> given = new HashSet<>();
            boolean paused = false;
            @Nullable Instant last = null;
            for (ScheduleEvent event : journal) {
                switch (event) {
                    case ScheduleEvent.OccurrenceBegun e -> {
                        assertThat(begun.put(e.occurrence().number(), e.occurrence()))
                                .isNull();
                        assertThat(e.occurrence().due()).isBeforeOrEqualTo(e.at());
                        if (e.occurrence().asked() == null) {
                            assertThat(paused).isFalse();
                            assertThat(last == null
                                            || last.isBefore(e.occurrence().due()))
                                    .as("no time twice")
                                    .isTrue();
                            last = e.occurrence().due();
                        }
                    }
                    case ScheduleEvent.OccurrenceMissed e -> {
                        assertThat(missed).isEqualTo(Missed.SKIP);
                        assertThat(e.due()).isBefore(e.at().minus(Duration.ofMinutes(1)));
                    }
                    case ScheduleEvent.OccurrencePosted e ->
                        assertThat(ends.put(e.number(), e)).isNull();
                    case ScheduleEvent.OccurrenceSkipped e ->
                        assertThat(ends.put(e.number(), e)).isNull();
                    case ScheduleEvent.OccurrenceRefused e ->
                        assertThat(ends.put(e.number(), e)).isNull();
                    case ScheduleEvent.SchedulePaused e -> paused = true;
                    case ScheduleEvent.ScheduleResumed e -> paused = false;
                    case ScheduleEvent.ScheduleMade e -> paused = false;
                    case ScheduleEvent.ScheduleDeleted e -> given.addAll(begun.keySet());
                    case ScheduleEvent.ScheduleRemoved e -> {}
                    case ScheduleEvent.GenerationBegun e -> {}
                }
            }
            given.removeAll(ends.keySet());
            checkSaid(begun, ends, given);
        }

        private void checkSaid(Map<Long, Occurrence> begun, Map<Long, ScheduleEvent> ends, Set<Long> givenUp) {
            Set<MessageId> known = new HashSet<>();
            begun.forEach((number, occurrence) -> {
                MessageId message = occurrence.message(NIGHTLY);
                assertThat(known.add(message)).as("a message of its own").isTrue();
                if (ends.get(number) instanceof ScheduleEvent.OccurrencePosted) {
                    assertThat(said).containsKey(message);
                } else if (!givenUp.contains(number)) {
                    assertThat(ends).containsKey(number);
                }
            });
            assertThat(known).as("nothing is said that has not begun").containsAll(said.keySet());
        }

        /** What stands before a generation need not be there, or not all of it. */
        private void checkReplay() {
            assertThat(SCHEDULE.fold(SCHEDULE.initial(), journal)).isEqualTo(state);
            for (int i = 0; i < journal.size(); i++) {
                if (journal.get(i) instanceof ScheduleEvent.GenerationBegun) {
                    List<ScheduleEvent> left = new ArrayList<>(journal.subList(0, dice.nextInt(i + 1)));
                    left.addAll(journal.subList(i, journal.size()));
                    assertThat(SCHEDULE.fold(SCHEDULE.initial(), left)).isEqualTo(state);
                }
            }
        }
    }
}
