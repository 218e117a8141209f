package org.talkoot.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Schedules at the terminal. Exits with 0 when it is done, with 1 when the node says no, and with 2 when the command
 * makes no sense or no node answers.
 */
@Command(
        name = "talkoot schedules",
        description = "What agents are asked at a time: make it, look at it, pause it, have it done now, remove it.",
        synopsisSubcommandLabel = "list | show | make | pause | resume | run | remove",
        mixinStandardHelpOptions = true)
public final class ScheduleCommands implements Runnable {

    private static final String ALL = "/v1/schedules";

    /** When; exactly one of them. */
    static final class When {

        @Option(names = "--at", description = "once, at a time such as 2026-12-24T17:00:00Z")
        private @Nullable String at;

        @Option(names = "--every", description = "at equal distances, such as 30m, 8h or 2d")
        private @Nullable String every;

        @Option(names = "--cron", description = "by a calendar, such as '0 7 * * 1-5'; see --zone")
        private @Nullable String cron;

        void putInto(ObjectNode body) {
            put(body, "at", at);
            put(body, "every", every);
            put(body, "cron", cron);
        }
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else
    private ScheduleCommands() {}

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    static CommandLine line() {
        return new CommandLine(new ScheduleCommands()).setExecutionExceptionHandler(CommandException::explain);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Missing command: list, show, make, pause, resume, run or remove");
    }

    @Command(description = "Lists schedules by their names.", mixinStandardHelpOptions = true)
    void list(
            @Mixin NodeOptions node,
            @Option(names = "--status", description = "only these, such as waiting, paused or finished") @Nullable
                    String status,
            @Option(names = "--agent", description = "only of this agent") @Nullable String agent,
            @Option(names = "--limit", defaultValue = "100", description = "how many at most (default: 100)")
                    int limit) {
        Map<String, String> query = new LinkedHashMap<>();
        if (status != null) {
            query.put("status", status);
        }
        if (agent != null) {
            query.put("agent", agent);
        }
        query.put("limit", Integer.toString(limit));
        JsonNode page = node.client().get(ALL, query);
        PrintWriter out = spec.commandLine().getOut();
        if (page.path("schedules").isEmpty()) {
            out.println("There are none.");
        }
        page.path("schedules").forEach(schedule -> out.println(row(schedule)));
        if (page.has("next")) {
            out.println("There may be more than %d; see --limit.".formatted(limit));
        }
    }

    @Command(description = "Shows one in full.", mixinStandardHelpOptions = true)
    void show(@Mixin NodeOptions node, @Parameters(paramLabel = "NAME") String name) {
        PrintWriter out = spec.commandLine().getOut();
        node.client()
                .get(path(name), Map.of())
                .properties()
                .forEach(field -> out.println("%-16s %s".formatted(field.getKey(), text(field.getValue()))));
    }

    @Command(description = "Makes one; the same again changes nothing.", mixinStandardHelpOptions = true)
    void make(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--agent", required = true, description = "who is asked") String agent,
            @Option(
                            names = "--text",
                            required = true,
                            description = "what; may have {{due}}, {{date}}, {{time}}, {{number}} and {{schedule}}")
                    String text,
            @ArgGroup(multiplicity = "1") When when,
            @Option(names = "--from", description = "with --every: the first time") @Nullable String from,
            @Option(names = "--zone", description = "with --cron: whose clocks, such as Europe/Helsinki (UTC)")
                    @Nullable
                    String zone,
            @Option(names = "--conversation", description = "where; without, in a new one each time") @Nullable
                    String conversation,
            @Option(names = "--missed", description = "what was due while no node was there: once (default) or skip")
                    @Nullable
                    String missed,
            @Option(names = "--overlap", description = "while the last is at work: queue (default) or skip") @Nullable
                    String overlap) {
        ObjectNode body =
                NodeClient.body().put("name", name).put("agent", agent).put("text", text);
        when.putInto(body);
        put(body, "from", from);
        put(body, "zone", zone);
        put(body, "conversation_id", conversation);
        put(body, "missed", missed);
        put(body, "overlap", overlap);
        post(node, ALL, body, "Made.");
    }

    @Command(description = "Has nothing begin until it is resumed.", mixinStandardHelpOptions = true)
    void pause(@Mixin NodeOptions node, @Parameters(paramLabel = "NAME") String name) {
        post(node, path(name) + "/pause", NodeClient.body(), "Paused.");
    }

    @Command(description = "Has it go on.", mixinStandardHelpOptions = true)
    void resume(@Mixin NodeOptions node, @Parameters(paramLabel = "NAME") String name) {
        post(node, path(name) + "/resume", NodeClient.body(), "It goes on.");
    }

    @Command(name = "run", description = "Has it done once now, beside the clock.", mixinStandardHelpOptions = true)
    void runNow(@Mixin NodeOptions node, @Parameters(paramLabel = "NAME") String name) {
        post(node, path(name) + "/run", NodeClient.body(), "It has begun.");
    }

    @Command(description = "Removes it; what has begun goes on.", mixinStandardHelpOptions = true)
    void remove(@Mixin NodeOptions node, @Parameters(paramLabel = "NAME") String name) {
        JsonNode unused = node.client().delete(path(name));
        spec.commandLine().getOut().println("Removed.");
    }

    private void post(NodeOptions node, String path, ObjectNode body, String done) {
        JsonNode unused = node.client().post(path, body);
        spec.commandLine().getOut().println(done);
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static String path(String name) {
        return ALL + "/" + NodeClient.encoded(name);
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static String row(JsonNode schedule) {
        String row = "%-20s %-8s %s, %s"
                .formatted(
                        schedule.path("name").asText(),
                        schedule.path("status").asText(),
                        schedule.path("agent").asText(),
                        timing(schedule));
        if (schedule.has("due")) {
            row += ", due " + seconds(schedule.path("due").asText());
        }
        JsonNode last = schedule.path("last");
        return last.isMissingNode()
                ? row
                : row
                        + ", number %d was %s"
                                .formatted(
                                        last.path("number").asLong(),
                                        last.path("outcome").asText());
    }

    private static String timing(JsonNode schedule) {
        if (schedule.has("at")) {
            return "once";
        }
        return schedule.has("every")
                ? "every " + schedule.path("every").asText()
                : "%s in %s"
                        .formatted(
                                schedule.path("cron").asText(),
                                schedule.path("zone").asText());
    }

    private static String seconds(String time) {
        return time.replaceFirst("\\.\\d+Z$", "Z");
    }
}
