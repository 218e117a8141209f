package org.talkoot.core;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One agent's work on one request. Derived, never random: from the message or the event that asked for it, or from the
 * run and call that delegated it. The same after every crash, and what it came from stays readable in it.
 *
 * <p>Texts are written and read here and nowhere else. Each kind is a record of its text and reads its parts when it is
 * asked for them: ids are compared, hashed and written far more often than taken apart.
 *
 * @see <a href="../../../../../../../docs/adr/0022-ids-are-read-in-one-place.md">ADR 0022</a>
 */
public sealed interface RunId {

    /** The text form. */
    String value();

    /** The message whose turn it belongs to. Only where it is known to be a turn's, as in a conversation's events. */
    default MessageId message() {
        throw new IllegalStateException("not a run of a turn: " + this);
    }

    /** The same. Only where it is known that an event began it, as where nobody waits for it. */
    default OfEvent asOfEvent() {
        throw new IllegalStateException("not a run of an event: " + this);
    }

    /** A run of a turn, {@code message-ordinal}; handoffs count up. */
    record OfTurn(String value) implements RunId {

        private static final int DIGITS = 9;

        public OfTurn {
            require(value, !OfEvent.reads(value) && reads(value), "the run of a turn");
        }

        private static boolean reads(String text) {
            int number = Syntax.startOfNumber(text);
            return number > 1 && text.charAt(number - 1) == '-' && text.length() - number <= DIGITS;
        }

