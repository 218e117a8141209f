package org.talkoot.proofs.crash;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three nodes in processes of their own that share a Postgres, of which one is killed, or stalled. */
@Tag("heavy")
final class ClusterUnderFireIT {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterUnderFireIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int CONVERSATIONS = 12;

    @TempDir
    Path directory;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private EmbeddedPostgres postgres;

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        for (int i = 0; i < 3; i++) {
            nodes.add(new NodeProcess(
                    Files.createDirectories(directory.resolve("node" + i)),
                    Map.of("TALKOOT_DB_URL", postgres.getJdbcUrl("postgres", "postgres"))));
        }
        nodes.forEach(NodeProcess::awaitReady);
        nodes.forEach(node -> sayToAll(node, "before"));
    }

    @AfterEach
    void stop() throws IOException {
        nodes.forEach(NodeProcess::close);
        postgres.close();
    }

    @Test
    void whatANodeThatIsToldToStopThenOneThatIsKilledDidIsDoneByTheOthers() throws Exception {
        nodes.removeFirst().stop();
        nodes.forEach(node -> sayToAll(node, "meanwhile"));
        assertThat(nodes).as("whom nobody misses").noneMatch(node -> node.log().contains("UNREACHABLE"));
        NodeProcess killed = nodes.removeFirst();
        long began = System.nanoTime();

        killed.close();

        nodes.forEach(node -> sayToAll(node, "after"));
        LOGGER.atWarn()
                .addKeyValue("after", Duration.ofNanos(System.nanoTime() - began))
                .log("all conversations answer again on each of the others");
    }

    @Test
    void aNodeThatWasStalledIsReplacedAndEndsWithThreeWhenItGoesOn() throws Exception {
        NodeProcess stalled = nodes.removeFirst();
        stalled.stall();
        assertThat(shardsOf(stalled, nodes.getFirst()))
                .as("what one does not say is not known")
                .isNull();
        nodes.forEach(node -> sayToAll(node, "meanwhile"));

        stalled.goOn();

        assertThat(stalled.awaitEnd()).isEqualTo(3);
        nodes.forEach(node -> sayToAll(node, "after"));
        stalled.restart();
        stalled.awaitReady();
        nodes.add(stalled);
        sayToAll(stalled, "again");
    }

    /** How many shards a node has, as another shows it; null: it does not know. */
    private static @Nullable Integer shardsOf(NodeProcess node, NodeProcess asked) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(asked.uri("/v1/cluster"))
                .timeout(Duration.ofSeconds(30))
                .build();
        JsonNode cluster = JSON.readTree(
                asked.http().send(request, HttpResponse.BodyHandlers.ofString()).body());
        for (JsonNode member : cluster.get("members")) {
            if (member.get("http").asText().equals(node.uri("/").getAuthority())) {
                return member.get("shards").isNull()
                        ? null
                        : member.get("shards").asInt();
            }
        }
        throw new AssertionError("%s is not in %s".formatted(node.uri("/"), cluster));
    }

    private static void sayToAll(NodeProcess node, String text) {
        for (int i = 0; i < CONVERSATIONS; i++) {
            String key = text + "-" + i;
            String path = "/v1/conversations/c" + i + "/messages?wait=5s";
            await().atMost(LONG).ignoreExceptions().until(() -> answer(node, path, key), ("done: " + key)::equals);
        }
    }

    /** The same message however often it is said, and the answer once it is there. */
    private static String answer(NodeProcess node, String path, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.uri(path))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + key + "\"}"))
                .build();
        HttpResponse<String> response = node.http().send(request, HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(response.body()).at("/answer/text").asText();
    }
}
