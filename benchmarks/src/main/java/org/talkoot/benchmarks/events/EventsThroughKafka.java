package org.talkoot.benchmarks.events;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.talkoot.benchmarks.load.ClosedLoop;
import org.talkoot.benchmarks.load.ProcessCosts;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.benchmarks.load.TurnDriver;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Node;
import org.talkoot.gateway.node.Talkoot;

/**
 * Task events from Kafka to the end of the run of a code brain, which publishes one event of its own, and everything
 * that is published back to Kafka; broker and Postgres on the same machine.
 */
public final class EventsThroughKafka {

    private static final int RAW = 200_000;
    private static final int IN_FLIGHT = 256;
    private static final int TURNS_EACH = 20;
    private static final Duration JOURNAL_ALONE = Duration.ofSeconds(10);
    private static final List<String> OUT = List.of("agent-events", "agent-results");

    private final Store store;
    private final Broker broker;
    private final Report report;
    private final int events;

    private EventsThroughKafka(Store store, Broker broker, Report report, int events) {
        this.store = store;
        this.broker = broker;
        this.report = report;
        this.events = events;
    }

    /** Runs all of it with so many task events. */
    public static void run(String database, int events, Report report) {
        try (Store store = Store.open(database);
                Broker broker = Broker.start()) {
            new EventsThroughKafka(store, broker, report, events).run();
        }
    }

    private void run() {
        broker.create("raw", 6);
        Records.write(broker, "raw", 0, RAW / 4); // warms up
        long began = System.nanoTime();
        Records.write(broker, "raw", 0, RAW);
        row("broker: produced by its own client", RAW, began);
        began = System.nanoTime();
        Records.read(broker, List.of("raw"), RAW);
        row("broker: consumed by its own client", RAW, began);

        try (Node node =
                node(Map.of("talkoot.kafka.source.topics", List.of("raw-none"), "talkoot.bus.routes", List.of()))) {
            journalAlone(node);
        }
        try (Node node = node(Map.of("talkoot.kafka.sink.name", "off", "talkoot.bus.routes", List.of()))) {
            taken(node, events / 3, "in, warming up");
            taken(node, events, "in: task event to end of run, nothing going out");
        }
        try (Node node = node(Map.of("talkoot.kafka.sink.name", "both"))) {
            Records.read(broker, OUT, published()); // catches up first
            long before = published();
            began = System.nanoTime();
            taken(node, events, "in, while everything goes out");
            Records.read(broker, OUT, published());
            row("in and out together: events published", published() - before, began);
        }
        began = System.nanoTime();
        try (Node node =
                node(Map.of("talkoot.kafka.sink.name", "again", "talkoot.kafka.source.topics", List.of("raw-none")))) {
            Records.read(broker, OUT, 2 * published());
            row("out: journal to committed in Kafka, start of the node included", published(), began);
            node.runtime();
        }
    }

    /** The same turns, handed to the node within the process: what the broker's way in is up to. */
    private void journalAlone(Node node) {
        ClosedLoop loop = new ClosedLoop(new TurnDriver(node.runtime()), "alone-", TURNS_EACH);
        ClosedLoop.Result warm = loop.run(IN_FLIGHT, JOURNAL_ALONE);
        ClosedLoop.Result result = loop.run(IN_FLIGHT, JOURNAL_ALONE);
        report.row(
                "what",
                "journal: the same turns without a broker",
                "events",
                result.turns(),
                "seconds",
                result.nanos() / 1e9,
                "events_per_s",
                result.turnsPerSecond(),
                "warming_up_per_s",
                warm.turnsPerSecond());
    }

    /** Writes tasks and waits until their turns are answered. */
    private void taken(Node node, int count, String what) {
        long before = answers();
        Records.write(broker, "agent-tasks", before, count);
        long own = ProcessCosts.ownCpuNanos();
        long theirs = store.cpuNanos();
        long began = System.nanoTime();
        while (answers() < before + count) {
            pause(node);
        }
        row(what, count, began);
        report.row(
                "what",
                "CPU ms for each of them: node, database",
                "node",
                (ProcessCosts.ownCpuNanos() - own) / 1e6 / count,
                "database",
                (store.cpuNanos() - theirs) / 1e6 / count);
    }

    private static void pause(Node node) {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + node.address() + " works", e);
        }
    }

    private void row(String what, long count, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        report.row("what", what, "events", count, "seconds", seconds, "events_per_s", count / seconds);
    }

    private long answers() {
        return count("type = 'conversation.answer-posted'");
    }

    /** What the default routes bring out of this journal. */
    private long published() {
        return count("type LIKE 'conversation.%' OR type IN ('run.started', 'run.event-published')");
    }

    private long count(String where) {
        try (Connection connection = DriverManager.getConnection(store.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM journal WHERE " + where)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count", e);
        }
    }

    private Node node(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put("talkoot.persistence.database.url", store.jdbcUrl());
        all.put("talkoot.http.port", 0);
        all.put("talkoot.kafka.bootstrap-servers", broker.address());
        try {
            all.put(
                    "talkoot.data",
                    Files.createTempDirectory("talkoot-bench-node").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        all.putAll(settings);
        return Node.start(
                Talkoot.agents(List.of(
                        AgentDefinition.of("worker", "does what tasks ask", new CodeBrain(EventsThroughKafka::work)))),
                NodeConfig.load(ConfigFactory.parseMap(all)));
    }

    private static Next work(RunView view) {
        return view.steps().isEmpty()
                ? new Next.Publish("work.done", "{\"run\":\"" + view.run() + "\"}")
                : new Next.Answer("It arrives on Friday.");
    }
}
