package org.talkoot.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What people are to decide, at the terminal. Exits with 0 when it is done, with 1 when the node says no, and with 2
 * when the command makes no sense or no node answers.
 */
@Command(
        name = "talkoot approvals",
        description = "What people are to decide: look at it, say yes, no or something else.",
        synopsisSubcommandLabel = "list | show | approve | deny | edit",
        mixinStandardHelpOptions = true)
public final class ApprovalCommands implements Runnable {

    private static final String CALL = "its call_id";
    private static final String VERSION =
            "which version was looked at; another one is refused (default: ${DEFAULT-VALUE})";
    private static final String BY = "who decides, where nobody is asked who they are (default: you)";

    /** What is asked, as the list names it. */
    static final class Asked {

        @Parameters(index = "0", paramLabel = "RUN", description = "its run_id")
        private String run = "";

        @Parameters(index = "1", paramLabel = "CALL", description = CALL)
        private String call = "";

        String path() {
            return "/v1/runs/%s/approvals/%s".formatted(NodeClient.encoded(run), NodeClient.encoded(call));
        }
    }

    /** Who says what of which version. */
    static final class Saying {

        @Option(names = "--seen", defaultValue = "0", description = VERSION)
        private int version;

        @Option(names = "--comment", defaultValue = "", description = "why")
        private String comment = "";

        @Option(names = "--by", defaultValue = "${sys:user.name}", description = BY)
        private String by = "";

        ObjectNode body() {
            return NodeClient.body()
                    .put("version", version)
                    .put("comment", comment)
                    .put("by", by);
        }
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else
    private ApprovalCommands() {}

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    static CommandLine line() {
        return new CommandLine(new ApprovalCommands()).setExecutionExceptionHandler(CommandException::explain);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Missing command: list, show, approve, deny or edit");
    }

    @Command(description = "Lists what waits, the oldest first.", mixinStandardHelpOptions = true)
    void list(
            @Mixin NodeOptions node,
            @Option(names = "--role", description = "only what somebody with this role may decide") @Nullable
                    String role,
            @Option(names = "--agent", description = "only of this agent") @Nullable String agent,
            @Option(names = "--conversation", description = "only of this conversation") @Nullable String conversation,
            @Option(names = "--older-than", description = "only what has waited longer, such as 30m, 8h or 2d")
                    @Nullable
                    String age,
            @Option(names = "--limit", defaultValue = "100", description = "how many at most (default: 100)")
                    int limit) {
        Map<String, String> query = new LinkedHashMap<>();
        put(query, "role", role);
        put(query, "agent", agent);
        put(query, "conversation", conversation);
        put(query, "older_than", age);
        query.put("limit", Integer.toString(limit));
        JsonNode page = node.client().get("/v1/approvals", query);
        PrintWriter out = spec.commandLine().getOut();
        if (page.path("approvals").isEmpty()) {
            out.println("Nothing waits for anybody.");
        }
        page.path("approvals").forEach(approval -> out.println(row(approval)));
        if (page.has("next")) {
            out.println("There may be more than %d; see --limit.".formatted(limit));
        }
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    @Command(description = "Shows one in full.", mixinStandardHelpOptions = true)
    void show(@Mixin NodeOptions node, @Mixin Asked asked) {
        JsonNode approval = node.client().get(asked.path(), Map.of());
        PrintWriter out = spec.commandLine().getOut();
        approval.properties()
                .forEach(field -> out.println("%-16s %s".formatted(field.getKey(), text(field.getValue()))));
    }

    private static String text(JsonNode value) {
        StringJoiner names = new StringJoiner(", ");
        value.forEach(name -> names.add(name.asText()));
        return value.isArray() ? names.toString() : value.asText();
    }

    @Command(description = "Says yes.", mixinStandardHelpOptions = true)
    void approve(@Mixin NodeOptions node, @Mixin Asked asked, @Mixin Saying saying) {
        decide(node, asked, saying.body().put("approve", true), "Approved.");
    }

    @Command(description = "Says no: a call never begins then.", mixinStandardHelpOptions = true)
    void deny(@Mixin NodeOptions node, @Mixin Asked asked, @Mixin Saying saying) {
        decide(node, asked, saying.body().put("approve", false), "Denied.");
    }

    @Command(
            description = "Changes what a tool is to be called with; it is put to people anew.",
            mixinStandardHelpOptions = true)
    void edit(
            @Mixin NodeOptions node,
            @Mixin Asked asked,
            @Mixin Saying saying,
            @Option(names = "--arguments", required = true, description = "all of them, as JSON") String arguments) {
        decide(node, asked, saying.body().put("arguments", arguments), "Changed; others have to agree to it.");
    }

    private void decide(NodeOptions node, Asked asked, ObjectNode decision, String done) {
        JsonNode unused = node.client().post(asked.path(), decision);
        spec.commandLine().getOut().println(done);
    }

    /** What a decision takes, and what is decided. */
    private static String row(JsonNode approval) {
        String what = approval.has("tool")
                ? "%s %s"
                        .formatted(
                                approval.get("tool").asText(),
                                approval.path("arguments").asText())
                : approval.path("question").asText();
        int version = approval.path("version").asInt();
        return "%s %s%s  %s, %s, until %s  %s"
                .formatted(
                        approval.path("run_id").asText(),
                        approval.path("call_id").asText(),
                        version == 0 ? "" : " --seen " + version,
                        approval.path("agent").asText(),
                        who(approval),
                        approval.path("until").asText().replaceFirst("\\.\\d+Z$", "Z"),
                        what.replaceAll("\\s+", " ") + (approval.has("shortened") ? "..." : ""));
    }

    private static String who(JsonNode approval) {
        StringJoiner names = new StringJoiner("/");
        approval.path("roles").forEach(role -> names.add(role.asText()));
        approval.path("users").forEach(user -> names.add(user.asText()));
        int missing =
                approval.path("approvals").asInt() - approval.path("agreed").asInt();
        return "%d of %s".formatted(missing, names.length() == 0 ? "anybody" : names.toString());
    }
}
