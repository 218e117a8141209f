package org.talkoot.gateway.crash;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.talkoot.gateway.process.ChildJvm;

/** A node in a process of its own, which can be killed and started again on the same port and data. */
public final class NodeProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private final Class<?> main;
    private final Path directory;
    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private ChildJvm jvm;

    NodeProcess(Path directory, Map<String, String> environment) throws IOException {
        this(CrashNode.class, directory, environment);
    }

    /** Starts {@code main} with the options of a node. */
    public NodeProcess(Class<?> main, Path directory, Map<String, String> environment) throws IOException {
        this.main = main;
        this.directory = directory;
        this.environment = environment;
        this.port = freePort();
        this.jvm = launch();
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
        jvm.kill();
    }

    /** SIGSTOP: the process does nothing, and its connections stay open. */
    void stall() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if no time had passed. */
    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(jvm.process().pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Waits until the process has ended by itself; its exit code. */
    int awaitEnd() throws InterruptedException {
        if (!jvm.process().waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the node does not end:\n" + jvm.log());
        }
        return jvm.process().exitValue();
    }

    public void restart() throws IOException {
        jvm = launch();
    }

    /** Has the process collect its garbage now. */
    public void collectGarbage() throws IOException, InterruptedException {
        Process collect = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(jvm.process().pid()),
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
        jvm.process().destroy();
        if (!jvm.process().waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the node does not stop:\n" + jvm.log());
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    public void awaitReady() {
        jvm.awaitThat(START_PATIENCE, this::isReady);
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

    private ChildJvm launch() throws IOException {
        return ChildJvm.of(main, "--port", Integer.toString(port), "--data", directory.toString())
                .with(
                        "-Xmx512m",
                        // what a killed node owned is waited for; with the usual term that is most of the time
                        "-Dtalkoot.persistence.lease.term=9s",
                        "-Dtalkoot.persistence.lease.renew-every=2s")
                .in(environment)
                .start(directory.resolve("node.log"));
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
