package org.talkoot.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The cluster at the terminal, as one of its nodes sees it: a line for each member, with what runs there. Exits with 0,
 * or with 2 when no node answers.
 */
@Command(
        name = "talkoot cluster status",
        description = "Who is in the cluster of a node, and who runs what.",
        mixinStandardHelpOptions = true)
public final class ClusterStatus implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private NodeOptions node;

    @SuppressWarnings("NullAway.Init") // picocli sets them before anything else
    private ClusterStatus() {}

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    static CommandLine line() {
        return new CommandLine(new ClusterStatus()).setExecutionExceptionHandler(CommandException::explain);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode cluster = node.client().get("/v1/cluster", Map.of());
        JsonNode followers = cluster.path("followers");
        cluster.path("members").forEach(member -> out.println(row(member, runBy(member.path("node"), followers))));
        followers.forEach(follower -> {
            if (follower.path("node").isNull()) {
                out.println("nobody runs " + named(follower));
            }
        });
        return 0;
    }

    private static String row(JsonNode member, List<String> runs) {
        return "%-21s %-21s pid %-7s %-11s %3s shards%s"
                .formatted(
                        member.path("node").asText(),
                        known(member.path("http"), "no HTTP"),
                        known(member.path("pid"), "?"),
                        member.path("status").asText(),
                        known(member.path("shards"), "?"),
                        runs.isEmpty() ? "" : "  " + String.join(", ", runs));
    }

    private static String known(JsonNode value, String otherwise) {
        return value.isNull() ? otherwise : value.asText();
    }

    private static List<String> runBy(JsonNode node, JsonNode followers) {
        List<String> names = new ArrayList<>();
        followers.forEach(follower -> {
            if (follower.path("node").equals(node)) {
                names.add(named(follower));
            }
        });
        return names;
    }

    private static String named(JsonNode follower) {
        long lag = follower.path("lag").asLong();
        String name = follower.path("name").asText();
        return lag == 0 ? name : "%s (%d behind)".formatted(name, lag);
    }
}
