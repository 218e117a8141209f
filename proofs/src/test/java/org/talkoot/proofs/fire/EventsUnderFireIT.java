package org.talkoot.proofs.fire;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.proofs.crash.NodeProcess;
import org.talkoot.proofs.foreign.ForeignBroker;

/**
 * Task events through Kafka into the journal and out again, while the node is killed three times and the broker once.
 * Every good event is handled exactly once and in the order of its conversation, every bad one is a dead letter exactly
 * once with its bytes, and a reader of committed records sees each published event exactly once.
 *
 * <p>{@code -Dfire.events=100000 -Dfire.kills=5} for the full size, where the broker is killed twice.
 */
@Tag("heavy")
final class EventsUnderFireIT {

    private static final int EVENTS = Integer.getInteger("fire.events", 6_000);
    private static final int CONVERSATIONS = Math.max(50, EVENTS / 100);
    private static final int NODE_KILLS = Integer.getInteger("fire.kills", 3);

    @TempDir
    Path directory;

    @Test
    void everyEventIsHandledOnceThoughNodeAndBrokerAreKilled() throws Exception {
        Tasks tasks = new Tasks(CONVERSATIONS, EVENTS);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                ForeignBroker broker = ForeignBroker.Kind.KAFKA.startIn(directory);
                NodeProcess node = new NodeProcess(
                        EventNode.class,
                        directory,
                        broker.environmentWith("TALKOOT_DB_URL", postgres.getJdbcUrl("postgres", "postgres")));
                Journal journal = new Journal(postgres.getJdbcUrl("postgres", "postgres"))) {
            node.awaitReady();
            long began = System.nanoTime();
            tasks.write(broker);
            for (int kill = 1; kill <= NODE_KILLS; kill++) {
                Outcome.awaitHandled(journal, EVENTS * kill / (NODE_KILLS + 1));
                node.kill();
                if (kill == 2 || kill == 4) {
                    broker.off();
                    node.restart();
                    broker.on();
                } else {
                    node.restart();
                }
            }
            Outcome.awaitHandled(journal, EVENTS);
            Outcome.assertExactlyOnce(journal, tasks, broker);
            System.out.printf(
                    "events under fire: %d events, %d repeats, %d poison, %d s%n",
                    EVENTS,
                    tasks.repeats(),
                    tasks.poison().size(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
        }
    }
}
