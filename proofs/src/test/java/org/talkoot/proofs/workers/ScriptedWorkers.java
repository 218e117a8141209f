package org.talkoot.proofs.workers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.proofs.crash.NodeProcess;
import org.talkoot.testkit.kafka.KafkaBroker;
import org.talkoot.testkit.nats.NatsServer;
import org.talkoot.testkit.process.ChildJvm;
import org.talkoot.testkit.pulsar.PulsarServer;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;
import org.talkoot.testkit.redis.RedisServer;

/**
 * A broker, and the workers of {@code examples/workers} that know it, in processes of their own.
 *
 * @param stop ends the broker
 * @param node environment of a node that is to find it
 * @param worker environment of a worker that is to find it
 * @param module the one in Python, or the one in Java
 * @param scripts all of them, each as it is started by hand
 */
record ScriptedWorkers(
        Runnable stop,
        Path directory,
        Map<String, String> node,
        Map<String, String> worker,
        String module,
        List<String> scripts,
        List<Process> processes)
        implements AutoCloseable {

    private static final Path EXAMPLES =
            Path.of("../examples/workers").toAbsolutePath().normalize();
    private static final Path WAITING =
            Path.of("src/test/resources/waiting_worker.py").toAbsolutePath();
    private static final String IN_JAVA = "WorkerProcess";
    private static final String ADDRESS = "ADDRESS";
    private static final String OPTIONS = "JDK_JAVA_OPTIONS";
    private static final Path RABBITMQ_PAGE = Path.of("../docs/rabbitmq.md");
    private static final Pattern RESULTS_OF_THE_PAGE =
            Pattern.compile("```hocon\n(talkoot.rabbitmq \\{[^`]*tool-results[^`]*)```");

    static ScriptedWorkers kafka(Path directory) throws IOException {
        KafkaBroker server = KafkaBroker.start(directory.resolve("kafka"));
        String address = server.bootstrapServers();
        return of(
                server::close,
                directory,
                Map.of("KAFKA_BOOTSTRAP_SERVERS", address),
                Map.of("KAFKA_BOOTSTRAP_SERVERS", address),
                List.of("kafka_worker.py"));
    }

    static ScriptedWorkers nats(Path directory) throws IOException {
        NatsServer server = NatsServer.start(directory.resolve("nats"));
        return of(
                server::close,
                directory,
                Map.of("NATS_URL", server.url()),
                Map.of("NATS_ADDRESS", server.address()),
                List.of("nats_worker.py", "nats_worker.js"));
    }

    static ScriptedWorkers redis(Path directory) throws IOException {
        RedisServer server = RedisServer.start(directory.resolve("redis"), "--appendonly", "yes");
        return of(
                server::close,
                directory,
                Map.of("REDIS_URL", server.url()),
                Map.of("REDIS_ADDRESS", server.url().replaceFirst("^redis://", "")),
                List.of("redis_worker.py"));
    }

    /** No script knows it, so the worker is one in Java. */
    static ScriptedWorkers pulsar(Path directory) throws IOException {
        PulsarServer server = PulsarServer.start(directory.resolve("pulsar"));
        return of(
                server::close,
                directory,
                Map.of("PULSAR_URL", server.serviceUrl(), "PULSAR_ADMIN_URL", server.adminUrl()),
                Map.of(ADDRESS, server.serviceUrl()),
                List.of(IN_JAVA));
    }

    /** Its results come in as its page says. */
    static ScriptedWorkers rabbitmq(Path directory) throws IOException {
        Matcher page = RESULTS_OF_THE_PAGE.matcher(Files.readString(RABBITMQ_PAGE));
        if (!page.find()) {
            throw new IllegalStateException("docs/rabbitmq.md does not say where results come in");
        }
        RabbitmqServer server = RabbitmqServer.start(directory.resolve("rabbitmq"));
        return of(
                server::close,
                directory,
                Map.of("RABBITMQ_URL", server.url(), OPTIONS, configured(directory, page.group(1))),
                Map.of("RABBITMQ_URL", server.url()),
                List.of("rabbitmq_worker.py"));
    }

    /** An option of the JVM. */
    private static String configured(Path directory, String settings) throws IOException {
        return "-Dconfig.file=" + Files.writeString(directory.resolve("application.conf"), settings);
    }

    private static ScriptedWorkers of(
            Runnable stop, Path directory, Map<String, String> node, Map<String, String> worker, List<String> scripts) {
        String module = scripts.getFirst().replace(".py", "");
        return new ScriptedWorkers(stop, directory, node, worker, module, scripts, new ArrayList<>());
    }

    NodeProcess startNode() throws IOException {
        return new NodeProcess(CallingNode.class, Files.createDirectories(directory.resolve("node")), node);
    }

    /** As its README says. */
    void start(String script, String tool) throws IOException {
        if (script.equals(IN_JAVA)) {
            beginInJava(tool);
            return;
        }
        begin(script.endsWith(".py") ? "/usr/bin/python3" : "node", script, tool);
    }

    /** One whose tool is at it until it is told to go on, and says so. */
    void startWaiting(String tool) throws IOException {
        if (module.equals(IN_JAVA)) {
            beginInJava(tool);
            return;
        }
        begin("/usr/bin/python3", WAITING.toString(), module, directory.toString(), tool);
    }

    private void beginInJava(String tool) throws IOException {
        processes.add(ChildJvm.of(WorkerProcess.class, worker.getOrDefault(ADDRESS, ""), directory.toString(), tool)
                .with("-Xmx128m")
                .start(directory.resolve("worker-%d.log".formatted(processes.size())))
                .process());
    }

    private void begin(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(EXAMPLES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory
                        .resolve("worker-%d.log".formatted(processes.size()))
                        .toFile());
        builder.environment().putAll(worker);
        builder.environment().put("PYTHONPATH", EXAMPLES.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        processes.add(builder.start());
    }

    /** SIGKILL for all. */
    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    @Override
    public void close() {
        kill();
        stop.run();
    }
}
