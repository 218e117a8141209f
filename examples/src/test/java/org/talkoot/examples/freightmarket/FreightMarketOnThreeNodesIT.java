package org.talkoot.examples.freightmarket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.process.ChildJvm;

/** Three nodes, one market: each lorry goes once, whichever node is asked and whichever dies. */
@Tag("heavy")
final class FreightMarketOnThreeNodesIT {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LOAD = Pattern.compile("\\(load (\\S+)\\)");

    /** More than all lorries to Oulu. */
    private static final int LOADS = 60;

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Node> nodes = new ArrayList<>();
    private EmbeddedPostgres postgres;

    /** A node in a process of its own. */
    private record Node(int port, ChildJvm jvm) {

        URI uri(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }
    }

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        for (int i = 0; i < 3; i++) {
            int port = freePort();
            Path data = Files.createDirectories(directory.resolve("node" + i));
            nodes.add(new Node(
                    port,
                    ChildJvm.of(FreightMarket.class, "--port", Integer.toString(port), "--data", data.toString())
                            .with(
                                    "-Xmx512m",
                                    "-Dtalkoot.persistence.lease.term=9s",
                                    "-Dtalkoot.persistence.lease.renew-every=2s")
                            .in(Map.of("TALKOOT_DB_URL", postgres.getJdbcUrl("postgres", "postgres")))
                            .start(data.resolve("node.log"))));
        }
        for (Node node : nodes) {
            node.jvm().awaitThat(LONG, () -> isReady(node));
        }
    }

    @AfterEach
    void stop() throws IOException {
        nodes.forEach(node -> node.jvm().kill());
        http.shutdownNow();
        postgres.close();
    }

    @Test
    void eachLorryGoesOnceThoughANodeIsKilled() throws Exception {
        ObjectNode batch = JSON.createObjectNode().put("key", "today");
        ArrayNode runs = batch.putArray("runs");
        for (int i = 0; i < LOADS; i++) {
            runs.addObject().put("key", "%02d".formatted(i)).put("input", "12 pallets from Helsinki to Oulu");
        }
        JsonNode begun = insist(() -> sent(nodes.getFirst(), posting("/v1/agents/freight/batches", batch.toString())));
        insist(() -> progress().get("answered").asInt() > 0 ? true : null);

        nodes.getLast().jvm().kill();
        int open = insist(() -> progress().get("open").asInt());
        insist(() -> progress().get("open").asInt() == 0 ? true : null);

        List<String> answers = new ArrayList<>();
        for (JsonNode run : begun.get("runs")) {
            answers.add(insist(() -> answer(run.get("run_id").asText())));
        }
        List<String> loads =
                answers.stream().flatMap(FreightMarketOnThreeNodesIT::load).toList();
        System.out.printf(
                "freight market on three nodes: %d of %d were open when a node was killed; %d were moved%n",
                open, LOADS, loads.size());
        assertThat(loads).containsExactlyInAnyOrderElementsOf(lorriesToOulu());
        assertThat(answers.stream().filter(answer -> load(answer).findAny().isEmpty()))
                .hasSize(LOADS - loads.size())
                .allSatisfy(answer -> assertThat(answer)
                        .contains(
                                "kaleva: All lorries of kaleva are under way.",
                                "botnia: All lorries of botnia are under way.",
                                "saimaa: It does not go from Helsinki to Oulu.",
                                "express: All lorries of express are under way."));
    }

    private static Stream<String> load(String answer) {
        Matcher load = LOAD.matcher(answer);
        return load.find() ? Stream.of(load.group(1)) : Stream.empty();
    }

    private static List<String> lorriesToOulu() {
        return Carrier.ALL.stream()
                .filter(carrier ->
                        carrier.bid(new Freight(12, "Helsinki", "Oulu")).able())
                .flatMap(carrier ->
                        IntStream.rangeClosed(1, carrier.lorries()).mapToObj(number -> carrier.name() + "-" + number))
                .toList();
    }

    private JsonNode progress() throws IOException, InterruptedException {
        return sent(nodes.getFirst(), getting("/v1/agents/freight/batches/today?limit=1"));
    }

    /** Of a run that has ended. */
    private String answer(String run) throws IOException, InterruptedException {
        JsonNode shown = sent(nodes.getFirst(), getting("/v1/runs/" + run));
        assertThat(shown.get("status").asText()).isNotEqualTo("failed");
        if (shown.at("/answer/text").isMissingNode()) {
            throw new IOException("the view does not show it yet: " + shown);
        }
        return shown.at("/answer/text").asText();
    }

    private HttpRequest.Builder getting(String path) {
        return HttpRequest.newBuilder(nodes.getFirst().uri(path)).timeout(Duration.ofMinutes(1));
    }

    private HttpRequest.Builder posting(String path, String body) {
        return getting(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private JsonNode sent(Node node, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 500) {
            throw new IOException("%d of %d: %s".formatted(response.statusCode(), node.port(), response.body()));
        }
        assertThat(response.statusCode()).as(response.body()).isIn(200, 202);
        return JSON.readTree(response.body());
    }

    private boolean isReady(Node node) throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(node.uri("/health/ready"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks again while the cluster has trouble; a refusal fails at once. */
    private static <T> T insist(Callable<T> question) {
        return await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(question, answer -> answer != null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
