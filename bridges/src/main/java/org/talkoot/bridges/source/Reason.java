package org.talkoot.bridges.source;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.talkoot.core.bus.BusException;

/** Why something failed, for people. */
public final class Reason {

    private Reason() {}

    /** The innermost reason that says something; what we said ourselves, if that is why a client failed. */
    public static String of(Throwable failure) {
        Throwable cause = ours(failure);
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static Throwable ours(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BusException) {
                return cause;
            }
        }
        return failure;
    }
}
