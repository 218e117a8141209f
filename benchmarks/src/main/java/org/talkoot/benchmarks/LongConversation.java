package org.talkoot.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.talkoot.benchmarks.load.BenchNode;
import org.talkoot.benchmarks.load.Latencies;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.benchmarks.load.Texts;
import org.talkoot.benchmarks.load.TurnDriver;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.gateway.node.Node;

/** W2: one conversation to 1,000 turns, then loaded cold. */
final class LongConversation {

    private static final int TURNS = 1_000;
    private static final int WINDOW = 20;
    private static final int[] AT = {20, 100, 200, 500, 1_000};
    static final ConversationId LONG = ConversationId.of("long");

    private LongConversation() {}

    static void run(String database, Report report) {
        try (Store store = Store.open(database)) {
            try (Node node = BenchNode.start(store, Map.of())) {
                TurnDriver driver = new TurnDriver(node.runtime());
                System.out.println("warming up");
                play(driver, store, ConversationId.of("warm"), new Report("warm"));
                play(driver, store, LONG, report);
            }
            for (int i = 0; i < 3; i++) {
                coldLoad(store, report);
            }
        }
    }

    /** A fresh node; the conversation and its agent come back from the database. */
    static void coldLoad(Store store, Report report) {
        try (Node node = BenchNode.start(store, Map.of())) {
            TurnDriver driver = new TurnDriver(node.runtime());
            String text = Texts.of(120, new Random(7));
            for (int i = 0; i < 200; i++) {
                driver.turn(ConversationId.of("other"), i + (int) (System.nanoTime() % 1_000_000) * 1_000, text)
                        .toCompletableFuture()
                        .join();
            }
            long began = System.nanoTime();
            node.runtime()
                    .awaitTurn(LONG, new MessageId("m-" + LONG.key() + "-" + TURNS), Duration.ofSeconds(30))
                    .toCompletableFuture()
                    .join();
            double conversation = (System.nanoTime() - began) / 1e6;
            driver.turn(LONG, TURNS + 1 + (int) (System.nanoTime() % 1_000_000_000), text)
                    .toCompletableFuture()
                    .join();
            report.row(
                    "cold_load_conversation_ms",
                    conversation,
                    "cold_load_and_first_turn_ms",
                    (System.nanoTime() - began) / 1e6);
        }
    }

    static void play(TurnDriver driver, Store store, ConversationId conversation, Report report) {
        Random random = new Random(3);
        Latencies window = new Latencies();
        long bytes = written(store, conversation);
        int row = 0;
        for (int turn = 1; turn <= TURNS; turn++) {
            if (row < AT.length && turn == AT[row] - WINDOW + 1) {
                window = new Latencies();
                bytes = written(store, conversation);
            }
            long began = System.nanoTime();
            driver.turn(conversation, turn, Texts.of(120, random))
                    .toCompletableFuture()
                    .join();
            window.add(System.nanoTime() - began);
            if (row < AT.length && turn == AT[row]) {
                report.row(
                        "turn",
                        turn,
                        "p50_ms",
                        window.millis(0.5),
                        "journal_bytes_per_turn",
                        (written(store, conversation) - bytes) / WINDOW,
                        "journal_bytes_so_far_per_turn",
                        written(store, conversation) / turn);
                row++;
            }
        }
    }

    /** Bytes of the journal rows of a conversation, without indexes. */
    static long written(Store store, ConversationId conversation) {
        try (Connection connection = DriverManager.getConnection(store.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COALESCE(SUM(OCTET_LENGTH(payload) + LENGTH(feed) +"
                        + " LENGTH(entity) + LENGTH(type) + 50), 0) FROM journal WHERE"
                        + " feed = '"
                        + conversation
                        + "'")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot measure the journal", e);
        }
    }
}
