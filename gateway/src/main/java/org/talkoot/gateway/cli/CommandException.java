package org.talkoot.gateway.cli;

import java.io.Serial;

/** Why a command could not be done, in one line for whoever gave it. */
final class CommandException extends RuntimeException {

    /** The node said no, or there was nothing to do. */
    static final int REFUSED = 1;

    /** The command was not understood, or no node answers. */
    static final int IMPOSSIBLE = 2;

    @Serial private static final long serialVersionUID = 1;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static CommandException refused(String why) {
        return new CommandException(REFUSED, why);
    }

    static CommandException impossible(String why) {
        return new CommandException(IMPOSSIBLE, why);
    }

    int exitCode() {
        return exitCode;
    }
}
