package org.talkoot.gateway.node;

import java.io.Serial;

/** The node cannot start, for a reason that an operator can mend. */
final class NodeStartException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private NodeStartException(String message, Throwable cause) {
        super(message, cause);
    }

    static NodeStartException because(Throwable cause) {
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new NodeStartException(why, cause);
    }
}
