package org.talkoot.benchmarks;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
 * next node, so with three of them two of three come to a node that does not have the conversation. And with two of
 * which one takes all requests and the other has all agents: what the way between them costs, and nothing else, is the
 * difference to one node that does both.
 */
final class TurnsOfCluster {

    private TurnsOfCluster() {}

    /** @param apart also with requests and agents on a node each */
    static void run(List<Integer> sizes, boolean apart, List<Integer> inFlight, Duration duration, Report report) {
        HttpClient client = Clients.open();
        try {
            for (int size : sizes) {
                List<Map<String, ?>> alike = Collections.nCopies(size, TurnsUnderLoad.SETTINGS);
                measure(alike, size, inFlight, duration, client, report);
            }
            if (apart) {
                measure(List.of(as("gateway"), as("agents,bridge")), 1, inFlight, duration, client, report);
            }
        } finally {
            client.shutdownNow();
        }
    }

    private static Map<String, Object> as(String roles) {
        Map<String, Object> settings = new HashMap<>(TurnsUnderLoad.SETTINGS);
        settings.put("talkoot.cluster.roles", roles);
        return settings;
    }

    /** @param asked so many of them, the first ones, are asked */
    private static void measure(
            List<? extends Map<String, ?>> settings,
            int asked,
            List<Integer> inFlight,
            Duration duration,
            HttpClient client,
            Report report) {
        List<NodeProcess> nodes = new ArrayList<>();
        try (Store store = Store.open("postgres")) {
            try {
                settings.forEach(each -> nodes.add(NodeProcess.start(store, each)));
                measure(store, nodes, asked, inFlight, duration, client, report);
            } finally {
                nodes.parallelStream().forEach(NodeProcess::close);
            }
        }
    }

    private static void measure(
            Store store,
            List<NodeProcess> nodes,
            int asked,
            List<Integer> inFlight,
            Duration duration,
            HttpClient client,
            Report report) {
        HttpTurns turns = new HttpTurns(
                client, nodes.stream().map(NodeProcess::address).limit(asked).toList());
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
            row.put("asked", asked);
            row.putAll(loop.measure(concurrency, duration, parties).columns());
            row.put(
                    "rss_mb",
                    nodes.stream().mapToLong(NodeProcess::residentBytes).sum() >> 20);
            report.row(row);
        }
    }
}
