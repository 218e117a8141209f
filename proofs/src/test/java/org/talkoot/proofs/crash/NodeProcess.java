package org.talkoot.proofs.crash;

import java.io.IOException;
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
import org.talkoot.testkit.process.ChildJvm;
import org.talkoot.testkit.process.SharedClasses;

/** A node in a process of its own, which can be killed and started again on the same port and data. */
public final class NodeProcess implements Entrance, AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private final Class<?> main;
    private final Path directory;
    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Place place;
    private volatile Release release;
    private volatile ChildJvm jvm;

    NodeProcess(Path directory, Map<String, String> environment) throws IOException {
        this(CrashNode.class, directory, environment);
    }

    /** Starts {@code main} with the options of a node. */
    public NodeProcess(Class<?> main, Path directory, Map<String, String> environment) throws IOException {
        this(main, Place.here(), directory, environment);
    }

    public NodeProcess(Class<?> main, Place place, Path directory, Map<String, String> environment) throws IOException {
        this(main, place, Release.THIS, directory, environment);
    }

    public NodeProcess(Class<?> main, Place place, Release release, Path directory, Map<String, String> environment)
            throws IOException {
        this.main = main;
        this.release = release;
        this.directory = directory;
        this.environment = environment;
        this.place = place;
        this.jvm = launch();
    }

    private NodeProcess(Path directory, SharedClasses classes) throws IOException {
        this.main = CrashNode.class;
        this.release = Release.THIS;
        this.directory = directory;
        this.environment = Map.of();
        this.place = Place.here();
        this.jvm = launch(classes);
    }

    @Override
    public HttpClient http() {
        return http;
    }

    @Override
    public URI uri(String path) {
        return URI.create("http://" + place.host() + ":" + place.port() + path);
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

    /** Waits until the process has ended by itself; its exit code. */
    int awaitEnd() throws InterruptedException {
        if (!jvm.process().waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the node does not end:\n" + jvm.log());
        }
        return jvm.process().exitValue();
    }

    /** SIGSTOP, SIGCONT and what else {@code kill} knows. */
    public void signal(String name) throws IOException, InterruptedException {
        long pid = jvm.process().pid();
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
        if (kill.waitFor() != 0) {
            throw new IOException("no signal %s for %d".formatted(name, pid));
        }
    }

    public boolean isAlive() {
        return jvm.process().isAlive();
    }

    /** Of the process that is no more. */
    public int exitCode() {
        return jvm.process().exitValue();
    }

    /** The end of it. */
    public String log() {
        return jvm.log();
    }

    public void restart() throws IOException {
        jvm = launch();
    }

    /** What it runs from the next start on. */
    public void turnTo(Release other) {
        release = other;
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

    public boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(uri("/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ChildJvm launch() throws IOException {
        return launch(release.classes(NodeProcess::example));
    }

    /** A node with nothing to do, which is stopped when it is ready. */
    private static void example(SharedClasses making) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "example-")
                .toAbsolutePath();
        try (NodeProcess node = new NodeProcess(directory, making)) {
            node.awaitReady();
            node.jvm.process().destroy();
            int unused = node.awaitEnd();
        }
    }

    private ChildJvm launch(SharedClasses classes) throws IOException {
        List<String> options = new ArrayList<>(place.options());
        options.addAll(release.options());
        return ChildJvm.of(main, "--port", Integer.toString(place.port()), "--data", directory.toString())
                .startedBy(place.within())
                .with(options.toArray(String[]::new))
                .in(environment)
                .sharing(classes)
                .start(directory.resolve("node.log"));
    }

    @Override
    public void close() {
        kill();
        http.shutdownNow();
    }
}
