package org.talkoot.proofs.fire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.proofs.crash.NodeProcess;
import org.talkoot.proofs.foreign.ForeignBroker;

/**
 * Tasks at a steady rate through a broker to three nodes, of which one is killed. The others take over what it had of
 * the broker, and the outcome is as if nothing had happened. With one broker in every build, with all when
 * {@code -Dthree.full=true}; the time until every conversation goes on is printed.
 */
@Tag("heavy")
final class EventsOnThreeNodesIT {

    private static final int CONVERSATIONS = 40;
    private static final int PER_SECOND = Integer.getInteger("fire.rate", 100);
    private static final int EVENTS = PER_SECOND * Integer.getInteger("fire.seconds", 12);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private EmbeddedPostgres postgres;

    private static Set<ForeignBroker.Kind> asked() {
        return Boolean.getBoolean("three.full")
                ? EnumSet.allOf(ForeignBroker.Kind.class)
                : EnumSet.of(ForeignBroker.Kind.RABBITMQ);
    }

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    private void start(ForeignBroker broker) throws IOException {
        for (int i = 0; i < 3; i++) {
            nodes.add(new NodeProcess(
                    EventNode.class,
                    Files.createDirectories(directory.resolve("node" + i)),
                    broker.environmentWith("TALKOOT_DB_URL", url())));
        }
        nodes.forEach(NodeProcess::awaitReady);
    }

    private String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    @AfterEach
    void stop() throws IOException {
        nodes.forEach(NodeProcess::close);
        postgres.close();
    }

    @ParameterizedTest
    @MethodSource("asked")
    void whatANodeThatIsKilledHadIsTakenOverAndNothingIsLostOrDoneTwice(ForeignBroker.Kind kind) throws Exception {
        Tasks tasks = new Tasks(CONVERSATIONS, EVENTS);
        try (ForeignBroker broker = kind.startIn(directory);
                Journal journal = new Journal(url())) {
            start(broker);
            CompletableFuture<Void> killed = new CompletableFuture<>();
            FutureTask<Void> writing = new FutureTask<>(() -> {
                tasks.write(broker, steadily(killed));
                return null;
            });
            Thread.ofPlatform().daemon().start(writing);
            Outcome.awaitHandled(journal, EVENTS / 3);

            whoTakesMost().kill();
            long away = System.nanoTime();
            long end = journal.end();
            killed.complete(null);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(() -> assertThat(journal.feeds("conversation.answer-posted", end))
                            .as("conversations that go on")
                            .isEqualTo(CONVERSATIONS));
            System.out.printf(
                    "events on three nodes: %s: every conversation goes on %d ms after a kill%n",
                    kind, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - away));

            writing.get();
            Outcome.awaitHandled(journal, EVENTS);
            Outcome.assertExactlyOnce(journal, tasks, broker);
        }
    }

    /** It has the lane, or more of them than others, where a broker's tasks come in by lanes of the cluster. */
    private NodeProcess whoTakesMost() throws Exception {
        NodeProcess most = nodes.getFirst();
        for (NodeProcess node : nodes) {
            most = lanes(node) > lanes(most) ? node : most;
        }
        return most;
    }

    private static long lanes(NodeProcess node) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.uri("/metrics")).build();
        return node.http()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("talkoot_source_lag{"))
                .filter(line -> line.contains("topic=\"agent-tasks") || line.contains("topic=\"conversations"))
                .count();
    }

    /**
     * The second half waits for the kill: after it every conversation has something to go on with, on slow machines
     * too.
     */
    private static IntConsumer steadily(CompletableFuture<Void> killed) {
        AtomicLong began = new AtomicLong(System.nanoTime());
        return number -> {
            if (number == EVENTS / 2) {
                killed.join();
                began.set(System.nanoTime() - nanos(number));
            }
            awaitTime(began.get() + nanos(number));
        };
    }

    private static long nanos(int number) {
        return number * 1_000_000_000L / PER_SECOND;
    }

    private static void awaitTime(long at) {
        while (System.nanoTime() < at) {
            LockSupport.parkNanos(at - System.nanoTime());
        }
    }
}
