package org.talkoot.persistence.view.schedule;

import java.time.Instant;
import java.util.Optional;
import org.talkoot.core.ScheduleId;
import org.talkoot.core.schedule.Occurrence;
import org.talkoot.core.schedule.ScheduleTerms;

/**
 * A schedule at a glance.
 *
 * @param terms what it is to do; of who made it no more is known here than the name
 * @param due when it goes on, if it waits for that
 * @param last its latest occurrence, if there was one
 * @param reason why it is paused, if nobody wanted it so
 */
public record ScheduleSummary(
        ScheduleId id,
        ScheduleTerms terms,
        Status status,
        Optional<Instant> due,
        Optional<Last> last,
        Optional<String> reason,
        Times times) {

    /** How it stands. */
    public enum Status {
        WAITING,
        PAUSED,
        FINISHED
    }

    /** What became of an occurrence, so far. */
    public enum Outcome {
        BEGUN,
        POSTED,
        SKIPPED,
        MISSED,
        REFUSED
    }

    /**
     * The latest occurrence; its number says how many there were.
     *
     * @param detail why it was refused, if it was
     */
    public record Last(Occurrence occurrence, Outcome outcome, Optional<String> detail) {}

    /** When. */
    public record Times(Instant made, Instant changed) {}
}
