package org.talkoot.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What is known at the terminal. Exits with 0 when it is done, with 1 when the node says no, and with 2 when the
 * command makes no sense or no node answers.
 */
@Command(
        name = "talkoot memory",
        description = "What is known of you, or, with the role admin, of anybody: show it, forget it.",
        synopsisSubcommandLabel = "show | forget",
        mixinStandardHelpOptions = true)
public final class MemoryCommands implements Runnable {

    private static final String ALL = "/v1/memory";

    /** Whose; without any, the caller's own. */
    static final class Whose {

        @Option(names = "--user", description = "of this user")
        private @Nullable String user;

        @Option(names = "--agent", description = "of this agent")
        private @Nullable String agent;

        @Option(names = "--shared", description = "of the tenant")
        private boolean shared;

        Map<String, String> query() {
            Map<String, String> query = new LinkedHashMap<>();
            if (user != null) {
                query.put("user", user);
            }
            if (agent != null) {
                query.put("agent", agent);
            }
            if (shared) {
                query.put("shared", "true");
            }
            return query;
        }

        String on(String path) {
            String query = query().entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + NodeClient.encoded(entry.getValue()))
                    .collect(Collectors.joining("&"));
            return query.isEmpty() ? path : path + "?" + query;
        }
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else
    private MemoryCommands() {}

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    static CommandLine line() {
        return new CommandLine(new MemoryCommands()).setExecutionExceptionHandler(CommandException::explain);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: show or forget");
    }

    @Command(description = "Shows what is known, the newest first.", mixinStandardHelpOptions = true)
    void show(@Mixin NodeOptions node, @Mixin Whose whose) {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode facts = node.client().get(ALL, whose.query()).path("facts");
        if (facts.isEmpty()) {
            out.println("Nothing is known.");
        }
        facts.forEach(fact -> out.println("%-20s %s%s"
                .formatted(
                        fact.path("subject").asText(),
                        fact.path("text").asText(),
                        fact.has("expires_at")
                                ? " (until " + fact.path("expires_at").asText() + ")"
                                : "")));
    }

    @Command(description = "Forgets a subject, or all, for good.", mixinStandardHelpOptions = true)
    void forget(
            @Mixin NodeOptions node,
            @Mixin Whose whose,
            @Parameters(paramLabel = "SUBJECT", arity = "0..1", description = "what it is about") @Nullable
                    String subject,
            @Option(names = "--all", description = "everything that is known") boolean all) {
        if (all == (subject != null)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Name a subject, or say --all");
        }
        String path = subject == null ? ALL : ALL + "/" + NodeClient.encoded(subject);
        JsonNode unused = node.client().delete(whose.on(path));
        spec.commandLine().getOut().println("Forgotten.");
    }
}
