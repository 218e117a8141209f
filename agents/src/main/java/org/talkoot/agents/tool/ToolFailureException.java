package org.talkoot.agents.tool;

import java.io.Serial;
import org.talkoot.core.tool.ToolResult;

/**
 * What a tool method throws to say no in a way that the model can act on: it did nothing, and its code and message may
 * be shown to the model. Any other exception leaves in doubt whether something was done, and nothing of it is shown to
 * the model.
 */
public final class ToolFailureException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final String code;
    private final boolean retryable;

    private ToolFailureException(String code, String message, boolean retryable) {
        super(message);
        this.code = code;
        this.retryable = retryable;
    }

    /** Another attempt would not help. */
    public static ToolFailureException permanent(String code, String message) {
        return new ToolFailureException(code, message, false);
    }

    /** Another attempt may help; the runtime makes it, within the tool's bound. */
    public static ToolFailureException passing(String code, String message) {
        return new ToolFailureException(code, message, true);
    }

    public String code() {
        return code;
    }

    public boolean retryable() {
        return retryable;
    }

    /** What the model is told. */
    ToolResult result() {
        return new ToolResult.Failure(code, String.valueOf(getMessage()), retryable);
    }
}
