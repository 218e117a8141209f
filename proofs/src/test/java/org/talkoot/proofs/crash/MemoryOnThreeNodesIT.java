package org.talkoot.proofs.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users tell facts to three nodes on one Postgres, each fact to any of them, and one is killed in the middle of that.
 * What was told to one is known to all; no change is lost, none is made twice, and what was forgotten stays forgotten,
 * also when everything that was ever said is sent again.
 */
@Tag("heavy")
final class MemoryOnThreeNodesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TURNS = Integer.getInteger("memory.turns", 24);
    private static final List<String> USERS = List.of("ann", "bob", "carl", "dora");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private EmbeddedPostgres postgres;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Map<String, Map<String, String>> wanted = new TreeMap<>();
    private final Set<String> forgotten = new HashSet<>();
    private final List<Turn> said = new ArrayList<>();
    private final Random dice = new Random(20261127);

    /** What a user says once; under its number it may be sent again. */
    private record Turn(int number, String user, String subject, boolean forgets) {

        String fact() {
            return "%s-said-%d;".formatted(user, number);
        }

        HttpRequest at(NodeProcess node) {
            String text = forgets
                    ? "forget {\"subject\":\"%s\"}".formatted(subject)
                    : "remember {\"subject\":\"%s\",\"fact\":\"%s\"}".formatted(subject, fact());
            return saying(node, "talk-" + user + "-" + number % 3, user, "turn-" + number, text);
        }
    }

    @BeforeEach
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        for (int i = 0; i < 3; i++) {
            nodes.add(new NodeProcess(
                    MemoryNode.class,
                    Files.createDirectory(directory.resolve("node" + i)),
                    Map.of("TALKOOT_DB_URL", postgres.getJdbcUrl("postgres", "postgres"))));
        }
        nodes.forEach(NodeProcess::awaitReady);
    }

    @AfterEach
    void stop() throws IOException {
        nodes.forEach(NodeProcess::close);
        postgres.close();
    }

    @Test
    void whatIsToldToOneNodeIsKnownToAllWhicheverIsKilled() throws Exception {
        for (int i = 0; i < TURNS; i++) {
            tell(next(), nodes.get(dice.nextInt(nodes.size())));
        }
        check(nodes);

        NodeProcess killed = nodes.get(1);
        List<NodeProcess> others = List.of(nodes.get(0), nodes.get(2));
        List<Turn> underWay = USERS.stream().map(this::next).toList();
        List<CompletableFuture<?>> cut = new ArrayList<>();
        for (Turn turn : underWay) {
            cut.add(killed.http().sendAsync(turn.at(killed), HttpResponse.BodyHandlers.discarding()));
        }
        CompletableFuture.anyOf(cut.toArray(CompletableFuture[]::new)).join();
        killed.kill();
        for (Turn turn : underWay) {
            tell(turn, others.get(dice.nextInt(others.size())));
        }
        for (int i = 0; i < TURNS; i++) {
            tell(next(), others.get(dice.nextInt(others.size())));
        }
        check(others);

        killed.restart();
        killed.awaitReady();
        check(nodes);
        for (Turn turn : said) {
            sent(turn.at(nodes.get(dice.nextInt(nodes.size()))));
        }
        check(nodes);
        System.out.printf(
                "memory on three nodes: %d changes, %d of them under way in a kill, %d facts forgotten%n",
                said.size(), underWay.size(), forgotten.size());
    }

    private Turn next() {
        return next(USERS.get(dice.nextInt(USERS.size())));
    }

    private Turn next(String user) {
        Turn turn = new Turn(said.size(), user, "s" + dice.nextInt(5), dice.nextInt(3) == 0);
        said.add(turn);
        return turn;
    }

    /** Until it has been heard and done; then it is what its user wanted last. */
    private void tell(Turn turn, NodeProcess node) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(
                        () -> assertThat(sent(turn.at(node)).statusCode()).isEqualTo(200));
        Map<String, String> facts = wanted.computeIfAbsent(turn.user(), any -> new TreeMap<>());
        String gone = turn.forgets() ? facts.remove(turn.subject()) : facts.put(turn.subject(), turn.fact());
        if (turn.forgets() && gone != null) {
            forgotten.add(gone);
        }
    }

    private void check(List<NodeProcess> living) throws Exception {
        for (NodeProcess node : living) {
            for (String user : USERS) {
                check(node, user);
            }
        }
    }

    private void check(NodeProcess node, String user) throws Exception {
        Map<String, String> known = new TreeMap<>();
        JsonNode facts = JSON.readTree(sent(HttpRequest.newBuilder(node.uri("/v1/memory"))
                                .header("X-User", user)
                                .build())
                        .body())
                .get("facts");
        facts.forEach(
                fact -> known.put(fact.get("subject").asText(), fact.get("text").asText()));
        assertThat(known).as(user).isEqualTo(wanted.getOrDefault(user, Map.of()));
        String told = sent(saying(node, "look-" + user, user, "look-" + dice.nextLong(), "look"))
                .body();
        assertThat(known.values()).allSatisfy(text -> assertThat(told).contains(text));
        assertThat(forgotten).noneSatisfy(text -> assertThat(told).contains(text));
        assertThat(USERS.stream().filter(other -> !other.equals(user)))
                .noneSatisfy(other -> assertThat(told).contains(other + "-said-"));
    }

    private static HttpRequest saying(NodeProcess node, String conversation, String user, String key, String text) {
        return HttpRequest.newBuilder(node.uri("/v1/conversations/" + conversation + "/messages?wait=20s"))
                .header("Content-Type", "application/json")
                .header("X-User", user)
                .header("Idempotency-Key", key)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(
                        JsonNodeFactory.instance.objectNode().put("text", text).toString()))
                .build();
    }

    private HttpResponse<String> sent(HttpRequest request) throws IOException, InterruptedException {
        return nodes.getFirst().http().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
