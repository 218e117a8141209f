package org.talkoot.core.bus;

/** A broker cannot be reached, or did not do what it was asked. Worth another try. */
public final class BusException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BusException(String message, Throwable cause) {
        super(message, cause);
    }

    public BusException(String message) {
        super(message);
    }
}
