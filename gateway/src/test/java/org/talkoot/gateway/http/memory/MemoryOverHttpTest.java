package org.talkoot.gateway.http.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.talkoot.core.Caller;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.brain.briefing.Briefed;
import org.talkoot.core.brain.briefing.KnownFacts;
import org.talkoot.core.memory.Owner;
import org.talkoot.gateway.identity.AccessRequest;
import org.talkoot.gateway.identity.Authentication;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Facts of users of two tenants at a real node: told, used, shown, forgotten, erased. */
final class MemoryOverHttpTest {

    private static final String ROOT = "acme:root:admin";

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = LocalNode.start(application(), directory);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    static Talkoot application() {
        return Talkoot.agents(List.of(AgentDefinition.of(
                        "desk", "", Briefed.by(KnownFacts.ofUser(), LlmBrain.of("You book trains.")))))
                .model(new RememberingModel())
                .authenticator(MemoryOverHttpTest::known);
    }

    /** {@code tenant:user:role}: whoever says so is. */
    private static Authentication known(AccessRequest request) {
        if (request.header("x-user").isEmpty()) {
            return new Authentication.Missing();
        }
        String[] parts = request.header("x-user").getFirst().split(":", -1);
        return new Authentication.Known(
                Caller.of(new TenantId(parts[0]), parts[1], Arrays.copyOfRange(parts, 2, parts.length)));
    }

    private static Map<String, String> as(String user) {
        return Map.of("Content-Type", "application/json", "X-User", user);
    }

    private static String say(String user, String conversation, String text) {
        return node.post(
                        "/v1/conversations/" + conversation + "/messages?wait=30s",
                        "{\"text\":\"%s\"}".formatted(text),
                        as(user),
                        200)
                .at("/answer/text")
                .asText();
    }

    private static JsonNode get(String user, String path, int status) {
        return node.request("GET", path, "", Map.of("X-User", user), status);
    }

    private static JsonNode delete(String user, String path, int status) {
        return node.request("DELETE", path, "", Map.of("X-User", user), status);
    }

    private static List<String> facts(String user, String query) {
        List<String> facts = new ArrayList<>();
        get(user, "/v1/memory" + query, 200)
                .get("facts")
                .forEach(fact -> facts.add(fact.get("text").asText()));
        return facts;
    }

    @Test
    void aFactToldInOneConversationIsUsedInAnotherByTheSameUserAndByNobodyElse() {
        say("acme:ann", "a1", "remember home city: Lives in Oulu.");

        assertThat(say("acme:ann", "a2", "Where do I live?")).contains("Lives in Oulu.");
        assertThat(say("acme:bob", "b1", "Where does Ann live?")).contains("(Nothing is known.)");
        assertThat(say("globex:ann", "g1", "Where do I live?")).contains("(Nothing is known.)");
        assertThat(say("acme:bob", "a2", "Where do I live?")).contains("(Nothing is known.)");

        JsonNode fact = get("acme:ann", "/v1/memory", 200).at("/facts/0");
        assertThat(fact.get("subject").asText()).isEqualTo("home-city");
        assertThat(fact.get("conversation_id").asText()).isEqualTo("a1");
        assertThat(fact.has("expires_at")).isFalse();
    }

    @Test
    void whatIsForgottenOverHttpOrByTheModelIsNeitherUsedNorKept() {
        say("acme:carl", "c1", "remember pin: The number is 4711-carl.");
        say("acme:carl", "c1", "remember dog: Has a dog named Rekku.");
        assertThat(say("acme:carl", "c2", "What is my pin?")).contains("4711-carl");

        delete("acme:carl", "/v1/memory/PIN", 200);
        say("acme:carl", "c2", "forget dog");

        assertThat(facts("acme:carl", "")).isEmpty();
        assertThat(say("acme:carl", "c3", "What is my pin?")).contains("(Nothing is known.)");
        eventually(() -> assertThat(stored(new Owner.User(new TenantId("acme"), "carl")))
                .isNotEmpty()
                .noneMatch(row -> row.contains("4711-carl") || row.contains("Rekku")));
    }

    @Test
    void allIsForgottenAtOnceAndARepeatForgetsNothingThatCameSince() {
        say("acme:dora", "d1", "remember city: Turku");
        Map<String, String> once = Map.of("X-User", "acme:dora", "Idempotency-Key", "k1");
        node.request("DELETE", "/v1/memory", "", once, 200);
        assertThat(facts("acme:dora", "")).isEmpty();

        say("acme:dora", "d1", "remember city: Vaasa");
        node.request("DELETE", "/v1/memory", "", once, 200);

        assertThat(facts("acme:dora", "")).containsExactly("Vaasa");
    }

    @Test
    void aNewerFactTakesThePlaceOfAnOlderOne() {
        say("acme:eva", "e1", "remember seat: aisle");
        say("acme:eva", "e2", "remember Seat: window");

        assertThat(facts("acme:eva", "")).containsExactly("window");
    }

    @Test
    void whoRunsTheSystemSeesAndErasesWhatIsKnownOfAnybodyOfTheTenant() {
        say("acme:fred", "f1", "remember city: Pori");

        assertThat(facts(ROOT, "?user=fred")).containsExactly("Pori");
        assertThat(facts("globex:root:admin", "?user=fred")).isEmpty();
        delete("globex:root:admin", "/v1/memory?user=fred", 200);
        assertThat(facts("acme:fred", "?user=fred")).containsExactly("Pori");
        delete(ROOT, "/v1/memory/city?user=fred", 200);
        assertThat(facts("acme:fred", "")).isEmpty();
        assertThat(facts(ROOT, "?shared=true")).isEmpty();
        assertThat(facts(ROOT, "?agent=desk")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"?user=ann, 404", "?shared=true, 404", "?agent=desk, 404", "?user=ann&agent=desk, 400"})
    void forOthersNobodyElseHasAMemory(String query, int status) {
        get("acme:bob", "/v1/memory" + query, status);
        delete("acme:bob", "/v1/memory" + query, status);
        delete("acme:bob", "/v1/memory/city" + query, status);
    }

    @Test
    void theFeedOfAMemoryIsNoConversation() {
        say("acme:gus", "s1", "remember city: Rauma");
        String feed = new Owner.User(new TenantId("acme"), "gus").feed().key();

        for (String user : List.of("acme:gus", "acme:bob", ROOT)) {
            get(user, "/v1/conversations/" + feed + "/events", 404);
            get(user, "/v1/conversations/" + feed, 404);
            node.post("/v1/conversations/" + feed + "/messages", "{\"text\":\"hi\"}", as(user), 404);
        }
        delete(ROOT, "/v1/conversations/" + feed, 404);
    }

    @Test
    void whatIsKnownIsKnownAfterARestart() {
        say("acme:hilda", "h1", "remember city: Kotka");
        node.close();
        node = LocalNode.start(application(), directory);

        assertThat(say("acme:hilda", "h2", "Where do I live?")).contains("Kotka");
    }

    /** What the journal and the snapshots have of a memory, as text. */
    private static List<String> stored(Owner owner) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("talkoot.db"));
                Statement statement = connection.createStatement()) {
            for (String table : List.of("journal", "snapshot")) {
                try (ResultSet found =
                        statement.executeQuery("SELECT * FROM %s WHERE feed = '%s'".formatted(table, owner.feed()))) {
                    while (found.next()) {
                        StringBuilder row = new StringBuilder();
                        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                            byte[] bytes = found.getBytes(i);
                            row.append(bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8))
                                    .append('|');
                        }
                        rows.add(row.toString());
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }
}
