package org.talkoot.core;

import java.time.Duration;

/** Why a command was refused, with the facts in it. A value, not an exception: nobody made a bug. */
public sealed interface Rejection {

    /** A stable code for programs, in kebab-case. */
    String code();

    /** One sentence for people. */
    String detail();

    /** No agent definition of that name is installed. */
    record UnknownAgent(AgentType type) implements Rejection {
        @Override
        public String code() {
            return "unknown-agent";
        }

        @Override
        public String detail() {
            return "There is no agent '%s'.".formatted(type);
        }
    }

    /** As many messages wait as may wait. The sender may try again after {@code retryAfter}. */
    record TooManyWaiting(int bound, Duration retryAfter) implements Rejection {
        @Override
        public String code() {
            return "too-many-waiting";
        }

        @Override
        public String detail() {
            return "%d messages already wait for their turn; try again later.".formatted(bound);
        }
    }

    /** There is nothing in the text that anybody could read. */
    record BlankText() implements Rejection {
        @Override
        public String code() {
            return "blank-text";
        }

        @Override
        public String detail() {
            return "A message needs text; this one is empty or white space only.";
        }
    }

    /** There is more to look at than a message may have. */
    record TooManyAttachments(int attachments, int limit) implements Rejection {
        @Override
        public String code() {
            return "too-many-attachments";
        }

        @Override
        public String detail() {
            return "A message may have %d attachments; this one has %d.".formatted(limit, attachments);
        }
    }

    /** There are no such bytes here, or not any more. */
    record UnknownAttachment(String attachment) implements Rejection {
        @Override
        public String code() {
            return "unknown-attachment";
        }

        @Override
        public String detail() {
            return "There is no attachment '%s'; it has to be uploaded first, and not too long ago."
                    .formatted(attachment);
        }
    }

    /** The text is longer than allowed. */
    record UnacceptableText(int length, int limit) implements Rejection {
        @Override
        public String code() {
            return "unacceptable-text";
        }

        @Override
        public String detail() {
            return "A message has at most %d characters here, this one has %d.".formatted(limit, length);
        }
    }

    /** The message id (or idempotency key) was used before, with another text. */
    record MessageIdReused(MessageId message) implements Rejection {
        @Override
        public String code() {
            return "idempotency-key-reused";
        }

        @Override
        public String detail() {
            return "This idempotency key was already used for another message.";
        }
    }

    /** More would be known of the conversation than may be. */
    record TooManyAttributes(int most, int length) implements Rejection {
        @Override
        public String code() {
            return "too-many-attributes";
        }

        @Override
        public String detail() {
            return "A conversation has at most %d attributes, of %d characters in all.".formatted(most, length);
        }
    }

    /** Nobody has written in this conversation. */
    record NotOpened() implements Rejection {
        @Override
        public String code() {
            return "not-opened";
        }

        @Override
        public String detail() {
            return "A conversation begins with a message; there is none in this one.";
        }
    }

    /** There is a conversation of that name no more, and there will not be another. */
    record ConversationRemoved(ConversationId conversation) implements Rejection {
        @Override
        public String code() {
            return "conversation-removed";
        }

        @Override
        public String detail() {
            return "Conversation '%s' has been removed; choose another name.".formatted(conversation.key());
        }
    }

    /** A dead letter of that id is not one that waits for a decision. */
    record NotWaiting(String letter, String state) implements Rejection {
        @Override
        public String code() {
            return "not-waiting";
        }

        @Override
        public String detail() {
            return "Dead letter '%s' does not wait: it is %s.".formatted(letter, state);
        }
    }

    /** Nothing of that id is waiting for this decision, or no longer. */
    record NotPending(CallId call) implements Rejection {
        @Override
        public String code() {
            return "not-pending";
        }

        @Override
        public String detail() {
            return "Call '%s' does not wait for a decision.".formatted(call);
        }
    }

    /** This person is not one of those who may decide that. */
    record MayNotDecide(CallId call, String why) implements Rejection {
        @Override
        public String code() {
            return "may-not-decide";
        }

        @Override
        public String detail() {
            return "You may not decide call '%s'. %s".formatted(call, why);
        }
    }

