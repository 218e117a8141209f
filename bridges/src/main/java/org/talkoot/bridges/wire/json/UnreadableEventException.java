package org.talkoot.bridges.wire.json;

import org.talkoot.core.deadletter.FailureClass;

/**
 * A message that no event can be made of. The message is one sentence that says what to change. The same bytes fail in
 * the same way every time, so there is no point in reading them again.
 */
public final class UnreadableEventException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final FailureClass failure;

    private UnreadableEventException(FailureClass failure, String message) {
        // A foreign producer may send nothing else; a stack trace would tell nothing about it.
        super(message, null, false, false);
        this.failure = failure;
    }

    public static UnreadableEventException poison(String message) {
        return new UnreadableEventException(FailureClass.POISON, message);
    }

    public static UnreadableEventException unknownVersion(String message) {
        return new UnreadableEventException(FailureClass.UNKNOWN_VERSION, message);
    }

    /** {@code POISON} or {@code UNKNOWN_VERSION}. */
    public FailureClass failure() {
        return failure;
    }

    /** The sentence; never null, unlike {@link #getMessage} as the compiler sees it. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
