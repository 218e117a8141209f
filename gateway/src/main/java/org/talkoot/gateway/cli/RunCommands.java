package org.talkoot.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs at the terminal, by their ids. Exits with 0 when it is done, with 1 when the node says no, and with 2 when the
 * command makes no sense or no node answers.
 */
@Command(
        name = "talkoot runs",
        description = "A run: how it stands and what it shows; give it a signal, pause it, have it go on.",
        synopsisSubcommandLabel = "show | values | signal | pause | resume",
        mixinStandardHelpOptions = true)
public final class RunCommands implements Runnable {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What a signal says; nothing: null. */
    static final class Payload {

        @Option(names = "--data", paramLabel = "JSON", description = "what it says, such as '{\"amount\": 250}'")
        private @Nullable String data;

        @Option(names = "--text", description = "what it says, as a text")
        private @Nullable String text;

        JsonNode json() {
            if (data != null) {
                return parsed(data);
            }
            return text == null ? NullNode.getInstance() : TextNode.valueOf(text);
        }
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else
    private RunCommands() {}

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }

    static CommandLine line() {
        return new CommandLine(new RunCommands()).setExecutionExceptionHandler(CommandException::explain);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Missing command: show, values, signal, pause or resume");
    }

    @Command(description = "Shows how it stands, and what it waits for.", mixinStandardHelpOptions = true)
    void show(@Mixin NodeOptions node, @Parameters(paramLabel = "RUN") String run) {
        PrintWriter out = spec.commandLine().getOut();
        look(node, run)
                .properties()
                .forEach(field -> out.println("%-20s %s".formatted(field.getKey(), text(field.getValue()))));
    }

    @Command(description = "Shows its values, or one of them as it is.", mixinStandardHelpOptions = true)
    void values(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "RUN") String run,
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "only this one") @Nullable String name) {
        JsonNode values = look(node, run).path("values");
        PrintWriter out = spec.commandLine().getOut();
        if (name != null) {
            if (!values.has(name)) {
                throw CommandException.absent("Run '%s' shows nothing as '%s'.".formatted(run, name));
            }
            out.println(values.get(name));
        } else if (values.isEmpty()) {
            out.println("It shows none.");
        } else {
            values.properties().forEach(value -> out.println("%-20s %s".formatted(value.getKey(), value.getValue())));
        }
    }

    @Command(description = "Gives it a signal.", mixinStandardHelpOptions = true)
    void signal(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "RUN") String run,
            @Parameters(paramLabel = "NAME", description = "which it waits for, or will") String name,
            @ArgGroup @Nullable Payload payload,
            @Option(names = "--key", description = "the same again is the same signal") @Nullable String key) {
        ObjectNode body = NodeClient.body();
        body.set("payload", payload == null ? NullNode.getInstance() : payload.json());
        JsonNode unused = node.client()
                .post(
                        path(run) + "/signals/" + NodeClient.encoded(name),
                        body,
                        key == null ? Map.of() : Map.of("Idempotency-Key", key));
        spec.commandLine().getOut().println("Given.");
    }

    @Command(
            description = "Has it begin nothing until it is resumed, nor anybody who works for it.",
            mixinStandardHelpOptions = true)
    void pause(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "RUN") String run,
            @Option(names = "--reason", defaultValue = "", description = "for whoever wonders") String reason) {
        post(node, path(run) + "/pause", reason, "Paused.");
    }

    @Command(description = "Has it go on, with all who work for it.", mixinStandardHelpOptions = true)
    void resume(
            @Mixin NodeOptions node,
            @Parameters(paramLabel = "RUN") String run,
            @Option(names = "--reason", defaultValue = "", description = "for whoever wonders") String reason) {
        post(node, path(run) + "/resume", reason, "It goes on.");
    }

    private void post(NodeOptions node, String path, String reason, String done) {
        JsonNode unused = node.client().post(path, NodeClient.body().put("reason", reason));
        spec.commandLine().getOut().println(done);
    }

    private static JsonNode look(NodeOptions node, String run) {
        return node.client().get(path(run), Map.of());
    }

    private static JsonNode parsed(String text) {
        try {
            JsonNode value = JSON.readTree(text);
            if (!value.isMissingNode()) {
                return value;
            }
        } catch (JsonProcessingException e) {
            throw CommandException.impossible(
                    "--data is no JSON: %s; a text goes with --text".formatted(e.getOriginalMessage()));
        }
        throw CommandException.impossible("--data is no JSON: there is nothing; a text goes with --text");
    }

    private static String path(String run) {
        return "/v1/runs/" + NodeClient.encoded(run);
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
