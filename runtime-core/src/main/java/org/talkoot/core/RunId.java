package org.talkoot.core;

/**
 * One agent's work on one request. Derived, never random: from the message that asked for it, or
 * from the run and call that delegated it. The same after every crash, and the message stays
 * readable in it, which makes it the correlation id of everything a request causes.
 */
public record RunId(String value) {

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

    /** The run that {@code call} of {@code parent} delegated. */
    public static RunId delegated(RunId parent, CallId call) {
        return new RunId(parent.value() + "." + call.value());
    }

    @Override
    public String toString() {
        return value;
    }
}
