package org.talkoot.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which can be killed and started again on the same port and data. */
public final class NodeProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private final Class<?> main;
    private final Path directory;
    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private Process process;

    NodeProcess(Path directory, Map<String, String> environment) throws IOException {
        this(CrashNode.class, directory, environment);
    }

    /** Starts {@code main} with the options of a node. */
    public NodeProcess(Class<?> main, Path directory, Map<String, String> environment) throws IOException {
        this.main = main;
        this.directory = directory;
        this.environment = environment;
        this.port = freePort();
        this.process = launch();
    }

    /** One for all that talk to it: each has threads of its own. */
    HttpClient http() {
        return http;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** SIGKILL: the process gets no chance to do anything. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public void restart() throws IOException {
        process = launch();
    }

    /** Has the process collect its garbage now. */
    public void collectGarbage() throws IOException, InterruptedException {
        Process collect = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collect.waitFor() != 0) {
            throw new IOException("jcmd cannot reach the node");
        }
    }

    /** SIGTERM; returns how long the process took to go. */
    public Duration stop() throws InterruptedException {
        long began = System.nanoTime();
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the node does not stop:\n" + log());
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    public void awaitReady() {
        await().atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> assertThat(process.isAlive())
                        .as("alive; its log:%n%s", log())
                        .isTrue())
                .until(this::isReady);
    }

    private boolean isReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // what a killed node owned is waited for; with the usual term that is most of the time
                "-Dtalkoot.persistence.lease.term=9s",
                "-Dtalkoot.persistence.lease.renew-every=2s",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--port",
                Integer.toString(port),
                "--data",
                directory.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Path logFile() {
        return directory.resolve("node.log");
    }

    private String log() {
        try {
            List<String> lines = Files.readAllLines(logFile());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        kill();
        http.shutdownNow();
    }
}
