package org.talkoot.core.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.Effect;

/** What a schedule waits for. */
public sealed interface ScheduleEffect extends Effect<ScheduleCommand> {

    /** The time of the next occurrence. */
    record ArmDue(Instant until) implements ScheduleEffect, Timed<ScheduleCommand> {
        @Override
        public String id() {
            return "due:" + until;
        }

        @Override
        public ScheduleCommand over(Instant at) {
            return new ScheduleCommand.Fire(until, at);
        }
    }

    /**
     * The occurrence is to be told to its conversation. Repeating it does no harm: the id of its message is derived
     * from the schedule and the occurrence.
     *
     * @param former whose turn has to be over first, or this one is left out; null: that does not matter
     */
    record Tell(
            ScheduleTerms terms,
            Occurrence occurrence,
            @Nullable Occurrence former) implements ScheduleEffect, Told {
        @Override
        public String id() {
            return "tell:" + occurrence.number();
        }
    }
}
