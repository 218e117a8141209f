package org.talkoot.proofs.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed while users tell it facts and have it forget some: each change is made once, in the order in which
 * its user wanted it, and nobody knows anything of another.
 */
final class KilledMemoryIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int KILLS = Integer.getInteger("memory.kills", 4);
    private static final int TURNS_BETWEEN = 6;
    private static final String[] USERS = {"ann", "bob"};
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final Map<String, Map<String, String>> wanted = new TreeMap<>();
    private final Set<String> forgotten = new HashSet<>();
    private final Random dice = new Random(20261127);
    private int turns;

    @Test
    void eachChangeIsMadeOnceWhateverIsKilled() throws Exception {
        try (NodeProcess node = new NodeProcess(MemoryNode.class, directory, Map.of())) {
            node.awaitReady();
            for (int kill = 0; kill < KILLS; kill++) {
                for (int i = 0; i < TURNS_BETWEEN; i++) {
                    turn(node, false);
                }
                turn(node, true);
                check(node);
            }
        }
    }

    /** One change by one user, perhaps with a node that dies in it. */
    private void turn(NodeProcess node, boolean kill) throws Exception {
        String user = USERS[dice.nextInt(USERS.length)];
        String subject = "s" + dice.nextInt(5);
        Map<String, String> facts = wanted.computeIfAbsent(user, any -> new TreeMap<>());
        String text = "%s-said-%d;".formatted(user, turns);
        boolean forgets = dice.nextInt(3) == 0;
        String body = JsonNodeFactory.instance
                .objectNode()
                .put(
                        "text",
                        forgets
                                ? "forget {\"subject\":\"%s\"}".formatted(subject)
                                : "remember {\"subject\":\"%s\",\"fact\":\"%s\"}".formatted(subject, text))
                .toString();
        String path = "/v1/conversations/talk-" + user + "-" + turns % 3 + "/messages";
        String key = "turn-" + turns++;
        if (kill) {
            send(node, post(node, path, user, key, body));
            node.kill();
            node.restart();
            node.awaitReady();
        }
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(send(node, post(node, path + "?wait=20s", user, key, body))
                                .statusCode())
                        .isEqualTo(200));
        String gone = forgets ? facts.remove(subject) : facts.put(subject, text);
        if (forgets && gone != null) {
            forgotten.add(gone);
        }
    }

    private void check(NodeProcess node) throws Exception {
        for (String user : USERS) {
            Map<String, String> known = new TreeMap<>();
            JsonNode facts = JSON.readTree(send(
                                    node,
                                    HttpRequest.newBuilder(node.uri("/v1/memory"))
                                            .header("X-User", user))
                            .body())
                    .get("facts");
            facts.forEach(fact ->
                    known.put(fact.get("subject").asText(), fact.get("text").asText()));
            assertThat(known).isEqualTo(wanted.getOrDefault(user, Map.of()));
            String told = send(
                            node,
                            post(
                                    node,
                                    "/v1/conversations/look-" + user + "/messages?wait=20s",
                                    user,
                                    "look-" + turns,
                                    "{\"text\":\"look\"}"))
                    .body();
            assertThat(known.values()).allSatisfy(text -> assertThat(told).contains(text));
            assertThat(forgotten).noneSatisfy(text -> assertThat(told).contains(text));
            for (String other : USERS) {
                if (!other.equals(user)) {
                    assertThat(told).doesNotContain(other + "-said-");
                }
            }
        }
    }

    private static HttpRequest.Builder post(NodeProcess node, String path, String user, String key, String body) {
        return HttpRequest.newBuilder(node.uri(path))
                .header("Content-Type", "application/json")
                .header("X-User", user)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(NodeProcess node, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return node.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
