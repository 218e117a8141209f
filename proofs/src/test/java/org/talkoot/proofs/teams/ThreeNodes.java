package org.talkoot.proofs.teams;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.talkoot.proofs.crash.NodeProcess;

/** Three nodes on one Postgres, and a client that asks the first of those that live. */
final class ThreeNodes implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(Integer.getInteger("teams.patience", 5));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    /** Those that have lived for longest come first. */
    private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();

    private final EmbeddedPostgres postgres = EmbeddedPostgres.start();

    ThreeNodes(Path directory) throws IOException {
        this.directory = directory;
        for (int i = 0; i < 3; i++) {
            String name = "node" + i;
            nodes.put(
                    name,
                    new NodeProcess(
                            TeamNode.class,
                            Files.createDirectories(directory.resolve(name)),
                            Map.of("TALKOOT_DB_URL", postgres.getJdbcUrl("postgres", "postgres"))));
        }
        nodes.values().forEach(NodeProcess::awaitReady);
    }

    WorkLog log() {
        return WorkLog.in(directory);
    }

    /** All nodes live, and what is to be held back is. */
    void startAgain() throws IOException {
        Files.deleteIfExists(TeamNode.gate(directory));
        for (String name : List.copyOf(nodes.keySet())) {
            if (!node(name).isAlive()) {
                restart(name);
            }
        }
        awaitReady();
    }

    void awaitReady() {
        nodes.values().forEach(NodeProcess::awaitReady);
    }

    /** What is held back goes on. */
    void openGate() throws IOException {
        Files.createFile(TeamNode.gate(directory));
    }

    void kill(String name) {
        node(name).kill();
    }

    /** Starts one that was killed; until it is ready, others are asked. */
    void restart(String name) throws IOException {
        NodeProcess node = node(name);
        nodes.remove(name);
        nodes.put(name, node);
        node.restart();
    }

    private NodeProcess node(String name) {
        return requireNonNull(nodes.get(name), name);
    }

    /** What is there has to be shown, sooner or later. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = sent(request(path).build());
        if (response.statusCode() == 404) {
            throw new IOException("views are a moment behind: " + response.body());
        }
        requireOne(response, 200);
        return JSON.readTree(response.body());
    }

    /** Posts what has to be taken. */
    boolean post(String path, String body) throws IOException, InterruptedException {
        requireOne(sent(posting(path, body)), 202);
        return true;
    }

    /** Decides; false: it has been decided meanwhile. */
    boolean decide(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = sent(posting(path, body));
        requireOne(response, 200, 404, 409);
        return response.statusCode() == 200;
    }

    private HttpRequest posting(String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(living().uri(path)).timeout(Duration.ofMinutes(1));
    }

    private HttpResponse<String> sent(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = living().http().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 500) {
            throw new IOException("%s: %d %s".formatted(request.uri(), response.statusCode(), response.body()));
        }
        return response;
    }

    private static void requireOne(HttpResponse<String> response, Integer... expected) {
        assertThat(response.statusCode())
                .as("%s: %s", response.uri(), response.body())
                .isIn((Object[]) expected);
    }

    private NodeProcess living() {
        return nodes.values().stream().filter(NodeProcess::isAlive).findFirst().orElseThrow();
    }

    /** Asks again while the machine has trouble; a refusal fails at once. */
    <T> T insist(Callable<T> question) {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(question, answer -> answer != null);
    }

    @Override
    public void close() throws IOException {
        nodes.values().forEach(NodeProcess::close);
        postgres.close();
    }
}
