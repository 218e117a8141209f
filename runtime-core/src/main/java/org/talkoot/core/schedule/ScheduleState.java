package org.talkoot.core.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a schedule. Its size does not depend on how long there has been one.
 *
 * <pre>
 *   Absent   --ScheduleMade--> Waiting
 *   Absent   --ScheduleRemoved--> Removed
 *   Waiting  --ScheduleDeleted--> Absent
 *   Waiting  --OccurrenceMissed, GenerationBegun--> Waiting
 *   Waiting  --SchedulePaused--> Paused
 *   Waiting  --OccurrenceMissed--> Finished
 *   Waiting  --OccurrenceBegun--> Telling
 *   Waiting  --ScheduleRemoved--> Removed
 *   Paused   --ScheduleDeleted--> Absent
 *   Paused   --ScheduleResumed--> Waiting
 *   Paused   --OccurrenceBegun--> Telling
 *   Paused   --ScheduleRemoved--> Removed
 *   Finished --ScheduleDeleted--> Absent
 *   Finished --ScheduleMade--> Waiting
 *   Finished --GenerationBegun--> Finished
 *   Finished --OccurrenceBegun--> Telling
 *   Finished --ScheduleRemoved--> Removed
 *   Telling  --ScheduleDeleted--> Absent
 *   Telling  --OccurrencePosted, OccurrenceSkipped, OccurrenceRefused--> Waiting
 *   Telling  --OccurrencePosted, OccurrenceSkipped, OccurrenceRefused--> Paused
 *   Telling  --OccurrencePosted, OccurrenceSkipped, OccurrenceRefused--> Finished
 *   Telling  --SchedulePaused, ScheduleResumed--> Telling
 *   Telling  --ScheduleRemoved--> Removed
 * </pre>
 */
public sealed interface ScheduleState {

    /**
     * What a schedule is, and how far it has come.
     *
     * @param made when
     * @param occurrences how many there were, those that were missed too
     * @param posted the latest whose message was posted; null: none was
     * @param asked the request of the latest that somebody wanted at once; null: nobody did
     */
    record Standing(
            ScheduleTerms terms,
            Instant made,
            long occurrences,
            @Nullable Occurrence posted,
            @Nullable String asked) {

        Standing begun(Occurrence occurrence) {
            String latest = occurrence.asked() != null ? occurrence.asked() : asked;
            return new Standing(terms, made, occurrence.number(), posted, latest);
        }

        Standing missed(long number) {
            return new Standing(terms, made, number, posted, asked);
        }

        Standing told(Occurrence occurrence) {
            return new Standing(terms, made, occurrences, occurrence, asked);
        }

        boolean knows(String request) {
            return request.equals(asked);
        }
    }

    /**
     * There is none, or no longer.
     *
     * @param occurrences how many those had that had this name
     */
    record Absent(long occurrences) implements ScheduleState {}

    /** Nothing is being told: it waits for its time, for a person, or for nothing. */
    sealed interface Resting extends ScheduleState {

        Standing standing();

        Resting with(Standing standing);
    }

    /** It goes on at that time. */
    record Waiting(Standing standing, Instant due) implements Resting {
        @Override
        public Waiting with(Standing changed) {
            return new Waiting(changed, due);
        }
    }

    /**
     * Nothing begins until it is resumed.
     *
     * @param due what would have come next
     */
    record Paused(Standing standing, Instant due) implements Resting {
        @Override
        public Paused with(Standing changed) {
            return new Paused(changed, due);
        }
    }

    /** Nothing more is to come by the clock. */
    record Finished(Standing standing) implements Resting {
        @Override
        public Finished with(Standing changed) {
            return new Finished(changed);
        }
    }

    /**
     * An occurrence is told to its conversation, until that has it.
     *
     * @param then what the schedule is after that
     */
    record Telling(Resting then, Occurrence occurrence) implements ScheduleState {}

    /** The conversation that showed it is removed. Nothing happens any more. */
    record Removed() implements ScheduleState {}
}
