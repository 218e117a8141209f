package org.talkoot.testkit.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.process.ChildJvm;

/**
 * A Kafka in a process of its own, one node that is broker and controller, on free ports of this machine. It can be
 * killed and comes back with the same ports and logs.
 */
public final class KafkaBroker implements BrokerSwitch.OnOff {

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private final Path directory;
    private final int port;
    private final int controllerPort;
    private ChildJvm jvm;

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
        jvm.kill();
    }

    @Override
    public void on() {
        try {
            jvm = ChildJvm.of(
                            KafkaBrokerProcess.class,
                            directory.toString(),
                            Integer.toString(port),
                            Integer.toString(controllerPort))
                    .with("-Xmx512m")
                    .start(directory.resolve("broker.log"));
        } catch (IOException e) {
            throw new IllegalStateException("the broker's process does not start", e);
        }
        jvm.awaitThat(START_PATIENCE, this::answers);
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

    private static ServerSocket freeSocket() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
