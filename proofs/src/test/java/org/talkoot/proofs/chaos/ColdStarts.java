package org.talkoot.proofs.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.talkoot.proofs.crash.NodeProcess;

/**
 * Nodes that are killed, all at once, and started again, each when chance will have it: every other time on a database
 * that has forgotten everything, otherwise on one that still knows the dead.
 */
final class ColdStarts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LATEST_MILLIS = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Random random;
    private int count;

    ColdStarts(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
    }

    /** One of them, until all nodes are ready and see each other in one cluster. */
    void next() throws Exception {
        cluster.killAll();
        boolean empty = count++ % 2 == 0;
        if (empty) {
            cluster.database().execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        }
        long began = System.nanoTime();
        launch();
        cluster.awaitWhole();
        for (int i = 0; i < cluster.size(); i++) {
            NodeProcess node = cluster.node(i);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> up(node).size() == cluster.size());
        }
        assertThat(clusters()).as("clusters that the nodes are of").hasSize(1);
        System.out.printf(
                "chaos: cold start %d on %s, one cluster after %d ms; ended by themselves: %s%n",
                count,
                empty ? "an empty database" : "a database that knows the dead",
                Duration.ofNanos(System.nanoTime() - began).toMillis(),
                cluster.exits());
    }

    private void launch() throws IOException {
        TreeMap<Integer, Integer> nodeAt = new TreeMap<>();
        for (int i = 0; i < cluster.size(); i++) {
            nodeAt.put(random.nextInt(LATEST_MILLIS) * cluster.size() + i, i);
        }
        long began = System.nanoTime();
        for (var start : nodeAt.entrySet()) {
            long at = Duration.ofMillis(start.getKey() / cluster.size()).toNanos();
            Scenario.pass(Duration.ofNanos(Math.max(0, began + at - System.nanoTime())));
            cluster.startAgain(start.getValue());
        }
    }

    private static Set<String> up(NodeProcess node) throws Exception {
        Set<String> up = new TreeSet<>();
        for (JsonNode member : ask(node).get("members")) {
            if (member.get("status").asText().equals("up")) {
                up.add(member.get("node").asText());
            }
        }
        return up;
    }

    private Set<Long> clusters() throws Exception {
        Set<Long> clusters = new TreeSet<>();
        for (int i = 0; i < cluster.size(); i++) {
            clusters.add(ask(cluster.node(i)).at("/lease/cluster").asLong());
        }
        return clusters;
    }

    private static JsonNode ask(NodeProcess node) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.uri("/v1/cluster"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return JSON.readTree(
                node.http().send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
