package org.talkoot.benchmarks;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.talkoot.benchmarks.client.Clients;
import org.talkoot.benchmarks.client.FeedReaders;
import org.talkoot.benchmarks.client.HttpTurns;
import org.talkoot.benchmarks.load.Latencies;
import org.talkoot.benchmarks.load.NodeProcess;
import org.talkoot.benchmarks.load.OpenLoop;
import org.talkoot.benchmarks.load.Party;
import org.talkoot.benchmarks.load.ProcessCosts;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.benchmarks.load.Turns;
import org.talkoot.core.ConversationId;

/** W5: many live readers of busy conversations: how long an event needs from the journal to each of them. */
final class LiveReaders {

    private static final int CONVERSATIONS = 500;
    private static final int EVENTS_EACH_TURN = 11;

    private final Store store;
    private final NodeProcess node;
    private final HttpClient client;
    private final Report report;

    private LiveReaders(Store store, NodeProcess node, HttpClient client, Report report) {
        this.store = store;
        this.node = node;
        this.client = client;
        this.report = report;
    }

    /** @param rates events per second, one after the other */
    static void run(String database, int readers, List<Integer> rates, Duration duration, Report report) {
        HttpClient client = Clients.open();
        try (Store store = Store.open(database);
                NodeProcess node = NodeProcess.start(
                        store,
                        Map.of(
                                "talkoot.http.max-connections",
                                2 * readers,
                                "talkoot.persistence.tail.max-listeners",
                                2 * readers))) {
            new LiveReaders(store, node, client, report).run(readers, rates, duration);
        } finally {
            client.shutdownNow();
        }
    }

    private void run(int readers, List<Integer> rates, Duration duration) {
        List<ConversationId> conversations = IntStream.range(0, CONVERSATIONS)
                .mapToObj(i -> ConversationId.of("busy-" + i))
                .toList();
        Turns turns = new HttpTurns(client, List.of(node.address()));
        for (ConversationId conversation : conversations) {
            turns.turn(conversation, 1, "hello").toCompletableFuture().join();
        }
        OpenLoop loop = new OpenLoop(turns, "other-", Integer.MAX_VALUE);
        conversations.forEach(conversation -> loop.resume(conversation, 2));
        long heapAlone = node.heapAfterCollection();
        FeedReaders feeds = new FeedReaders(client, node.address());
        feeds.open(readers, conversations);
        long heapWithReaders = node.heapAfterCollection();
        report.row(
                "readers", readers,
                "conversations", CONVERSATIONS,
                "heap_without_readers_mb", heapAlone / 1e6,
                "heap_with_readers_mb", heapWithReaders / 1e6,
                "heap_kb_per_reader", (heapWithReaders - heapAlone) / 1e3 / readers);
        System.out.println("warming up");
        loop.run(turnsPerSecond(rates.getFirst()), duration);
        rates.forEach(rate -> measure(feeds, loop, readers, rate, duration));
        feeds.end();
    }

    private static double turnsPerSecond(int events) {
        return (double) events / EVENTS_EACH_TURN;
    }

    private void measure(FeedReaders feeds, OpenLoop loop, int readers, int rate, Duration duration) {
        List<Party> parties = List.of(
                new Party("node", node::cpuNanos),
                new Party("database", store::cpuNanos),
                new Party("client", ProcessCosts::ownCpuNanos));
        feeds.count();
        OpenLoop.Measured measured = loop.measure(turnsPerSecond(rate), duration, parties);
        Latencies arrivals = feeds.counted();
        double seconds = measured.result().nanos() / 1e9;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("rate_events_per_s", rate);
        row.put("arrivals_per_s", arrivals.count() / seconds);
        row.put("events_per_s", arrivals.count() / seconds * CONVERSATIONS / readers);
        arrivals.percentiles().forEach((column, value) -> row.put("journal_to_client_" + column, value));
        row.put("journal_to_client_longest_ms", arrivals.millis(1));
        measured.columns()
                .forEach((column, value) -> row.put(column.endsWith("_ms") ? "turn_" + column : column, value));
        row.put("heap_mb", node.heapAfterCollection() / 1e6);
        row.put("rss_mb", node.residentBytes() >> 20);
        report.row(row);
    }
}
