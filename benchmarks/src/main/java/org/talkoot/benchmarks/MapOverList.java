package org.talkoot.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.talkoot.agents.reply.TurnReply;
import org.talkoot.benchmarks.load.BenchNode;
import org.talkoot.benchmarks.load.Report;
import org.talkoot.benchmarks.load.Store;
import org.talkoot.core.AgentType;
import org.talkoot.core.ConversationId;
import org.talkoot.core.MessageId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Brain;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.Fan;
import org.talkoot.core.conversation.ConversationCommand.PostMessage;
import org.talkoot.gateway.node.Node;

/**
 * Maps: one run works on a thousand items, so many at once; each is a call of a tool, a task of an agent, or of a part.
 */
final class MapOverList {

    private static final int ITEMS = 1_000;
    private static final int ROUNDS = 7;
    private static final int WARM = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Brain ECHO = CodeBrain.answering(view -> "done " + view.task());

    private final Node node;
    private final Store store;
    private int messages;

    private MapOverList(Node node, Store store) {
        this.node = node;
        this.store = store;
    }

    static void run(String database, Report report) {
        List<AgentDefinition> agents = new ArrayList<>();
        List<Integer> widths = List.of(20, 200, ITEMS);
        agents.add(AgentDefinition.of("echo", "answers at once", ECHO));
        for (int width : widths) {
            agents.add(map(
                    "tool-" + width,
                    Fan.over(MapOverList::items, MapOverList::lookup).atOnce(width)));
            agents.add(map(
                    "agent-" + width,
                    Fan.over(MapOverList::items, MapOverList::task).atOnce(width)));
            agents.add(map(
                    "part-" + width,
                    Fan.over(MapOverList::items, "echo", ECHO, Function.identity())
                            .atOnce(width)));
        }
        try (Store store = Store.open(database);
                Node node = BenchNode.start(store, Map.of(), agents)) {
            MapOverList map = new MapOverList(node, store);
            for (String how : List.of("tool", "agent", "part")) {
                for (int width : widths) {
                    map.measure(how, width, report);
                }
            }
        }
    }

    private void measure(String how, int width, Report report) {
        List<Double> rates = new ArrayList<>();
        long before = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (round == WARM) {
                before = commits();
            }
            long began = System.nanoTime();
            answer(how + "-" + width);
            rates.add(ITEMS * 1e9 / (System.nanoTime() - began));
        }
        double commits = (double) (commits() - before) / (ROUNDS - WARM) / ITEMS;
        List<Double> warm = new ArrayList<>(rates.subList(WARM, ROUNDS));
        Collections.sort(warm);
        report.row(
                "map",
                how,
                "items",
                ITEMS,
                "at_once",
                width,
                "items_per_s",
                Math.round(warm.get(warm.size() / 2)),
                "database_commits_per_item",
                Math.round(commits * 100) / 100.0);
    }

    private void answer(String agent) {
        ConversationId conversation = ConversationId.of("map-" + ++messages);
        MessageId message = new MessageId("m-" + messages);
        node.runtime()
                .post(
                        conversation,
                        new PostMessage(message, new AgentType(agent), Integer.toString(ITEMS), Instant.now()),
                        PATIENCE)
                .toCompletableFuture()
                .join();
        TurnReply reply = node.runtime()
                .awaitTurn(conversation, message, PATIENCE)
                .toCompletableFuture()
                .join();
        if (!(reply instanceof TurnReply.Answered)) {
            throw new IllegalStateException("the map did not end in an answer: " + reply);
        }
    }

    /**
     * Those of the whole database: of the journal, which are shared by what is written at one time, and of followers.
     */
    private long commits() {
        try (Connection connection = DriverManager.getConnection(store.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count commits", e);
        }
    }

    private static AgentDefinition map(String name, Brain brain) {
        return AgentDefinition.of(name, "works on a list", brain);
    }

    private static List<String> items(String task) {
        return IntStream.range(0, Integer.parseInt(task))
                .mapToObj(i -> "item " + i)
                .toList();
    }

    private static ToolRequest lookup(String item) {
        return new ToolRequest("lookup", "{\"order\":\"%s\"}".formatted(item));
    }

    private static Next.Delegate.Task task(String item) {
        return new Next.Delegate.Task(new AgentType("echo"), item);
    }
}
