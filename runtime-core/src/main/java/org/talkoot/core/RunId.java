package org.talkoot.core;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One agent's work on one request. Derived, never random: from the message that asked for it, or from the run and call
 * that delegated it. The same after every crash, and the message stays readable in it, which makes it the correlation
 * id of everything a request causes.
 */
public record RunId(String value) {

    private static final Pattern BY_EVENT = Pattern.compile("[eq][0-9]{1,18}:[a-z][a-z0-9_-]*(~r[0-9]+)?(~h[0-9]+)?");

    /** The longest id that nests as it is; what is delegated below that is named by a hash. */
    private static final int LONGEST_NESTED = 120;

    private static final int READABLE = 40;
    private static final int DIGITS = 40;

    private static final String HANDOVER = "~h";

    public RunId {
        Syntax.requireToken(value, "run id");
    }

    /** The {@code ordinal}-th run of the turn that {@code message} began; handoffs count up. */
    public static RunId of(MessageId message, int ordinal) {
        return new RunId(message.value() + "-" + ordinal);
    }

    /** The message whose turn this run belongs to. Only for runs that {@link #of} made. */
    public MessageId message() {
        return new MessageId(value.substring(0, value.lastIndexOf('-')));
    }

    /** The run that {@code call} of {@code parent} delegated; its length is bounded. */
    public static RunId delegated(RunId parent, CallId call) {
        String nested = parent.value() + "." + call.value();
        return nested.length() <= LONGEST_NESTED
                ? new RunId(nested)
                : new RunId(nested.substring(0, READABLE) + "~d" + Hash.of(nested, DIGITS));
    }

    /** The run in which another agent goes on with what this one, that an event began, gave it. */
    public RunId handedOver() {
        int handovers = handovers();
        String first = handovers == 0 ? value : value.substring(0, value.lastIndexOf(HANDOVER));
        return new RunId(first + HANDOVER + (handovers + 1));
    }

    /** How often what an event began has changed hands before this run. */
    public int handovers() {
        int mark = value.lastIndexOf(HANDOVER);
        return mark > 0 && position().isPresent()
                ? Integer.parseInt(value, mark + HANDOVER.length(), value.length(), 10)
                : 0;
    }

    /** The run of an agent that the event at this place of the journal woke. */
    public static RunId triggered(long position, AgentType agent) {
        return new RunId("e" + position + ":" + agent.value());
    }

    /** The run of an agent that is to answer the event at this place of the journal. */
    public static RunId requested(long position, AgentType agent) {
        return new RunId("q" + position + ":" + agent.value());
    }

    /** The place of the event that woke the agent; empty for runs that somebody waits for. */
    public OptionalLong trigger() {
        return value.charAt(0) == 'e' ? position() : OptionalLong.empty();
    }

    /** The place of the event that it is of, at the first try or at any other. */
    public OptionalLong position() {
        int colon = value.indexOf(':');
        return colon > 1 && BY_EVENT.matcher(value).matches()
                ? OptionalLong.of(Long.parseLong(value, 1, colon, 10))
                : OptionalLong.empty();
    }

    /** The agent that the event at {@link #position} was for, whoever has the run now. */
    public Optional<AgentType> woken() {
        if (position().isEmpty()) {
            return Optional.empty();
        }
        int colon = value.indexOf(':');
        int mark = value.indexOf('~');
        return Optional.of(new AgentType(value.substring(colon + 1, mark < 0 ? value.length() : mark)));
    }

    /** Whether an event began it, and no redrive of the event. By its look; asked often. */
    public boolean isOfEvent() {
        return value.length() > 2
                && (value.charAt(0) == 'e' || value.charAt(0) == 'q')
                && Character.isDigit(value.charAt(1))
                && value.indexOf(':') > 0
                && value.indexOf('~') < 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
