package org.talkoot.benchmarks;

import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.talkoot.benchmarks.client.Clients;
import org.talkoot.benchmarks.client.HttpTurns;
import org.talkoot.benchmarks.client.NodeViews;
import org.talkoot.benchmarks.load.BenchNode;
import org.talkoot.benchmarks.load.ClosedLoop;
import org.talkoot.benchmarks.load.Latencies;
import org.talkoot.benchmarks.load.NodeProcess;
import org.talkoot.benchmarks.load.OpenLoop;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.benchmarks.load.TurnDriver;
import org.talkoot.core.ConversationId;
import org.talkoot.gateway.node.Node;

/**
 * A long life: a journal of millions of events, written by turns, and what a node with it takes to start, to have a
 * long conversation again, to read a feed, and to make each view anew while turns go on.
 */
final class LongLife {

    private static final int IN_FLIGHT = 256;
    private static final int EVENTS_EACH_TURN = 11;
    private static final int STEPS = 10;
    private static final int PAGE = 200;
    private static final int OTHERS = 500;
    private static final String PREFIX = "life-";

    private final Store store;
    private final Report report;
    private final int rate;
    private long conversations;

    private LongLife(Store store, Report report, int rate) {
        this.store = store;
        this.report = report;
        this.rate = rate;
    }

    /** @param rate turns per second that go on while views are made anew */
    static void run(String database, long events, int rate, Duration duration, Report report) {
        try (Store store = Store.open(database)) {
            LongLife life = new LongLife(store, report, rate);
            life.start("start of a node, nothing in the journal");
            life.write(events);
            life.start("start of a node");
            life.start("start of a node");
            for (int i = 0; i < 3; i++) {
                LongConversation.coldLoad(store, report);
            }
            life.read(duration);
        }
    }

    private void start(String what) {
        try (NodeProcess node = NodeProcess.start(store, TurnsUnderLoad.SETTINGS)) {
            report.row("what", what, "ms", node.startMillis());
        }
    }

    private void write(long events) {
        try (Node node = BenchNode.start(store, TurnsUnderLoad.SETTINGS)) {
            TurnDriver driver = new TurnDriver(node.runtime());
            LongConversation.play(driver, store, LongConversation.LONG, new Report("long"));
            ClosedLoop loop = new ClosedLoop(driver, PREFIX, TurnsUnderLoad.TURNS_EACH);
            long turns = Math.max(STEPS, (events - head()) / EVENTS_EACH_TURN);
            for (int step = 1; step <= STEPS; step++) {
                ClosedLoop.Result result = loop.play(IN_FLIGHT, turns / STEPS);
                report.row(
                        "what",
                        "written",
                        "events",
                        head(),
                        "events_per_s",
                        result.turnsPerSecond() * EVENTS_EACH_TURN,
                        "p50_ms",
                        result.latencies().millis(0.5),
                        "p99_ms",
                        result.latencies().millis(0.99),
                        "database_mb",
                        store.bytes() / 1e6);
            }
            conversations = loop.conversations();
        }
    }

    private void read(Duration duration) {
        HttpClient client = Clients.open();
        try (NodeProcess node = NodeProcess.start(store, TurnsUnderLoad.SETTINGS)) {
            OpenLoop work =
                    new OpenLoop(new HttpTurns(client, List.of(node.address())), "work-", TurnsUnderLoad.TURNS_EACH);
            NodeViews views = new NodeViews(client, node.address());
            System.out.println("warming up");
            work.run(rate, duration);
            pages(views);
            OpenLoop.Result alone = work.run(rate, duration);
            report.row(
                    "view",
                    "none",
                    "turn_p50_ms",
                    alone.latencies().millis(0.5),
                    "turn_p99_ms",
                    alone.latencies().millis(0.99));
            for (NodeViews.View view : views.all()) {
                rebuild(views, view.name(), work);
            }
        } finally {
            client.shutdownNow();
        }
    }

    private void pages(NodeViews views) {
        Latencies ofLong = new Latencies();
        long last = -1;
        long next = 0;
        while (next != last) {
            last = next;
            long began = System.nanoTime();
            next = views.page(LongConversation.LONG, last, PAGE);
            ofLong.add(System.nanoTime() - began);
        }
        page("pages of " + PAGE + " of the long conversation", ofLong);
        Latencies ofOthers = new Latencies();
        Random random = new Random(17);
        for (int i = 0; i < OTHERS; i++) {
            ConversationId other = ConversationId.of(PREFIX + (1 + random.nextLong(conversations)));
            long began = System.nanoTime();
            long unused = views.page(other, 0, PAGE);
            ofOthers.add(System.nanoTime() - began);
        }
        page("first page of conversations that nobody has read for long", ofOthers);
    }

    private void page(String what, Latencies latencies) {
        report.row(
                "what", what,
                "pages", latencies.count(),
                "p50_ms", latencies.millis(0.5),
                "p99_ms", latencies.millis(0.99),
                "longest_ms", latencies.millis(1));
    }

    /** Turns go on meanwhile. */
    private void rebuild(NodeViews views, String name, OpenLoop work) {
        AtomicBoolean rebuilding = new AtomicBoolean(true);
        CompletableFuture<OpenLoop.Result> turns =
                CompletableFuture.supplyAsync(() -> work.run(rate, rebuilding::get), Thread::startVirtualThread);
        long began = System.nanoTime();
        long head;
        try {
            head = Rebuild.of(views, name).await();
        } finally {
            rebuilding.set(false);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        Latencies meanwhile = turns.join().latencies();
        report.row(
                "view",
                name,
                "events",
                head,
                "seconds",
                seconds,
                "events_per_s",
                head / seconds,
                "turn_p50_ms",
                meanwhile.millis(0.5),
                "turn_p99_ms",
                meanwhile.millis(0.99));
    }

    private long head() {
        try (Connection connection = DriverManager.getConnection(store.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COALESCE(MAX(position), 0) FROM journal")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot measure the journal", e);
        }
    }
}
