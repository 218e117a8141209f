package org.talkoot.examples.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Starts several nodes on this machine, each a process of its own, and their database when none is given. Says when
 * each is ready and when all are, and when one has ended; does not start it again. Told to stop, it stops all.
 */
@CommandLine.Command(
        name = "talkoot cluster",
        description = "Runs several nodes on this machine until it is told to stop.",
        mixinStandardHelpOptions = true)
final class LocalCluster implements Callable<Integer> {

    private static final String READY = "Talkoot is ready at ";
    private static final String ADD = "add";
    private static final int MOST = 9;
    private static final int PATIENCE_SECONDS = 120;
    private static final int TO_LEAVE_SECONDS = 30;

    @CommandLine.Parameters(
            paramLabel = "N|add",
            description = "How many nodes, or 'add' for one more beside those that run in the same folder")
    private String what = "";

    @CommandLine.Option(names = "--port", description = "Port of the first node; the next has the next (default 8080)")
    private int port = 8080;

    @CommandLine.Option(names = "--data", description = "Folder for the database and the logs (default ./data/cluster)")
    private Path data = Path.of("data", "cluster");

    @CommandLine.Option(names = "--main", required = true, hidden = true)
    private String main = "";

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private final List<Child> nodes = new ArrayList<>();
    private @Nullable Child database;

    private LocalCluster() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new LocalCluster())
                .setParameterExceptionHandler((e, given) -> {
                    System.err.println("talkoot: " + e.getMessage() + "; see --help");
                    return 2;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "talkoot-cluster-stop"));
        Files.createDirectories(data);
        return what.equals(ADD) ? addOne() : startAll(count());
    }

    private int count() {
        if (what.matches("[1-" + MOST + "]")) {
            return Integer.parseInt(what);
        }
        throw new CommandLine.ParameterException(
                new CommandLine(spec), "'%s' is neither a number of nodes, 1 to %d, nor 'add'".formatted(what, MOST));
    }

    private int startAll(int count) throws Exception {
        String given = System.getenv("TALKOOT_DB_URL");
        String url = given == null || given.isBlank() ? database() : given;
        CountDownLatch ready = new CountDownLatch(count);
        for (int i = 1; i <= count; i++) {
            start(i, url, ready);
        }
        new RunningCluster(ProcessHandle.current().pid(), url, port, count).writeTo(data);
        Thread.ofVirtual().start(() -> announce(count, ready));
        return awaitAll();
    }

    private int addOne() throws Exception {
        RunningCluster running = RunningCluster.in(data)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        new CommandLine(spec), "no cluster runs in " + data + "; --data says where"));
        running.withOneMore().writeTo(data);
        RunningCluster.joinedBy(data, ProcessHandle.current().pid());
        running.process().ifPresent(LocalCluster::endAfter);
        port = running.port();
        start(running.nodes() + 1, running.url(), new CountDownLatch(1));
        return awaitAll();
    }

    private static void endAfter(ProcessHandle launcher) {
        var unused = launcher.onExit().thenRun(() -> System.exit(1));
    }

    private void announce(int count, CountDownLatch ready) {
        try {
            ready.await();
            System.out.printf("Talkoot: all %d nodes are ready%n", count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(int number, String url, CountDownLatch ready) throws Exception {
        Path folder = Files.createDirectories(data.resolve("node-" + number));
        Child node = Child.start(
                Attached.class,
                List.of(main, "--port", Integer.toString(port + number - 1), "--data", folder.toString()),
                Map.of("TALKOOT_DB_URL", url),
                folder.resolve("node.log"),
                line -> {
                    if (line.startsWith(READY)) {
                        System.out.printf("node %d: %s%n", number, line);
                        ready.countDown();
                    } else if (line.startsWith("talkoot: ")) {
                        System.err.printf("node %d: %s%n", number, line);
                    }
                });
        nodes.add(node);
        Thread.ofVirtual().start(() -> sayWhenEnded(number, node));
    }

    private static void sayWhenEnded(int number, Child node) {
        try {
            System.err.printf("node %d: has ended with code %d%n", number, node.awaitEnd());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int awaitAll() throws InterruptedException {
        for (Child node : nodes) {
            var unused = node.awaitEnd();
        }
        return 1;
    }

    /** The URL of a server of our own. */
    private String database() throws IOException, InterruptedException {
        CompletableFuture<String> url = new CompletableFuture<>();
        Path log = data.resolve("postgres.log");
        Child server = Child.start(
                LocalPostgres.class,
                List.of(data.resolve("postgres").toAbsolutePath().toString()),
                Map.of(),
                log,
                line -> {
                    if (line.startsWith("jdbc:")) {
                        url.complete(line);
                    }
                });
        database = server;
        try {
            return url.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Postgres does not start; see " + log + ", or set TALKOOT_DB_URL", e);
        }
    }

    /** The nodes first, added ones too: they hand over what they have and give back what they own. */
    private void stop() {
        try {
            List<ProcessHandle> added = what.equals(ADD) ? List.of() : RunningCluster.added(data);
            added.forEach(ProcessHandle::destroy);
            nodes.forEach(Child::terminate);
            for (Child node : nodes) {
                node.awaitEnd(TO_LEAVE_SECONDS);
            }
            for (ProcessHandle adder : added) {
                adder.onExit()
                        .orTimeout(TO_LEAVE_SECONDS, TimeUnit.SECONDS)
                        .exceptionally(late -> adder)
                        .join();
            }
            RunningCluster.leftBy(data, ProcessHandle.current().pid());
            if (database != null) {
                database.closeInput();
                database.awaitEnd(TO_LEAVE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("talkoot: something may still run: " + e.getMessage());
        }
    }
}
