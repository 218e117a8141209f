package org.talkoot.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.talkoot.benchmarks.load.BenchNode;
import org.talkoot.benchmarks.load.ClosedLoop;
import org.talkoot.benchmarks.load.ProcessCosts;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.benchmarks.load.TurnDriver;
import org.talkoot.gateway.node.Node;

/** W1: turns of 20-turn conversations, a fixed number of them in flight. */
final class TurnsUnderLoad {

    private static final int TURNS_EACH = 20;

    private TurnsUnderLoad() {}

    static void run(String database, List<Integer> inFlight, Duration duration, Report report) {
        try (Store store = Store.open(database);
                Node node = BenchNode.start(store, Map.of("talkoot.entities.passivate-after", "30s"))) {
            TurnDriver driver = new TurnDriver(node.runtime());
            System.out.println("warming up");
            new ClosedLoop(driver, "warm-", TURNS_EACH).run(64, duration);
            for (int i = 0; i < inFlight.size(); i++) {
                String prefix = "c%d-%d-".formatted(i, inFlight.get(i));
                ClosedLoop loop = new ClosedLoop(driver, prefix, TURNS_EACH);
                measure(store, loop, inFlight.get(i), duration, report);
            }
        }
    }

    private static void measure(Store store, ClosedLoop loop, int concurrency, Duration duration, Report report) {
        long bytes = store.bytes();
        long own = ProcessCosts.ownCpuNanos();
        long theirs = store.cpuNanos();
        ClosedLoop.Result result = loop.run(concurrency, duration);
        double turns = result.turns();
        report.row(
                "in_flight",
                concurrency,
                "turns_per_s",
                result.turnsPerSecond(),
                "p50_ms",
                result.latencies().millis(0.50),
                "p95_ms",
                result.latencies().millis(0.95),
                "p99_ms",
                result.latencies().millis(0.99),
                "node_cpu_ms_per_turn",
                (ProcessCosts.ownCpuNanos() - own) / 1e6 / turns,
                "database_cpu_ms_per_turn",
                (store.cpuNanos() - theirs) / 1e6 / turns,
                "database_kb_per_turn",
                (store.bytes() - bytes) / 1e3 / turns,
                "rss_mb",
                ProcessCosts.ownResidentBytes() >> 20);
    }
}