        @Override
        public MessageId message() {
            return new MessageId(value.substring(0, Syntax.startOfNumber(value) - 1));
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /**
     * A run that an event of the journal began: {@code e}, or {@code q} where somebody waits for an answer, its
     * position, the agent that it is for; behind that {@code ~r}, which redrive it is, and {@code ~h}, how often it has
     * changed hands.
     */
    record OfEvent(String value) implements RunId {

        private static final Pattern FORM = Pattern.compile("[eq](0|[1-9][0-9]{0,17})"
                + ":(?!conversation(~|$))[a-z][a-z0-9_-]{0,63}(~r[1-9][0-9]{0,5})?(~h[1-9][0-9]{0,5})?");

        private static final String REDRIVE = "~r";
        private static final String HANDOVER = "~h";

        public OfEvent {
            require(value, reads(value), "the run of an event");
        }

        static boolean reads(String text) {
            return text.length() > 3
                    && (text.charAt(0) == 'e' || text.charAt(0) == 'q')
                    && Syntax.isDigit(text.charAt(1))
                    && FORM.matcher(text).matches();
        }

        @Override
        public OfEvent asOfEvent() {
            return this;
        }

        /** The position of the event in the journal. */
        public long position() {
            return Long.parseLong(value, 1, value.indexOf(':'), 10);
        }

        /** The agent that the event was for, whoever has the run now. */
        public AgentType agent() {
            return new AgentType(value.substring(value.indexOf(':') + 1, endOf(value.indexOf('~'))));
        }

        /** Whether somebody waits for the answer. */
        public boolean isAwaited() {
            return value.charAt(0) == 'q';
        }

        /** Whether it is what the event itself began: no redrive, and in its first hands. */
        public boolean isFirst() {
            return value.indexOf('~') < 0;
        }

        /** Which redrive of the event it belongs to; empty: none. */
        public OptionalInt attempt() {
            int mark = value.indexOf(REDRIVE);
            return mark < 0 ? OptionalInt.empty() : OptionalInt.of(number(mark, endOf(value.indexOf(HANDOVER))));
        }

        /** How often what the event began has changed hands before this run. */
        public int handovers() {
            int mark = value.indexOf(HANDOVER);
            return mark < 0 ? 0 : number(mark, value.length());
        }

        /** What the event itself began, of which this is a redrive or a later run. */
        public OfEvent first() {
            return isFirst() ? this : new OfEvent(value.substring(0, value.indexOf('~')));
        }

        /** The redrive of that number, counted from 1. */
        public OfEvent redriven(int attempt) {
            return new OfEvent(first().value + REDRIVE + attempt);
        }

        /** The run in which another agent goes on with what this one gave it. */
        public OfEvent handedOver() {
            return new OfEvent(value.substring(0, endOf(value.indexOf(HANDOVER))) + HANDOVER + (handovers() + 1));
        }

        private int endOf(int mark) {
            return mark < 0 ? value.length() : mark;
        }

        private int number(int mark, int end) {
            return Integer.parseInt(value, mark + REDRIVE.length(), end, 10);
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** A run that a call of another one delegated, {@code parent.call}, while that is not too long. */
    record Delegated(String value) implements RunId {

        /** The longest id that nests as it is; what is delegated below that is named by a hash. */
        private static final int LONGEST = 120;

        private static final String CALL = ".c";

        public Delegated {
            require(value, reads(value), "a delegated run");
        }

        private static boolean reads(String text) {
            int end = Syntax.startOfNumber(text) - CALL.length();
            return end > 0 && text.length() <= LONGEST && text.startsWith(CALL, end) && isRun(text.substring(0, end));
        }

        /** The run that waits for it. */
        public RunId parent() {
            return parse(value.substring(0, Syntax.startOfNumber(value) - CALL.length()));
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** A delegated run whose name would be too long: how it begins, {@code ~d} and the hash of all of it. */
    record Hashed(String value) implements RunId {

        private static final int READABLE = 40;
        private static final int DIGITS = 40;
        private static final String MARK = "~d";
        private static final Pattern FORM = Pattern.compile(".{%d}%s[0-9a-f]{%d}".formatted(READABLE, MARK, DIGITS));

        public Hashed {
            require(value, reads(value), "the hash of a delegated run");
        }

        private static boolean reads(String text) {
            return text.startsWith(MARK, READABLE) && FORM.matcher(text).matches();
        }

        private static Hashed of(String nested) {
            return new Hashed(nested.substring(0, READABLE) + MARK + Hash.of(nested, DIGITS));
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /**
     * The {@code ordinal}-th run of the turn that {@code message} began, from 1.
     *
     * @throws IllegalArgumentException if it would read as the run of an event
     */
    static OfTurn of(MessageId message, int ordinal) {
        if (ordinal < 0) {
            throw new IllegalArgumentException("runs of a turn count up from 1, not " + ordinal);
        }
        return new OfTurn(message.value() + "-" + ordinal);
    }

    /** The run of an agent that the event at this position of the journal woke. */
    static OfEvent triggered(long position, AgentType agent) {
        return new OfEvent("e" + position + ":" + agent.value());
    }

    /** The run of an agent that is to answer the event at this position of the journal. */
    static OfEvent requested(long position, AgentType agent) {
        return new OfEvent("q" + position + ":" + agent.value());
    }

    /** The run that {@code call} of {@code parent} delegated; its length is bounded. */
    static RunId delegated(RunId parent, CallId call) {
        String nested = parent.value() + "." + call.value();
        return nested.length() <= Delegated.LONGEST ? new Delegated(nested) : Hashed.of(nested);
    }

    /**
     * Reads what {@link #value} writes.
     *
     * @throws IllegalArgumentException if it is none of the kinds
     */
    static RunId parse(String text) {
        if (OfEvent.reads(text)) {
            return new OfEvent(text);
        }
        if (OfTurn.reads(text)) {
            return new OfTurn(text);
        }
        if (Delegated.reads(text)) {
            return new Delegated(text);
        }
        require(text, Hashed.reads(text), "the name of a run");
        return new Hashed(text);
    }

    private static boolean isRun(String text) {
        return OfEvent.reads(text) || OfTurn.reads(text) || Delegated.reads(text) || Hashed.reads(text);
    }

    private static void require(String text, boolean reads, String what) {
        Syntax.requireToken(text, "run id");
        if (!reads) {
            throw new IllegalArgumentException("'%s' is not %s".formatted(Syntax.shortened(text), what));
        }
    }
}
