package org.talkoot.gateway.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;

import org.jspecify.annotations.Nullable;
import org.talkoot.cluster.NodeConfig;

import picocli.CommandLine;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** The command line of a node. */
@CommandLine.Command(
        name = "talkoot up",
        description = "Runs one node until it is told to stop.",
        mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

    private final Talkoot application;

    @CommandLine.Option(
            names = "--port",
            description = "Port for HTTP (talkoot.http.port, default 8080); 0 takes a free one")
    private @Nullable Integer port;

    @CommandLine.Option(
            names = "--data",
            description = "Folder for the embedded database (talkoot.data, default ./data)")
    private @Nullable Path data;

    private NodeCommand(Talkoot application) {
        this.application = application;
    }

    /** Returns only when the node could not start; a running node ends with the process. */
    static void run(Talkoot application, String... args) {
        int code =
                new CommandLine(new NodeCommand(application))
                        .setExecutionExceptionHandler((e, line, result) -> explain(e, line))
                        .execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() throws Exception {
        Node node = Node.start(application, NodeConfig.load(overrides()));
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "talkoot-shutdown"));
        System.out.println(node.announcement());
        node.awaitTermination();
        return 0;
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

    /**
     * What an operator can mend is said in one line; everything else is a bug and keeps its trace.
     */
    private static int explain(Exception e, CommandLine line) {
        if (e instanceof NodeStartException || e instanceof ConfigException) {
            line.getErr().println("talkoot: " + e.getMessage());
        } else {
            e.printStackTrace(line.getErr());
        }
        return 2;
    }
}
