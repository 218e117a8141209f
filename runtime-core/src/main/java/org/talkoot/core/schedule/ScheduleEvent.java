package org.talkoot.core.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has happened to a schedule. */
public sealed interface ScheduleEvent {

    /**
     * Somebody wants this done from now on.
     *
     * @param due its first occurrence
     */
    record ScheduleMade(ScheduleTerms terms, Instant due, Instant at) implements ScheduleEvent {}

    /**
     * An occurrence is to be told to its conversation.
     *
     * @param next when the one after it is due, counted from now; null: it is the last
     */
    record OccurrenceBegun(Occurrence occurrence, @Nullable Instant next, Instant at) implements ScheduleEvent {}

    /**
     * Nobody was there when an occurrence was due, and it is not made up for.
     *
     * @param due the first that was missed
     * @param next when it goes on; null: nothing more is to come
     */
    record OccurrenceMissed(
            long number, Instant due, @Nullable Instant next, Instant at) implements ScheduleEvent {}

    /** The message of the occurrence is durable in its conversation. */
    record OccurrencePosted(long number, Instant at) implements ScheduleEvent {}

    /** The turn of the former occurrence was still open, so this one was left out. */
    record OccurrenceSkipped(long number, Instant at) implements ScheduleEvent {}

    /** The conversation has refused the message of the occurrence. */
    record OccurrenceRefused(long number, String code, String detail, Instant at) implements ScheduleEvent {}

    /**
     * Nothing begins until it is resumed.
     *
     * @param by who wanted it; the runtime itself has the name {@link Schedule#RUNTIME}
     * @param reason empty: somebody wanted it so
     */
    record SchedulePaused(String by, String reason, Instant at) implements ScheduleEvent {}

    record ScheduleResumed(String by, Instant due, Instant at) implements ScheduleEvent {}

    /** Nobody wants it any more. Another one may have its name. */
    record ScheduleDeleted(String by, Instant at) implements ScheduleEvent {}

    /** The last event of a schedule: its conversation is removed. What came before is erased. */
    record ScheduleRemoved(Instant at) implements ScheduleEvent {}

    /**
     * A new generation of the stream: this is all that is to be known of what came before, which may be erased.
     *
     * @param number of the occurrence that ended the former generation
     */
    record GenerationBegun(long number, ScheduleState.Resting state) implements ScheduleEvent {}
}
