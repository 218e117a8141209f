package org.talkoot.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Conversations at the terminal. Exits with 0 when it is done, with 1 when the node says no, and with 2 when the
 * command makes no sense or no node answers.
 */
@Command(
        name = "talkoot conversations",
        description = "Conversations: list them, remove one for good.",
        synopsisSubcommandLabel = "list | remove",
        mixinStandardHelpOptions = true)
public final class ConversationCommands implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else
    private ConversationCommands() {}

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    static CommandLine line() {
        return new CommandLine(new ConversationCommands()).setExecutionExceptionHandler(CommandException::explain);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: list or remove");
    }

    @Command(description = "Lists conversations, the latest first.", mixinStandardHelpOptions = true)
    void list(
            @Mixin NodeOptions node,
            @Option(names = "--limit", defaultValue = "50", description = "how many at most (default: 50)") int limit) {
        PrintWriter out = spec.commandLine().getOut();
        node.client()
                .get("/v1/conversations", Map.of("limit", Integer.toString(limit)))
                .path("conversations")
                .forEach(conversation -> out.println(row(conversation)));
    }

    @Command(
            description = "Ends a conversation and erases what was said in it, for good.",
            mixinStandardHelpOptions = true)
    void remove(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--yes", description = "it is meant") boolean meant) {
        if (!meant) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "This erases what was said in '%s' for good; say --yes".formatted(id));
        }
        JsonNode unused = node.client().delete("/v1/conversations/" + NodeClient.encoded(id));
        spec.commandLine().getOut().println("Removed. What was said is being erased.");
    }

    private static String row(JsonNode conversation) {
        return "%s  %d messages, last at %s, with %s"
                .formatted(
                        conversation.path("conversation_id").asText(),
                        conversation.path("messages").asLong(),
                        conversation.path("last_activity").asText().replaceFirst("\\.\\d+Z$", "Z"),
                        conversation.path("owner").asText("nobody"));
    }
}
