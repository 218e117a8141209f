package org.talkoot.core;

import java.util.OptionalInt;

/**
 * One message of a conversation, unique in the whole installation. The edge derives it from the caller's idempotency
 * key where there is one, so that a repeated request names the same message. What is posted again from a dead letter
 * has the id of the first try with {@code ~r} and the number of the attempt.
 */
public record MessageId(String value) {

    /** The longest id that somebody may post under: redrives, runs and answers are named after it. */
    public static final int LONGEST_POSTED = 200;

    private static final String REDRIVE = "~r";

    /** Of the number of an attempt. */
    private static final int DIGITS = 6;

    public MessageId {
        Syntax.requireToken(value, "message id");
    }

    /** The message in which a run answers. */
    public static MessageId answerOf(RunId run) {
        return new MessageId(run.value() + "-answer");
    }

    /** Which redrive it is; empty: none. */
    public OptionalInt attempt() {
        int mark = mark();
        return mark < 0
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(value, mark + REDRIVE.length(), value.length(), 10));
    }

    /** The first try, of which this is a redrive or not. */
    public MessageId first() {
        int mark = mark();
        return mark < 0 ? this : new MessageId(value.substring(0, mark));
    }

    /** The redrive of that number, counted from 1, whether this is the first try or any other. */
    public MessageId redriven(int attempt) {
        return new MessageId(first().value + REDRIVE + attempt);
    }

    private int mark() {
        int number = Syntax.startOfNumber(value);
        int mark = number - REDRIVE.length();
        return mark > 0
                        && value.startsWith(REDRIVE, mark)
                        && value.charAt(number) != '0'
                        && value.length() - number <= DIGITS
                ? mark
                : -1;
    }

    /**
     * Makes sure that runs can be named after it.
     *
     * @throws IllegalArgumentException if it is too long, or its runs would read as those of an event
     */
    public void requirePostable() {
        if (first().value.length() > LONGEST_POSTED) {
            throw new IllegalArgumentException("a message is posted under an id of at most %d characters, not %d"
                    .formatted(LONGEST_POSTED, first().value.length()));
        }
        if (RunId.OfEvent.reads(value + "-1")) {
            throw new IllegalArgumentException("'%s' would read as the run of an event".formatted(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
