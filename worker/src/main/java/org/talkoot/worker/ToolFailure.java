package org.talkoot.worker;

import java.io.Serial;

/** A handler says no: nothing was done, and the model may read why. */
public final class ToolFailure extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final String code;
    private final boolean retryable;

    private ToolFailure(String code, String message, boolean retryable) {
        super(message);
        if (code.length() > 64 || !code.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("a code is in kebab-case and has at most 64 characters: " + code);
        }
        this.code = code;
        this.retryable = retryable;
    }

    /**
     * Another attempt would not help.
     *
     * @param code stable and in kebab-case
     */
    public static ToolFailure permanent(String code, String message) {
        return new ToolFailure(code, message, false);
    }

    /** Another attempt may help; the runtime sends the call again, within the tool's bound. */
    public static ToolFailure passing(String code, String message) {
        return new ToolFailure(code, message, true);
    }

    String code() {
        return code;
    }

    boolean retryable() {
        return retryable;
    }
}
