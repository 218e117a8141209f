package org.talkoot.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.talkoot.benchmarks.load.BenchNode;
import org.talkoot.benchmarks.load.ClosedLoop;
import org.talkoot.benchmarks.load.Party;
import org.talkoot.benchmarks.load.ProcessCosts;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.benchmarks.load.TurnDriver;
import org.talkoot.gateway.node.Node;

/** W1: turns of 20-turn conversations, a fixed number of them in flight. */
final class TurnsUnderLoad {

    static final int TURNS_EACH = 20;
    static final Map<String, String> SETTINGS = Map.of("talkoot.entities.passivate-after", "30s");

    private TurnsUnderLoad() {}

    static void run(String database, List<Integer> inFlight, Duration duration, Report report) {
        try (Store store = Store.open(database);
                Node node = BenchNode.start(store, SETTINGS)) {
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
        ClosedLoop.Measured measured = loop.measure(concurrency, duration, parties(store));
        Map<String, Object> row = measured.columns();
        row.put("database_kb_per_turn", (store.bytes() - bytes) / 1e3 / measured.turns());
        row.put("rss_mb", ProcessCosts.ownResidentBytes() >> 20);
        report.row(row);
    }

    /** Where the node is in this process. */
    static List<Party> parties(Store store) {
        return List.of(new Party("node", ProcessCosts::ownCpuNanos), new Party("database", store::cpuNanos));
    }
}
