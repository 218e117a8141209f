package org.talkoot.proofs.fire;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.proofs.crash.NodeProcess;
import org.talkoot.proofs.foreign.ForeignBroker;

/**
 * Tasks at a steady rate through Kafka to three nodes, of which one is killed. The others take its partitions over, and
 * the outcome is as if nothing had happened. Runs when it is asked for.
 */
final class EventsOnThreeNodesIT {

    private static final int CONVERSATIONS = 40;
    private static final int PER_SECOND = Integer.getInteger("fire.rate", 100);
    private static final int EVENTS = PER_SECOND * Integer.getInteger("fire.seconds", 40);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private ForeignBroker broker;

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        broker = ForeignBroker.Kind.KAFKA.startIn(directory);
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
        broker.close();
        postgres.close();
    }

    @Test
    void thePartitionsOfANodeThatIsKilledAreTakenOverAndNothingIsLostOrDoneTwice() throws Exception {
        Tasks tasks = new Tasks(CONVERSATIONS, EVENTS);
        try (Journal journal = new Journal(url())) {
            long began = System.nanoTime();
            FutureTask<Void> writing = new FutureTask<>(() -> {
                tasks.write(broker, i -> awaitTurn(began, i));
                return null;
            });
            Thread.ofPlatform().daemon().start(writing);
            Outcome.awaitHandled(journal, EVENTS / 3);

            nodes.getFirst().kill();
            long killed = System.nanoTime();
            long end = journal.end();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> journal.feeds("conversation.answer-posted", end) == CONVERSATIONS);
            System.out.printf(
                    "events on three nodes: every conversation goes on %d ms after a kill%n",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));

            writing.get();
            Outcome.awaitHandled(journal, EVENTS);
            Outcome.assertExactlyOnce(journal, tasks, broker);
        }
    }

    private static void awaitTurn(long began, int number) {
        long at = began + number * 1_000_000_000L / PER_SECOND;
        while (System.nanoTime() < at) {
            LockSupport.parkNanos(at - System.nanoTime());
        }
    }
}
