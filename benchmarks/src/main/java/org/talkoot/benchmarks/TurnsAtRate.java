package org.talkoot.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.talkoot.benchmarks.load.BenchNode;
import org.talkoot.benchmarks.load.ClosedLoop;
import org.talkoot.benchmarks.load.GcPauses;
import org.talkoot.benchmarks.load.OpenLoop;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.benchmarks.load.TurnDriver;
import org.talkoot.gateway.node.Node;

/**
 * W1 as an open loop: turns begin at a fixed rate, however the node is doing; and what of their time the collector
 * took. What the node does at most is measured before that, as what users feel is to be asked at half of it.
 */
final class TurnsAtRate {

    private TurnsAtRate() {}

    static void run(String database, List<Integer> rates, Duration duration, Report report) {
        try (Store store = Store.open(database);
                Node node = BenchNode.start(store, TurnsUnderLoad.SETTINGS)) {
            TurnDriver driver = new TurnDriver(node.runtime());
            System.out.println("warming up");
            new ClosedLoop(driver, "warm-", TurnsUnderLoad.TURNS_EACH).run(64, duration);
            Map<String, Object> peak = new LinkedHashMap<>();
            peak.put("rate", "as fast as it goes, 128 in flight");
            peak.putAll(new ClosedLoop(driver, "peak-", TurnsUnderLoad.TURNS_EACH)
                    .measure(128, duration, TurnsUnderLoad.parties(store))
                    .columns());
            report.row(peak);
            for (int i = 0; i < rates.size(); i++) {
                measure(
                        store,
                        new OpenLoop(driver, "r%d-".formatted(i), TurnsUnderLoad.TURNS_EACH),
                        rates.get(i),
                        duration,
                        report);
            }
        }
    }

    private static void measure(Store store, OpenLoop loop, int rate, Duration duration, Report report) {
        try (GcPauses pauses = GcPauses.open()) {
            long began = System.nanoTime();
            OpenLoop.Measured measured = loop.measure(rate, duration, TurnsUnderLoad.parties(store));
            long ended = System.nanoTime();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("rate", rate);
            row.putAll(measured.columns());
            row.put("gc_pauses", pauses.count());
            row.put("gc_percent_of_time", 100.0 * pauses.within(began, ended) / (ended - began));
            row.put("gc_longest_ms", pauses.longestMillis());
            row.put(
                    "p99_without_gc_ms",
                    measured.result().latenciesWithout(pauses).millis(0.99));
            report.row(row);
        }
    }
}
