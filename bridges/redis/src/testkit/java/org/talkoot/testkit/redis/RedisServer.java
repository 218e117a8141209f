package org.talkoot.testkit.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.talkoot.testkit.bus.BrokerSwitch;

/**
 * A Redis in a process of its own, with an append-only file, on a free port of this machine. It can be killed and comes
 * back with the same port and data. Needs AssertJ and Awaitility on the test class path.
 */
public final class RedisServer implements BrokerSwitch.OnOff {

    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final List<String> options;
    private final int port;
    private Process process;

    private RedisServer(Path directory, List<String> options) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.options = options;
        this.port = freePort();
    }

    /**
     * Starts one that keeps its data in {@code directory}, and returns when it answers.
     *
     * @param options of redis-server, which win over ours: {@code --appendonly no}
     */
    public static RedisServer start(Path directory, String... options) throws IOException {
        RedisServer server = new RedisServer(directory, List.of(options));
        server.on();
        return server;
    }

    /** A port that nobody has at the moment. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** {@code redis://127.0.0.1:PORT}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void off() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void on() {
        List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1"));
        command.addAll(List.of("--port", Integer.toString(port), "--dir", directory.toString()));
        command.addAll(List.of("--appendonly", "yes", "--save", "", "--daemonize", "no"));
        command.addAll(options);
        Path log = directory.resolve("redis.log");
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("redis-server does not start; to have it: apt install redis-server", e);
        }
        await().atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> assertThat(process.isAlive())
                        .as("alive; its log: %s", log)
                        .isTrue())
                .until(this::answers);
    }

    /** Ends each connection that somebody else has to it, as a network does. */
    public void cut() {
        String answer = ask("CLIENT", "KILL", "TYPE", "normal");
        assertThat(answer).startsWith(":");
    }

    /** The first line of what it answers to a command: {@code +OK}, {@code :3}, {@code $-1}, {@code -ERR ...}. */
    public String ask(String... words) {
        StringBuilder command = new StringBuilder("*%d\r\n".formatted(words.length));
        for (String word : words) {
            command.append("$%d\r\n%s\r\n".formatted(word.getBytes(UTF_8).length, word));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            socket.getOutputStream().write(command.toString().getBytes(UTF_8));
            return String.valueOf(answer.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that wants a password answers, too; one that still reads its file says so and does not. */
    private boolean answers() {
        try {
            String answer = ask("PING");
            return answer.equals("+PONG") || answer.startsWith("-NOAUTH");
        } catch (UncheckedIOException e) {
            return false; // not yet
        }
    }

    @Override
    public void close() {
        off();
    }
}
