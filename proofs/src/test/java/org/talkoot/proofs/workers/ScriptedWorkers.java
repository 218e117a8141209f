package org.talkoot.proofs.workers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.talkoot.proofs.crash.NodeProcess;
import org.talkoot.testkit.kafka.KafkaBroker;
import org.talkoot.testkit.nats.NatsServer;
import org.talkoot.testkit.process.ChildJvm;
import org.talkoot.testkit.pulsar.PulsarServer;
import org.talkoot.testkit.rabbitmq.RabbitmqServer;
import org.talkoot.testkit.redis.RedisServer;

/**
 * A broker, and workers that know it, in processes of their own: those of {@code examples/workers}, and one in Java.
 *
 * @param stop ends the broker
 * @param address of the broker, as the worker in Java says it
 * @param node environment of a node that is to find it
 * @param worker environment of a worker of the examples that is to find it
 * @param scripts of the examples, each as it is started by hand
 */
record ScriptedWorkers(
        Runnable stop,
        Path directory,
        String address,
        Map<String, String> node,
        Map<String, String> worker,
        List<String> scripts,
        List<Process> processes)
        implements AutoCloseable {

    /** Instead of a script: the worker in Java. */
    static final String IN_JAVA = "in-java";

    private static final Path EXAMPLES =
            Path.of("../examples/workers").toAbsolutePath().normalize();
    private static final Path WAITING =
            Path.of("src/test/resources/waiting_worker.py").toAbsolutePath();

    static ScriptedWorkers kafka(Path directory) throws IOException {
        KafkaBroker server = KafkaBroker.start(directory.resolve("kafka"));
        String address = server.bootstrapServers();
        return of(
                server::close,
                directory,
                address,
                Map.of("KAFKA_BOOTSTRAP_SERVERS", address),
                Map.of("KAFKA_BOOTSTRAP_SERVERS", address),
                List.of("kafka_worker.py"));
    }

    static ScriptedWorkers nats(Path directory) throws IOException {
        NatsServer server = NatsServer.start(directory.resolve("nats"));
        return of(
                server::close,
                directory,
                server.url(),
                Map.of("NATS_URL", server.url()),
                Map.of("NATS_ADDRESS", server.address()),
                List.of("nats_worker.py", "nats_worker.js"));
    }

    static ScriptedWorkers redis(Path directory) throws IOException {
        RedisServer server = RedisServer.start(directory.resolve("redis"), "--appendonly", "yes");
        return of(
                server::close,
                directory,
                server.url(),
                Map.of("REDIS_URL", server.url()),
                Map.of("REDIS_ADDRESS", server.url().replaceFirst("^redis://", "")),
                List.of("redis_worker.py"));
    }

    static ScriptedWorkers rabbitmq(Path directory) throws IOException {
        RabbitmqServer server = RabbitmqServer.start(directory.resolve("rabbitmq"));
        return of(
                server::close,
                directory,
                server.url(),
                Map.of("RABBITMQ_URL", server.url()),
                Map.of("RABBITMQ_URL", server.url()),
                List.of("rabbitmq_worker.py"));
    }

    /** No script knows it. */
    static ScriptedWorkers pulsar(Path directory) throws IOException {
        PulsarServer server = PulsarServer.start(directory.resolve("pulsar"));
        return of(
                server::close,
                directory,
                server.serviceUrl(),
                Map.of("PULSAR_URL", server.serviceUrl(), "PULSAR_ADMIN_URL", server.adminUrl()),
                Map.of(),
                List.of());
    }

    private static ScriptedWorkers of(
            Runnable stop,
            Path directory,
            String address,
            Map<String, String> node,
            Map<String, String> worker,
            List<String> scripts) {
        return new ScriptedWorkers(stop, directory, address, node, worker, scripts, new ArrayList<>());
    }

    /** All of them, the one in Java too. */
    List<String> all() {
        return Stream.concat(scripts.stream(), Stream.of(IN_JAVA)).toList();
    }

    /** Whoever stands for the scripts, or the one in Java. */
    String one(boolean inJava) {
        return inJava ? IN_JAVA : scripts.getFirst();
    }

    NodeProcess startNode() throws IOException {
        return new NodeProcess(CallingNode.class, Files.createDirectories(directory.resolve("node")), node);
    }

    /** As its README says; the one in Java has the tool that takes its time as well. */
    void start(String script, String tool) throws IOException {
        if (script.equals(IN_JAVA)) {
            beginInJava(tool, CallingNode.PATIENT);
            return;
        }
        begin(script.endsWith(".py") ? "/usr/bin/python3" : "node", script, tool);
    }

    /** One whose tool is at it until it is told to go on, and says so. */
    void startWaiting(String script, String tool) throws IOException {
        if (script.equals(IN_JAVA)) {
            beginInJava(tool);
            return;
        }
        begin("/usr/bin/python3", WAITING.toString(), script.replace(".py", ""), directory.toString(), tool);
    }

    private void beginInJava(String... tools) throws IOException {
        String[] arguments = Stream.concat(Stream.of(address, directory.toString()), Stream.of(tools))
                .toArray(String[]::new);
        processes.add(ChildJvm.of(WorkerProcess.class, arguments)
                .with("-Xmx128m")
                .start(log(processes.size()))
                .process());
    }

    private void begin(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(EXAMPLES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(processes.size()).toFile());
        builder.environment().putAll(worker);
        builder.environment().put("PYTHONPATH", EXAMPLES.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        processes.add(builder.start());
    }

    /** What they have written, for whoever asks why one of them did nothing. */
    String said() {
        StringBuilder said = new StringBuilder();
        for (int worker = 0; worker < processes.size(); worker++) {
            said.append("worker %d, %s:%n".formatted(worker, processes.get(worker)));
            said.append(written(log(worker)));
        }
        return said.toString();
    }

    private static String written(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log(int worker) {
        return directory.resolve("worker-%d.log".formatted(worker));
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