    /**
     * What was decided is not what is asked now: its arguments or its tool have changed since, or it was never asked
     * so, which is when both versions are the same.
     */
    record Outdated(CallId call, int version, int now) implements Rejection {
        @Override
        public String code() {
            return "outdated";
        }

        @Override
        public String detail() {
            return version == now
                    ? "This decides something that call '%s' does not ask.".formatted(call)
                    : "This decides version %d of call '%s'; what is asked now is version %d."
                            .formatted(version, call, now);
        }
    }

    /** The arguments that a person wants are none that the tool could be called with. */
    record UnfitArguments(CallId call, String why) implements Rejection {
        @Override
        public String code() {
            return "unfit-arguments";
        }

        @Override
        public String detail() {
            return "Call '%s' cannot have these arguments: %s.".formatted(call, why);
        }
    }

    /** The run has ended, so nobody hears what is said to it. */
    record RunEnded(RunId run) implements Rejection {
        @Override
        public String code() {
            return "run-ended";
        }

        @Override
        public String detail() {
            return "Run '%s' has ended, and hears nothing any more.".formatted(run);
        }
    }

    /** The run stands still because the one that asked for it does. */
    record PausedAbove(RunId run) implements Rejection {
        @Override
        public String code() {
            return "paused-above";
        }

        @Override
        public String detail() {
            return "Run '%s' is paused with the one that asked for it, and goes on with that.".formatted(run);
        }
    }

    /** No run would take such a signal. */
    record UnfitSignal(String why) implements Rejection {
        @Override
        public String code() {
            return "unfit-signal";
        }

        @Override
        public String detail() {
            return "This is no signal: %s.".formatted(why);
        }
    }

    /** As many signals are kept for it as may be, of which it has waited for none. */
    record TooManySignals(RunId run, int bound) implements Rejection {
        @Override
        public String code() {
            return "too-many-signals";
        }

        @Override
        public String detail() {
            return "%d signals are kept for run '%s' already; it has to take some first.".formatted(bound, run);
        }
    }

    /**
     * Nothing could come of such a schedule, or not what is meant.
     *
     * @param code what is wrong with it, for programs
     * @param detail one sentence
     */
    record UnfitSchedule(String code, String detail) implements Rejection {}

    /** There is a schedule of that name already, and it is another one. */
    record ScheduleExists(String schedule) implements Rejection {
        @Override
        public String code() {
            return "schedule-exists";
        }

        @Override
        public String detail() {
            return "There is another schedule '%s'; remove it first, or choose another name.".formatted(schedule);
        }
    }

    /** There is no schedule of that name, or no longer. */
    record UnknownSchedule(String schedule) implements Rejection {
        @Override
        public String code() {
            return "unknown-schedule";
        }

        @Override
        public String detail() {
            return "There is no schedule '%s'.".formatted(schedule);
        }
    }

    /** It has come to its end, so it cannot be paused or go on. */
    record ScheduleFinished(String schedule) implements Rejection {
        @Override
        public String code() {
            return "schedule-finished";
        }

        @Override
        public String detail() {
            return "Nothing of schedule '%s' is still to come.".formatted(schedule);
        }
    }

    /** An occurrence is being told to its conversation just now. */
    record OccurrenceUnderWay(String schedule, long number) implements Rejection {
        @Override
        public String code() {
            return "occurrence-under-way";
        }

        @Override
        public String detail() {
            return "Occurrence %d of schedule '%s' has not reached its conversation yet; try again later."
                    .formatted(number, schedule);
        }
    }

    /** Only who made it, or who runs the system, may decide about it. */
    record NotYourSchedule(String schedule) implements Rejection {
        @Override
        public String code() {
            return "not-your-schedule";
        }

        @Override
        public String detail() {
            return "Schedule '%s' was made by somebody else, on whose behalf it runs.".formatted(schedule);
        }
    }

    /**
     * Nobody would know anything by remembering that.
     *
     * @param code what is wrong with it, for programs
     * @param detail one sentence
     */
    record UnfitFact(String code, String detail) implements Rejection {}

    /** As much is known as may be; something has to be forgotten first. */
    record MemoryFull(int bound) implements Rejection {
        @Override
        public String code() {
            return "memory-full";
        }

        @Override
        public String detail() {
            return "%d facts are known already, which is the most; forget some first.".formatted(bound);
        }
    }
}
