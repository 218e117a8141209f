package org.talkoot.benchmarks;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.talkoot.benchmarks.client.Clients;
import org.talkoot.benchmarks.client.HttpTurns;
import org.talkoot.benchmarks.load.ClosedLoop;
import org.talkoot.benchmarks.load.NodeProcess;
import org.talkoot.benchmarks.load.Party;
import org.talkoot.benchmarks.load.ProcessCosts;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;

/**
 * The turns of W1 over HTTP with one node, with two, with three, on one Postgres of this machine. Each turn goes to the
 * next node, so with three of them two of three come to a node that does not have the conversation.
 */
final class TurnsOfCluster {

    private TurnsOfCluster() {}

    static void run(List<Integer> sizes, List<Integer> inFlight, Duration duration, Report report) {
        HttpClient client = Clients.open();
        try {
            sizes.forEach(size -> measure(size, inFlight, duration, client, report));
        } finally {
            client.shutdownNow();
        }
    }

    private static void measure(int size, List<Integer> inFlight, Duration duration, HttpClient client, Report report) {
        List<NodeProcess> nodes = new ArrayList<>();
        try (Store store = Store.open("postgres")) {
            try {
                for (int i = 0; i < size; i++) {
                    nodes.add(NodeProcess.start(store, TurnsUnderLoad.SETTINGS));
                }
                measure(store, nodes, inFlight, duration, client, report);
            } finally {
                nodes.parallelStream().forEach(NodeProcess::close);
            }
        }
    }

    private static void measure(
            Store store,
            List<NodeProcess> nodes,
            List<Integer> inFlight,
            Duration duration,
            HttpClient client,
            Report report) {
        HttpTurns turns =
                new HttpTurns(client, nodes.stream().map(NodeProcess::address).toList());
        List<Party> parties = List.of(
                new Party(
                        "node",
                        () -> nodes.stream().mapToLong(NodeProcess::cpuNanos).sum()),
                new Party("database", store::cpuNanos),
                new Party("client", ProcessCosts::ownCpuNanos));
        System.out.printf("warming up: %d nodes%n", nodes.size());
        new ClosedLoop(turns, "warm-", TurnsUnderLoad.TURNS_EACH).run(64, duration);
        for (int concurrency : inFlight) {
            ClosedLoop loop = new ClosedLoop(turns, "c%d-".formatted(concurrency), TurnsUnderLoad.TURNS_EACH);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("nodes", nodes.size());
            row.putAll(loop.measure(concurrency, duration, parties).columns());
            row.put(
                    "rss_mb",
                    nodes.stream().mapToLong(NodeProcess::residentBytes).sum() >> 20);
            report.row(row);
        }
    }
}
