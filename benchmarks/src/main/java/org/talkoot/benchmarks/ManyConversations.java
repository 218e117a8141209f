package org.talkoot.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.talkoot.benchmarks.load.BenchNode;
import org.talkoot.benchmarks.load.ProcessCosts;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.benchmarks.load.Texts;
import org.talkoot.benchmarks.load.TurnDriver;
import org.talkoot.core.ConversationId;
import org.talkoot.gateway.node.Node;

/** W3: many conversations of one turn: what they cost while they are in memory, and after. */
final class ManyConversations {

    private static final int CONVERSATIONS = 20_000;
    private static final int WARM_UP = 2_000;
    private static final int IN_FLIGHT = 128;
    private static final Duration IDLE = Duration.ofSeconds(20);

    private ManyConversations() {}

    static void run(String database, Report report) {
        try (Store store = Store.open(database);
                Node node = BenchNode.start(
                        store,
                        Map.of(
                                "talkoot.entities.passivate-after",
                                IDLE.toSeconds() + "s",
                                "talkoot.entities.in-memory",
                                Integer.toString(Integer.MAX_VALUE)))) {
            TurnDriver driver = new TurnDriver(node.runtime());
            System.out.println("warming up");
            play(driver, "warm-", WARM_UP);
            LockSupport.parkNanos(IDLE.plusSeconds(10).toNanos());
            long heapBefore = ProcessCosts.heapAfterCollection();
            long bytesBefore = store.bytes();
            long began = System.nanoTime();
            play(driver, "many-", CONVERSATIONS);
            double seconds = (System.nanoTime() - began) / 1e9;
            long heapResident = ProcessCosts.heapAfterCollection();
            LockSupport.parkNanos(IDLE.plusSeconds(20).toNanos());
            long heapPassivated = ProcessCosts.heapAfterCollection();
            report.row(
                    "conversations", CONVERSATIONS,
                    "seconds", seconds,
                    "turns_per_s", CONVERSATIONS / seconds,
                    "database_kb_per_turn", (store.bytes() - bytesBefore) / 1e3 / CONVERSATIONS,
                    "heap_before_mb", heapBefore / 1e6,
                    "heap_resident_mb", heapResident / 1e6,
                    "heap_kb_per_conversation", (heapResident - heapBefore) / 1e3 / CONVERSATIONS,
                    "heap_passivated_mb", heapPassivated / 1e6);
        }
    }

    private static void play(TurnDriver driver, String prefix, int count) {
        Semaphore permits = new Semaphore(IN_FLIGHT);
        Random random = new Random(5);
        for (int i = 0; i < count; i++) {
            permits.acquireUninterruptibly();
            driver.turn(ConversationId.of(prefix + i), 1, Texts.of(120, random))
                    .whenComplete((answer, failure) -> permits.release());
        }
        permits.acquireUninterruptibly(IN_FLIGHT);
    }
}
