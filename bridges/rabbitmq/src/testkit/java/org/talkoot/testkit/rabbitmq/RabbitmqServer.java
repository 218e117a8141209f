package org.talkoot.testkit.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.talkoot.testkit.bus.BrokerSwitch;

/**
 * A RabbitMQ in a process of its own, on free ports of this machine. It can be killed and comes back with the same
 * ports and data. The user is {@code guest}, the virtual host is the default one.
 */
public final class RabbitmqServer implements BrokerSwitch.OnOff {

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final int ANSWER_MILLIS = 2_000;

    private final RabbitmqProcesses processes;
    private final int port;

    private RabbitmqServer(RabbitmqProcesses processes, int port) {
        this.processes = processes;
        this.port = port;
    }

    /** Starts one that keeps its data in {@code directory}, and returns when it answers. */
    public static RabbitmqServer start(Path directory) throws IOException {
        return start(directory, List.of(), List.of());
    }

    /**
     * The same with more.
     *
     * @param config lines of {@code rabbitmq.conf}
     * @param advanced terms of {@code advanced.config} for the server itself: {@code {channel_tick_interval, 500}}
     * @param plugins of those that come with it
     */
    public static RabbitmqServer start(Path directory, List<String> config, List<String> advanced, String... plugins)
            throws IOException {
        int port = freePort();
        Path home = Files.createDirectories(directory).toAbsolutePath();
        Files.writeString(home.resolve("rabbitmq.conf"), String.join("\n", config) + "\n");
        Files.writeString(
                home.resolve("advanced.config"), "[{rabbit, [%s]}].\n".formatted(String.join(", ", advanced)));
        Files.writeString(home.resolve("enabled_plugins"), "[%s].\n".formatted(String.join(", ", plugins)));
        RabbitmqServer server = new RabbitmqServer(
                RabbitmqProcesses.in(home, new RabbitmqProcesses.Ports(port, freePort(), freePort())), port);
        server.on();
        return server;
    }

    /** {@code amqp://127.0.0.1:PORT}, without the user, who is guest everywhere. */
    public String url() {
        return "amqp://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** A connection for the test itself. */
    public Connection connect() {
        try {
            return factory().newConnection("test");
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the server does not let a test in", e);
        }
    }

    private ConnectionFactory factory() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(ANSWER_MILLIS);
        factory.setHandshakeTimeout(ANSWER_MILLIS);
        factory.setThreadFactory(Thread.ofPlatform().daemon().factory());
        return factory;
    }

    /** What {@code rabbitmqctl} says to this. */
    public String control(String... arguments) {
        return processes.control(arguments);
    }

    /**
     * Returns when a quorum queue of the default virtual host would survive {@link #off}. This release writes the name
     * of a new one down some time after it has said that the queue is there; without it the queue has no leader ever
     * again.
     */
    public void awaitWrittenDown(String queue) {
        processes.awaitThat(START_PATIENCE, () -> processes.names().contains("%2F_" + queue));
    }

    @Override
    public void off() {
        processes.kill();
    }

    @Override
    public void on() {
        processes.start();
        processes.awaitThat(START_PATIENCE, this::answers);
    }

    @Override
    public void close() {
        processes.close();
    }

    private boolean answers() {
        try (Connection connection = factory().newConnection("is it there")) {
            return connection.isOpen();
        } catch (IOException | TimeoutException e) {
            return false;
        }
    }

    /** A port that nobody has. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
