package org.talkoot.gateway.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.talkoot.testkit.bus.BrokerSwitch;

/**
 * A Kafka in a process of its own, one node that is broker and controller, on free ports of this machine. It can be
 * killed and comes back with the same ports and logs.
 */
public final class KafkaBroker implements AutoCloseable, BrokerSwitch.OnOff {

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final int port;
    private final int controllerPort;
    private Process process;

    private KafkaBroker(Path directory) throws IOException {
        this.directory = directory;
        try (ServerSocket one = freeSocket();
                ServerSocket other = freeSocket()) {
            this.port = one.getLocalPort();
            this.controllerPort = other.getLocalPort();
        }
    }

    /** Starts one that keeps its logs in {@code directory}, and returns when it answers. */
    public static KafkaBroker start(Path directory) throws IOException {
        KafkaBroker broker = new KafkaBroker(Files.createDirectories(directory));
        broker.on();
        return broker;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void off() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void on() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new IllegalStateException("the broker's process does not start", e);
        }
        await().atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .failFast(() -> assertThat(process.isAlive())
                        .as("alive; its log:%n%s", log())
                        .isTrue())
                .until(this::answers);
    }

    @Override
    public void close() {
        off();
    }

    private boolean answers() throws InterruptedException {
        try (Admin admin = admin()) {
            return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000));
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaBrokerProcess.class.getName(),
                directory.toString(),
                Integer.toString(port),
                Integer.toString(controllerPort)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
    }

    private Path logFile() {
        return directory.resolve("broker.log");
    }

    private String log() {
        try {
            List<String> lines = Files.readAllLines(logFile());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    private static ServerSocket freeSocket() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
