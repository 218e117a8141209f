package org.talkoot.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.talkoot.benchmarks.client.Clients;
import org.talkoot.benchmarks.client.HttpTurns;
import org.talkoot.benchmarks.client.SocketTurns;
import org.talkoot.benchmarks.load.BenchNode;
import org.talkoot.benchmarks.load.ClosedLoop;
import org.talkoot.benchmarks.load.NodeProcess;
import org.talkoot.benchmarks.load.Party;
import org.talkoot.benchmarks.load.ProcessCosts;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.benchmarks.load.TurnDriver;
import org.talkoot.benchmarks.load.Turns;
import org.talkoot.gateway.node.Node;

/**
 * W4: the turns of W1 in process, then over HTTP and over WebSocket with the node in a process of its own. Each way on
 * a fresh node and database, so that none has what another has warmed up or filled.
 */
final class TurnsOverWire {

    private final String database;
    private final List<Integer> inFlight;
    private final Duration duration;
    private final Report report;
    private final Map<Integer, Double> inProcess = new HashMap<>();

    private TurnsOverWire(String database, List<Integer> inFlight, Duration duration, Report report) {
        this.database = database;
        this.inFlight = inFlight;
        this.duration = duration;
        this.report = report;
    }

    static void run(String database, List<Integer> inFlight, Duration duration, Report report) {
        TurnsOverWire all = new TurnsOverWire(database, inFlight, duration, report);
        all.inProcess();
        HttpClient client = Clients.open();
        all.overWire("http", node -> new HttpTurns(client, List.of(node)));
        all.overWire("websocket", node -> new SocketTurns(client, node));
        client.shutdownNow();
    }

    /** How to have turns with the node at an address. */
    private interface Way {
        Turns to(URI node);
    }

    private void inProcess() {
        try (Store store = Store.open(database);
                Node node = BenchNode.start(store, TurnsUnderLoad.SETTINGS)) {
            measure("in process", new TurnDriver(node.runtime()), TurnsUnderLoad.parties(store));
        }
    }

    private void overWire(String name, Way way) {
        try (Store store = Store.open(database);
                NodeProcess node = NodeProcess.start(store, TurnsUnderLoad.SETTINGS)) {
            measure(
                    name,
                    way.to(node.address()),
                    List.of(
                            new Party("node", node::cpuNanos),
                            new Party("database", store::cpuNanos),
                            new Party("client", ProcessCosts::ownCpuNanos)));
        }
    }

    private void measure(String name, Turns turns, List<Party> parties) {
        System.out.println("warming up: " + name);
        new ClosedLoop(turns, "warm-", TurnsUnderLoad.TURNS_EACH).run(64, duration);
        for (int concurrency : inFlight) {
            ClosedLoop loop = new ClosedLoop(turns, "c%d-".formatted(concurrency), TurnsUnderLoad.TURNS_EACH);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("way", name);
            row.putAll(loop.measure(concurrency, duration, parties).columns());
            double cpu = row.get(parties.getFirst().cpuPerTurn()) instanceof Double millis ? millis : Double.NaN;
            row.put("node_cpu_to_in_process", cpu / inProcess.computeIfAbsent(concurrency, first -> cpu));
            report.row(row);
        }
    }
}
