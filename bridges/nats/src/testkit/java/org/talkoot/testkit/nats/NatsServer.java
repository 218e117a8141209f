package org.talkoot.testkit.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.talkoot.testkit.bus.BrokerSwitch;

/**
 * A NATS with JetStream in a process of its own, one server on a free port of this machine. It can be killed and comes
 * back with the same port and streams.
 */
public final class NatsServer implements BrokerSwitch.OnOff {

    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    /** Where a package of a system puts what only its administrator starts. */
    private static final List<Path> BESIDE_THE_PATH =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/local/bin"), Path.of("/opt/homebrew/bin"));

    private final Path directory;
    private final int port;
    private final String more;
    private Process process;

    private NatsServer(Path directory, String more) throws IOException {
        this.directory = directory;
        this.more = more;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
    }

    /** Starts one that keeps its streams in {@code directory}, and returns when it answers. */
    public static NatsServer start(Path directory) throws IOException {
        return start(directory, "");
    }

    /** The same, with more lines in its configuration: users, certificates. */
    public static NatsServer start(Path directory, String configuration) throws IOException {
        NatsServer server = new NatsServer(Files.createDirectories(directory), configuration);
        server.on();
        return server;
    }

    /** {@code nats://HOST:PORT}. */
    public String url() {
        return "nats://" + address();
    }

    /** {@code HOST:PORT}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public void off() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void on() {
        try {
            process = new ProcessBuilder(program(), "-c", configured().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("the server's process does not start", e);
        }
        await().atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> assertThat(process.isAlive())
                        .as("alive; its log:%n%s", said())
                        .isTrue())
                .until(this::answers);
    }

    @Override
    public void close() {
        off();
    }

    private Path configured() throws IOException {
        return Files.writeString(
                directory.resolve("nats.conf"), """
                host: 127.0.0.1
                port: %d
                jetstream { store_dir: "%s" }
                %s
                """.formatted(port, directory.resolve("streams"), more));
    }

    private Path log() {
        return directory.resolve("nats.log");
    }

    private String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** It greets whoever comes, when its streams are there again. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(1_000);
            String greeting = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return greeting != null && greeting.startsWith("INFO ");
        } catch (IOException e) {
            return false;
        }
    }

    private static String program() {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                                .map(Path::of),
                        BESIDE_THE_PATH.stream())
                .map(folder -> folder.resolve("nats-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException(
                        "there is no nats-server; install it: apt install nats-server, or brew install nats-server"));
    }
}
