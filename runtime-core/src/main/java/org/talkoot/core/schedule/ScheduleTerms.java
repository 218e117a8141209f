package org.talkoot.core.schedule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentType;
import org.talkoot.core.Caller;
import org.talkoot.core.ConversationId;

/**
 * What a schedule is to do, and when.
 *
 * @param agent who is asked
 * @param text what it is asked, with blanks for what differs from time to time: {@link Occurrence#BLANKS}
 * @param conversation where it is asked; null: in a new conversation each time
 * @param caller who made the schedule: on whose behalf it runs
 */
public record ScheduleTerms(
        AgentType agent,
        String text,
        @Nullable ConversationId conversation,
        Timing timing,
        Missed missed,
        Overlap overlap,
        Caller caller) {

    /** What becomes of times at which nobody was there. */
    public enum Missed {
        /** One occurrence makes up for all that were missed, as soon as somebody is there again. */
        ONCE,
        /** Nothing: it goes on with the next one that is due. */
        SKIP
    }

    /** What becomes of an occurrence while the turn of the former one is still open. */
    public enum Overlap {
        /** Its message is posted all the same: a conversation does one turn after the other. */
        QUEUE,
        /** It is left out. */
        SKIP
    }

    /** Where everything is said, if it is one place. */
    Optional<ConversationId> place() {
        return Optional.ofNullable(conversation);
    }

    /** Whether the same user wants the same. */
    boolean isRepeated(ScheduleTerms again) {
        return caller.user().equals(again.caller.user()) && equals(again.by(caller));
    }

    /** The same, with other words. */
    ScheduleTerms saying(String other) {
        return new ScheduleTerms(agent, other, conversation, timing, missed, overlap, caller);
    }

    private ScheduleTerms by(Caller other) {
        return new ScheduleTerms(agent, text, conversation, timing, missed, overlap, other);
    }

    /** Whether this caller may decide about it. What nobody in particular has made is everybody's. */
    boolean mayBeManagedBy(Caller by) {
        return caller.isAnonymous() || caller.user().equals(by.user()) || by.hasRole(Caller.ADMIN);
    }
}
