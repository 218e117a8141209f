package org.talkoot.proofs.fire;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.talkoot.proofs.crash.NodeProcess;
import org.talkoot.proofs.foreign.ForeignBroker;

/**
 * The same tasks through each broker into the journal and out again, while the node is killed once and the broker once.
 * Each is handled once and in the order of its conversation, each bad one is a dead letter once, and a reader sees each
 * published event: once where the broker can promise that, and by its id where not.
 *
 * <p>In every build with Redis; {@link EventsUnderFireIT} is Kafka's, {@link EventsOnThreeNodesIT} RabbitMQ's.
 * {@code -Dfire.full=true} for all of them, {@code -Dfire.events=20000} for the full size. How long it took is printed.
 */
@Tag("heavy")
final class EachBrokerUnderFireIT {

    private static final int EVENTS = Integer.getInteger("fire.events", 1_200);
    private static final int CONVERSATIONS = Math.max(50, EVENTS / 100);

    @TempDir
    Path directory;

    private static Set<ForeignBroker.Kind> asked() {
        return Boolean.getBoolean("fire.full")
                ? EnumSet.allOf(ForeignBroker.Kind.class)
                : EnumSet.of(ForeignBroker.Kind.REDIS);
    }

    @ParameterizedTest
    @MethodSource("asked")
    void everyEventIsHandledOnceThoughNodeAndBrokerAreKilled(ForeignBroker.Kind kind) throws Exception {
        Tasks tasks = new Tasks(CONVERSATIONS, EVENTS);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                ForeignBroker broker = kind.startIn(directory);
                NodeProcess node = new NodeProcess(
                        EventNode.class,
                        directory,
                        broker.environmentWith("TALKOOT_DB_URL", postgres.getJdbcUrl("postgres", "postgres")));
                Journal journal = new Journal(postgres.getJdbcUrl("postgres", "postgres"))) {
            node.awaitReady();
            long began = System.nanoTime();
            tasks.write(broker);
            Outcome.awaitHandled(journal, EVENTS / 3);
            node.kill();
            node.restart();
            Outcome.awaitHandled(journal, EVENTS * 2 / 3);
            broker.off();
            broker.on();
            Outcome.awaitHandled(journal, EVENTS);
            Outcome.assertExactlyOnce(journal, tasks, broker);
            System.out.printf(
                    "%s under fire: %d events, %d repeats, %d poison, %d s%n",
                    kind,
                    EVENTS,
                    tasks.repeats(),
                    tasks.poison().size(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
        }
    }
}
