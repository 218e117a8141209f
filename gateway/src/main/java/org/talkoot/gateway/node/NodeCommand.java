package org.talkoot.gateway.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.talkoot.cluster.NodeConfig;
import picocli.CommandLine;

/** The command line of a node. */
@CommandLine.Command(
        name = "talkoot up",
        description = "Runs one node until it is told to stop.",
        mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

    private static final int MISUSED = 2;
    private static final int FAILED = 1;

    /** So that whoever supervises the process starts it again. */
    private static final int STOPPED_BY_ITSELF = 3;

    private final Talkoot application;
    private final Config settings;

    @CommandLine.Option(
            names = "--port",
            description = "Port for HTTP (talkoot.http.port, default 8080); 0 takes a free one")
    private @Nullable Integer port;

    @CommandLine.Option(
            names = "--data",
            description = "Folder for the embedded database (talkoot.data, default ./data)")
    private @Nullable Path data;

    private NodeCommand(Talkoot application, Config settings) {
        this.application = application;
        this.settings = settings;
    }

    /** Returns only when the node could not start; a running node ends with the process. */
    static void run(Talkoot application, String... args) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = execute(application, ConfigFactory.empty(), err, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /**
     * The same, for programs.
     *
     * @param settings win over files and environment, and give way to {@code args}
     * @return 0; 2 after one line about what can be mended; 1 after the trace of a bug
     */
    static int execute(Talkoot application, Config settings, PrintWriter err, String... args) {
        return new CommandLine(new NodeCommand(application, settings))
                .setErr(err)
                .setParameterExceptionHandler(NodeCommand::misused)
                .setExecutionExceptionHandler((e, line, result) -> explain(e, err))
                .execute(args);
    }

    @Override
    public Integer call() throws Exception {
        Node node = Node.start(application, config());
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "talkoot-shutdown"));
        System.out.println(node.announcement());
        Optional<String> why = node.awaitTermination();
        why.ifPresent(reason -> System.err.println("talkoot: " + reason));
        return exitCode(why);
    }

    static int exitCode(Optional<String> stoppedBecause) {
        return stoppedBecause.isPresent() ? STOPPED_BY_ITSELF : 0;
    }

    private Config config() {
        return load(overrides().withFallback(settings).withFallback(application.config()));
    }

    /** With everything that a node reads besides. */
    static Config load(Config given) {
        try {
            return NodeConfig.load(given);
        } catch (ConfigException | IllegalArgumentException e) {
            throw NodeStartException.because(e);
        }
    }

    private Config overrides() {
        Map<String, Object> given = new HashMap<>();
        if (port != null) {
            given.put("talkoot.http.port", port);
        }
        if (data != null) {
            given.put("talkoot.data", data.toAbsolutePath().toString());
        }
        return ConfigFactory.parseMap(given, "command line");
    }

    private static int misused(CommandLine.ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        line.getErr()
                .println("talkoot: "
                        + (e instanceof CommandLine.UnmatchedArgumentException unmatched
                                ? unknown(unmatched.getUnmatched().getFirst(), line)
                                : e.getMessage() + "; see --help"));
        return MISUSED;
    }

    private static String unknown(String argument, CommandLine line) {
        String name = argument.split("=", 2)[0];
        return "there is no option '%s'; %s"
                .formatted(
                        name,
                        Suggestion.after(
                                name, line.getCommandSpec().optionsMap().keySet()));
    }

    /** What an operator can mend is said in one line; everything else is a bug and keeps its trace. */
    private static int explain(Exception e, PrintWriter err) {
        if (e instanceof NodeStartException) {
            err.println("talkoot: " + e.getMessage());
            return MISUSED;
        }
        e.printStackTrace(err);
        return FAILED;
    }
}
