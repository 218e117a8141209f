package org.talkoot.core.schedule;

import java.time.Instant;
import org.talkoot.core.Caller;
import org.talkoot.core.Rejection;

/** What a schedule can be told. All of it may be told more than once. */
public sealed interface ScheduleCommand {

    /** Somebody wants this done from now on. The same terms again change nothing. */
    record Make(ScheduleTerms terms, Instant at) implements ScheduleCommand {}

    /** Nothing more of it is to begin, until it is resumed. What has begun goes on. */
    record Pause(Caller by, Instant at) implements ScheduleCommand {}

    /** It goes on with the next time that comes. */
    record Resume(Caller by, Instant at) implements ScheduleCommand {}

    /**
     * Somebody wants an occurrence at once, beside those that are due by the clock.
     *
     * @param request recognised when it comes again, until the next occurrence
     */
    record RunNow(String request, Caller by, Instant at) implements ScheduleCommand {}

    /** Nobody wants it any more. What has begun goes on. */
    record Delete(Caller by, Instant at) implements ScheduleCommand {}

    /** The conversation that shows it is removed, and what the schedule holds with it. */
    record Remove(Instant at) implements ScheduleCommand {}

    /** This time has come. */
    record Fire(Instant due, Instant at) implements ScheduleCommand {}

    /** Its message is durable in the conversation. */
    record RecordPosted(long number, Instant at) implements ScheduleCommand {}

    /** The turn of the former occurrence is still open. */
    record RecordOverlap(long number, Instant at) implements ScheduleCommand {}

    /** The conversation does not take its message, and will not. */
    record RecordRefusal(long number, Rejection why, Instant at) implements ScheduleCommand {}
}
