package org.talkoot.testkit.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The processes of a server: Erlang's port mapper, which would outlive the server if that started it, and the server.
 * Debian's own script in {@code /usr/sbin} becomes another user; the one below {@code /usr/lib} does not.
 */
final class RabbitmqProcesses implements AutoCloseable {

    private static final Path SCRIPTS = Path.of("/usr/lib/rabbitmq/bin");
    private static final String INSTALL = "RabbitMQ's server is not installed: apt install rabbitmq-server";
    private static final int LAST_LINES = 60;

    private final Path home;
    private final Map<String, String> environment;
    private final Process portMapper;
    private Process server;

    /** Of AMQP, of Erlang's nodes among themselves, and of their port mapper. */
    record Ports(int amqp, int nodes, int mapper) {}

    private RabbitmqProcesses(Path home, Map<String, String> environment, Process portMapper) {
        this.home = home;
        this.environment = environment;
        this.portMapper = portMapper;
        this.server = portMapper;
    }

    static RabbitmqProcesses in(Path home, Ports ports) throws IOException {
        if (!Files.isExecutable(SCRIPTS.resolve("rabbitmq-server"))) {
            throw new IllegalStateException(INSTALL);
        }
        Map<String, String> environment = environment(home, ports);
        Process mapper = builder(environment, List.of("epmd", "-address", "127.0.0.1", "-port", "" + ports.mapper()))
                .redirectOutput(home.resolve("epmd.log").toFile())
                .start();
        RabbitmqProcesses processes = new RabbitmqProcesses(home, environment, mapper);
        // a test that is broken off leaves nothing behind
        Runtime.getRuntime().addShutdownHook(new Thread(processes::close));
        return processes;
    }

    private static Map<String, String> environment(Path home, Ports ports) {
        Map<String, String> all = new HashMap<>();
        all.put("HOME", home.toString());
        all.put("ERL_EPMD_PORT", "" + ports.mapper());
        all.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        all.put("RABBITMQ_NODENAME", "talkoot-%d@localhost".formatted(ports.amqp()));
        all.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        all.put("RABBITMQ_NODE_PORT", "" + ports.amqp());
        all.put("RABBITMQ_DIST_PORT", "" + ports.nodes());
        all.put("RABBITMQ_MNESIA_BASE", home.resolve("data").toString());
        all.put("RABBITMQ_LOG_BASE", home.resolve("logs").toString());
        all.put("RABBITMQ_CONF_ENV_FILE", home.resolve("none.conf").toString());
        all.put("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq").toString());
        all.put("RABBITMQ_ADVANCED_CONFIG_FILE", home.resolve("advanced.config").toString());
        all.put("RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("enabled_plugins").toString());
        // the script becomes the server, so that it can be killed
        all.put("RABBITMQ_ALLOW_INPUT", "true");
        all.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-noinput");
        return all;
    }

    private static ProcessBuilder builder(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    void start() {
        try {
            server = builder(
                            environment,
                            List.of(SCRIPTS.resolve("rabbitmq-server").toString()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(INSTALL, e);
        }
    }

    /** Fails at once, with the end of its log, when the server ends instead. */
    void awaitThat(Duration atMost, Callable<Boolean> holds) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .failFast(() -> assertThat(server.isAlive())
                        .as("alive; its log:%n%s", lastLines())
                        .isTrue())
                .until(holds);
    }

    String control(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(SCRIPTS.resolve("rabbitmqctl").toString()));
        command.addAll(List.of(arguments));
        Path said = home.resolve("control.log");
        try {
            int code = builder(environment, command)
                    .redirectOutput(said.toFile())
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException(Files.readString(said));
            }
            return Files.readString(said);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The file of the names of quorum queues, as it is. */
    String names() throws IOException {
        String node = environment.getOrDefault("RABBITMQ_NODENAME", "");
        Path file = home.resolve("data")
                .resolve(node)
                .resolve("quorum")
                .resolve(node)
                .resolve("names.dets");
        return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    }

    private Path log() {
        return home.resolve("server.log");
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** SIGKILL: the server and what it has started get no chance to do anything. */
    void kill() {
        List<ProcessHandle> all = Stream.concat(server.toHandle().descendants(), Stream.of(server.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    @Override
    public void close() {
        if (server != portMapper) {
            kill();
        }
        portMapper.destroyForcibly().onExit().join();
    }
}
