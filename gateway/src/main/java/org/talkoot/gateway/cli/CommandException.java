package org.talkoot.gateway.cli;

import java.io.Serial;
import picocli.CommandLine;

/** Why a command could not be done, in one line for whoever gave it. */
public final class CommandException extends RuntimeException {

    /** The node said no, or there was nothing to do. */
    static final int REFUSED = 1;

    /** The command was not understood, or no node answers. */
    static final int IMPOSSIBLE = 2;

    @Serial
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private final boolean absence;

    private CommandException(int exitCode, String message, boolean absence) {
        super(message);
        this.exitCode = exitCode;
        this.absence = absence;
    }

    /** The node has no such thing. */
    public static CommandException absent(String why) {
        return new CommandException(REFUSED, why, true);
    }

    public boolean isAbsence() {
        return absence;
    }

    /** A failure that was foreseen is one line; anything else is a bug and keeps its trace. */
    public static int explain(Exception e, CommandLine line, CommandLine.ParseResult result) {
        if (e instanceof CommandException foreseen) {
            line.getErr().println("talkoot: " + foreseen.getMessage());
            return foreseen.exitCode();
        }
        e.printStackTrace(line.getErr());
        return IMPOSSIBLE;
    }

    public static CommandException refused(String why) {
        return new CommandException(REFUSED, why, false);
    }

    public static CommandException impossible(String why) {
        return new CommandException(IMPOSSIBLE, why, false);
    }

    public int exitCode() {
        return exitCode;
    }
}
