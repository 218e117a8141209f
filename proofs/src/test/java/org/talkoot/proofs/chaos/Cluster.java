package org.talkoot.proofs.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.talkoot.proofs.crash.CallLog;
import org.talkoot.proofs.crash.CrashNode;
import org.talkoot.proofs.crash.Entrance;
import org.talkoot.proofs.crash.NodeProcess;
import org.talkoot.proofs.crash.Place;
import org.talkoot.proofs.crash.Release;

/**
 * Nodes in processes and namespaces of their own, on one database. Like a launcher it starts again whatever ends by
 * itself, but not what was killed on purpose.
 */
final class Cluster implements AutoCloseable {

    private static final int HTTP = 8080;
    private static final int CLUSTER = 25520;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path directory;
    private final Network network;
    private final ChaosDatabase database;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Set<Integer> killed = new HashSet<>();
    private final List<String> exits = new CopyOnWriteArrayList<>();
    private final AtomicInteger entrances = new AtomicInteger();
    private final CompletableFuture<Void> launcher;
    private volatile boolean closed;

    private Cluster(Path directory, Network network, ChaosDatabase database, int size, Release release)
            throws IOException {
        this.directory = directory;
        this.network = network;
        this.database = database;
        for (int i = 0; i < size; i++) {
            Path own = Files.createDirectories(data(i));
            nodes.add(
                    new NodeProcess(CrashNode.class, place(i), release, own, Map.of("TALKOOT_DB_URL", database.url())));
        }
        this.launcher = CompletableFuture.runAsync(
                this::startAgainWhatEnds, Thread.ofPlatform().daemon().name("launcher")::start);
    }

    /** Starts all at once; returns when all are ready. */
    static Cluster start(Path directory, int size) throws Exception {
        return start(directory, size, Release.THIS, ChaosDatabase::start);
    }

    /** Nodes of another build, on tables that they have made. */
    static Cluster start(Path directory, int size, Release release) throws Exception {
        Cluster cluster = start(directory, size, release, ChaosDatabase::empty);
        try {
            Witness.install(cluster.database.url());
            return cluster;
        } catch (SQLException e) {
            cluster.close();
            throw e;
        }
    }

    /** How to have a database in a folder, for the nodes of a network. */
    private interface Opening {
        ChaosDatabase open(Path folder, String host) throws Exception;
    }

    private static Cluster start(Path directory, int size, Release release, Opening opening) throws Exception {
        Network network = Network.of(size);
        try {
            ChaosDatabase database = opening.open(directory.resolve("database"), network.hub());
            network.databaseAt(database.port());
            return whole(new Cluster(directory, network, database, size, release));
        } catch (Exception | Error e) {
            network.close();
            throw e;
        }
    }

    private static Cluster whole(Cluster cluster) throws Exception {
        try {
            cluster.awaitWhole();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private Path data(int node) {
        return directory.resolve("node" + node);
    }

    private Place place(int node) {
        return new Place(
                network.within(node),
                network.address(node),
                HTTP,
                List.of(
                        "-Xmx320m",
                        "-Dtalkoot.http.host=" + network.address(node),
                        "-Dtalkoot.http.authentication.none.trust-network=true",
                        "-Dtalkoot.cluster.host=" + network.address(node),
                        "-Dtalkoot.cluster.port=" + CLUSTER));
    }

    int size() {
        return nodes.size();
    }

    Network network() {
        return network;
    }

    ChaosDatabase database() {
        return database;
    }

    NodeProcess node(int node) {
        return nodes.get(node);
    }

    /** SIGKILL, until {@link #startAgain}. */
    void kill(int node) {
        synchronized (killed) {
            killed.add(node);
        }
        nodes.get(node).kill();
    }

    /** SIGTERM, until {@link #startAgain}; returns how long it took. */
    Duration terminate(int node) throws InterruptedException {
        synchronized (killed) {
            killed.add(node);
        }
        return nodes.get(node).stop();
    }

    /** SIGKILL for all, until {@link #startAgain}. */
    void killAll() {
        IntStream.range(0, nodes.size()).forEach(this::kill);
    }

    void startAgain(int node) throws IOException {
        synchronized (killed) {
            nodes.get(node).restart();
            killed.remove(node);
        }
    }

    /** SIGTERM, and a start of another build in its place. */
    void upgrade(int node, Release release) throws IOException, InterruptedException {
        Duration unused = terminate(node);
        nodes.get(node).turnTo(release);
        startAgain(node);
    }

    private void startAgainWhatEnds() {
        while (!closed) {
            synchronized (killed) {
                for (int i = 0; i < nodes.size(); i++) {
                    if (!closed && !killed.contains(i) && !nodes.get(i).isAlive()) {
                        exits.add(
                                "node %d with code %d".formatted(i, nodes.get(i).exitCode()));
                        relaunch(nodes.get(i));
                    }
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    private static void relaunch(NodeProcess node) {
        try {
            node.restart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which nodes ended by themselves, and how. */
    List<String> exits() {
        return List.copyOf(exits);
    }

    /** Until all are there and ready, whatever had to be started again. */
    void awaitWhole() {
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> nodes.stream().allMatch(NodeProcess::isReady));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not all nodes are ready; they exited: %s%n%s".formatted(exits, logs()), e);
        }
    }

    /** The end of each node's log, for whoever has to find out. */
    private String logs() {
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> "--- node %d%n%s".formatted(i, nodes.get(i).log()))
                .collect(Collectors.joining("\n"));
    }

    /** Lines of all logs in which that is found. */
    List<String> logged(Pattern what) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String node = "node" + i + ": ";
            try (Stream<String> log = Files.lines(data(i).resolve("node.log"))) {
                log.filter(line -> what.matcher(line).find()).map(node::concat).forEach(lines::add);
            }
        }
        return lines;
    }

    /** For one client: it stays at a node for as long as that serves it, then turns to the next. */
    Entrance entrance() {
        AtomicInteger at = new AtomicInteger(entrances.getAndIncrement());
        return new Entrance() {
            @Override
            public URI uri(String path) {
                return nodes.get(Math.floorMod(at.get(), nodes.size())).uri(path);
            }

            @Override
            public HttpClient http() {
                return http;
            }

            @Override
            public void failed() {
                at.incrementAndGet();
            }
        };
    }

    /** What the tools of all nodes did. */
    List<CallLog.Entry> calls() throws IOException {
        List<CallLog.Entry> calls = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            calls.addAll(new CallLog(data(i)).read());
        }
        return calls;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        launcher.join();
        nodes.forEach(NodeProcess::close);
        http.shutdownNow();
        try (network) {
            database.close();
        }
    }
}
