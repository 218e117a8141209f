package org.talkoot.testkit.kafka;

import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.talkoot.testkit.bus.BrokerSwitch;
import org.talkoot.testkit.bus.CutLine;
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
    private final int tlsPort;
    private int reachedBy;
    private ChildJvm jvm;

    private KafkaBroker(Path directory) throws IOException {
        this.directory = directory;
        try (ServerSocket one = freeSocket();
                ServerSocket other = freeSocket();
                ServerSocket another = freeSocket()) {
            this.port = one.getLocalPort();
            this.controllerPort = other.getLocalPort();
            this.tlsPort = another.getLocalPort();
        }
        this.reachedBy = port;
    }

    /** Starts one that keeps its logs in {@code directory}, and returns when it answers. */
    public static KafkaBroker start(Path directory) throws IOException {
        KafkaBroker broker = new KafkaBroker(Files.createDirectories(directory));
        broker.on();
        return broker;
    }

    /**
     * The same, with a listener for TLS beside the plain one.
     *
     * @param tls how that is set up, by Kafka's own names ({@code ssl.keystore.location} and the like)
     */
    public static KafkaBroker startWithTls(Path directory, Map<String, String> tls) throws IOException {
        KafkaBroker broker = new KafkaBroker(Files.createDirectories(directory));
        Properties properties = new Properties();
        properties.putAll(tls);
        try (Writer file = Files.newBufferedWriter(directory.resolve(KafkaBrokerProcess.TLS))) {
            properties.store(file, null);
        }
        broker.on();
        return broker;
    }

    /** The same, for clients that come over this line, all of them. */
    public static KafkaBroker startBehind(CutLine line, Path directory) throws IOException {
        KafkaBroker broker = new KafkaBroker(Files.createDirectories(directory));
        line.leadTo(broker.port);
        broker.reachedBy = line.port();
        broker.on();
        return broker;
    }

    /** Of the listener for TLS. */
    public String tlsServers() {
        return "127.0.0.1:" + tlsPort;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + reachedBy;
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
                            Integer.toString(controllerPort),
                            Integer.toString(tlsPort),
                            Integer.toString(reachedBy))
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
