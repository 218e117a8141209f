package org.talkoot.gateway.cli.letters;

import org.talkoot.gateway.cli.CommandException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Dead letters at the terminal: to look at, to mend and try again, to give up. Exits with 0 when it is done, with 1
 * when the node says no, and with 2 when the command makes no sense or no node answers.
 */
@Command(
        name = "talkoot dead-letters",
        description = "What could not be processed: look at it, mend it, try it again, give it up.",
        synopsisSubcommandLabel = "list | show | redrive | discard",
        subcommands = {ListLetters.class, ShowLetter.class, RedriveLetters.class, DiscardLetter.class},
        mixinStandardHelpOptions = true)
public final class DeadLetterCommands implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else
    private DeadLetterCommands() {}

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    static CommandLine line() {
        return new CommandLine(new DeadLetterCommands()).setExecutionExceptionHandler(CommandException::explain);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: list, show, redrive or discard");
    }
}
