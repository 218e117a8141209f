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
 * The views of the journal at the terminal. Exits with 0 when it is done, with 1 when the node says no, and with 2 when
 * the command makes no sense or no node answers.
 */
@Command(
        name = "talkoot views",
        description = "The views of the journal: how they are doing, rebuild one, skip an entry.",
        synopsisSubcommandLabel = "list | rebuild | skip",
        mixinStandardHelpOptions = true)
public final class ViewCommands implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else
    private ViewCommands() {}

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    static CommandLine line() {
        return new CommandLine(new ViewCommands()).setExecutionExceptionHandler(CommandException::explain);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: list, rebuild or skip");
    }

    @Command(description = "Lists the views: where they are, and what stops them.", mixinStandardHelpOptions = true)
    void list(@Mixin NodeOptions node) {
        PrintWriter out = spec.commandLine().getOut();
        node.client().get("/v1/views", Map.of()).path("views").forEach(v -> out.println(row(v)));
    }

    @Command(
            description = "Empties a view and builds it again from the journal; work goes on.",
            mixinStandardHelpOptions = true)
    void rebuild(@Mixin NodeOptions node, @Parameters(paramLabel = "NAME") String name) {
        JsonNode unused = node.client().post(path(name) + "/rebuild", NodeClient.body());
        spec.commandLine().getOut().println("It is being built again; see 'views list'.");
    }

    @Command(
            description = "Has a view pass over an entry that it cannot take, now and in rebuilds.",
            mixinStandardHelpOptions = true)
    void skip(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "SEQUENCE", description = "its stuck_at") long sequence,
            @Option(names = "--reason", required = true, description = "for the audit") String reason,
            @Option(names = "--by", defaultValue = "${sys:user.name}", description = "who decides (default: you)")
                    String by) {
        JsonNode unused = node.client()
                .post(
                        path(name) + "/skip",
                        NodeClient.body()
                                .put("sequence", sequence)
                                .put("by", by)
                                .put("reason", reason));
        spec.commandLine().getOut().println("Skipped.");
    }

    private static String path(String name) {
        return "/v1/views/" + NodeClient.encoded(name);
    }

    private static String row(JsonNode view) {
        String row = "%-20s at %d, %d behind%s"
                .formatted(
                        view.path("name").asText(),
                        view.path("sequence").asLong(),
                        view.path("behind").asLong(),
                        view.path("running").asBoolean() ? "" : ", on another node");
        if (view.path("failures").asInt() > 0) {
            row += ", failed %d times".formatted(view.path("failures").asInt());
        }
        if (view.has("stuck_at")) {
            row += ", stuck at " + view.path("stuck_at").asLong();
        }
        if (view.has("last_failure")) {
            row += ": " + view.path("last_failure").asText();
        }
        return row;
    }
}
