package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunFailure;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** DELETE of a conversation at a whole node: what is answered from then on, and what is left in the database. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RemovedConversationTest {

    /** Stands in all that is said. */
    private static final String SECRET = "xylophone";

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        node = node();
    }

    private static LocalNode node() {
        return LocalNode.start(
                Talkoot.agents(List.of(
                        agent("echo", view -> new Next.Answer(view.task())),
                        agent("boss", RemovedConversationTest::delegates),
                        agent("sleeper", view -> new Next.Sleep(Duration.ofHours(1))),
                        agent("tired", view -> new Next.Fail(new RunFailure.GaveUp("tired", view.task()))),
                        agent("listener", view -> new Next.Answer(view.task()))
                                .withSubscriptions(Subscription.to("order.>")))),
                directory);
    }

    private static AgentDefinition agent(String name, Function<RunView, Next> brain) {
        return AgentDefinition.of(name, name, new CodeBrain(brain));
    }

    private static Next delegates(RunView view) {
        return view.lastStep().isEmpty()
                ? new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType("sleeper"), view.task())))
                : new Next.Answer(view.task());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String posts(String conversation, String agent) {
        return node.post(
                        "/v1/conversations/" + conversation + "/messages",
                        "{\"text\":\"%s\",\"agent\":\"%s\",\"attributes\":{\"what\":\"%s\"}}"
                                .formatted(SECRET, agent, SECRET),
                        202)
                .get("run_id")
                .asText();
    }

    private static JsonNode removes(String conversation, int status) {
        return node.request("DELETE", "/v1/conversations/" + conversation, "", status);
    }

    private static void isGone(String conversation) {
        String path = "/v1/conversations/" + conversation;
        for (String read : List.of("", "/messages", "/events")) {
            assertThat(node.get(path + read, 410).get("code").asText()).isEqualTo("conversation-removed");
        }
    }

    @Test
    @Order(1)
    void isAnsweredAsGoneFromThenOn() {
        node.say("talk", "echo", SECRET);

        removes("talk", 202);

        isGone("talk");
        node.post("/v1/conversations/talk/messages", "{\"text\":\"hi\"}", 410);
        node.request("PATCH", "/v1/conversations/talk", "{\"attributes\":{\"a\":\"b\"}}", 410);
        node.post("/v1/conversations/talk/agent", "{\"agent\":\"boss\"}", 410);
        removes("talk", 202);
    }

    @Test
    @Order(2)
    void isNotThereIfItNeverWas() {
        assertThat(removes("nowhere", 404).get("code").asText()).isEqualTo("not-found");
        node.say("nowhere", "echo", "but may begin");
    }

    @Test
    @Order(3)
    void whatIsAtWorkEnds() {
        String run = posts("busy", "boss");
        eventually(() -> assertThat(node.feed("busy", "run.timer-set")).hasSize(1));

        removes("busy", 202);

        eventually(() -> node.get("/v1/runs/" + run, 404));
        isGone("busy");
    }

    @Test
    @Order(4)
    void whoeverWaitsForTheAnswerHearsOfIt() {
        CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(() -> node.post(
                "/v1/conversations/waited/messages?wait=60s",
                "{\"text\":\"" + SECRET + "\",\"agent\":\"sleeper\"}",
                200));
        eventually(() -> assertThat(node.feed("waited", "run.timer-set")).hasSize(1));

        removes("waited", 202);

        assertThat(answer.join().at("/failure/code").asText()).isEqualTo("conversation-removed");
    }

    @Test
    @Order(5)
    void lettersAndEventsFromOutsideGoToo() {
        posts("mixed", "tired");
        node.event(
                "{\"event_id\":\"o1\",\"event_type\":\"order.paid\",\"conversation_id\":\"mixed\",\"payload\":{\"for\":\""
                        + SECRET + "\"}}");
        eventually(() -> assertThat(letters("mixed")).isEqualTo(1));
        eventually(() -> assertThat(node.answersOf("mixed", "listener")).hasSize(1));

        removes("mixed", 202);

        eventually(() -> assertThat(letters("mixed")).isZero());
    }

    private static long letters(String conversation) {
        return StreamSupport.stream(
                        node.get("/v1/dead-letters").get("dead_letters").spliterator(), false)
                .filter(letter -> letter.path("conversation_id").asText().equals(conversation))
                .count();
    }

    @Test
    @Order(6)
    void whatComesLaterByEventsIsRefused() {
        String event =
                "{\"event_id\":\"late\",\"event_type\":\"%s\",\"conversation_id\":\"mixed\",\"payload\":{\"text\":\"late\"}}";

        assertThat(node.post("/v1/events", event.formatted("task.requested"), 404)
                        .get("detail")
                        .asText())
                .contains("has been removed");
        assertThat(node.post("/v1/events", event.formatted("order.paid"), 404)
                        .get("detail")
                        .asText())
                .contains("has been removed");
    }

    /** Over a restart too: the marks are in the journal. */
    @Test
    @Order(7)
    void nothingOfItIsLeftInTheDatabase() throws SQLException {
        eventually(() -> assertThat(followers()).allMatch(lag -> lag == 0));
        node.close();

        assertThat(secrets()).isEmpty();

        node = node();
        for (String conversation : List.of("talk", "busy", "waited", "mixed")) {
            isGone(conversation);
        }
        assertThat(node.get("/v1/conversations/nowhere").get("messages").asLong())
                .isEqualTo(2);
    }

    private static List<Long> followers() {
        return StreamSupport.stream(node.get("/v1/cluster").get("followers").spliterator(), false)
                .filter(follower -> follower.get("name").asText().equals("removal"))
                .map(follower -> follower.path("lag").asLong(-1))
                .toList();
    }

    private static List<String> secrets() throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            assertThat(tables).contains("journal", "snapshot", "run_view");
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            byte[] value = rows.getBytes(i);
                            if (value != null && new String(value, StandardCharsets.UTF_8).contains(SECRET)) {
                                found.add(table + ": " + rows.getString(i));
                            }
                        }
                    }
                }
            }
        }
        return found;
    }

    private static Path database() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
