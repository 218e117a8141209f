package org.talkoot.gateway.fire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.gateway.crash.NodeProcess;
import org.talkoot.testkit.kafka.KafkaBroker;

/**
 * Task events through Kafka into the journal and out again, while the node is killed five times and the broker twice.
 * Every good event is handled exactly once and in the order of its conversation, every bad one is a dead letter exactly
 * once with its bytes, and a reader of committed records sees each published event exactly once.
 *
 * <p>{@code -Dfire.events=100000} for the full size.
 */
@Tag("alone")
final class EventsUnderFireIT {

    private static final int EVENTS = Integer.getInteger("fire.events", 15_000);
    private static final int CONVERSATIONS = Math.max(50, EVENTS / 100);
    private static final int NODE_KILLS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    @Test
    void everyEventIsHandledOnceThoughNodeAndBrokerAreKilled() throws Exception {
        Tasks tasks = new Tasks(CONVERSATIONS, EVENTS);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                KafkaBroker broker = KafkaBroker.start(directory.resolve("kafka"));
                NodeProcess node = new NodeProcess(
                        EventNode.class,
                        directory,
                        Map.of(
                                "TALKOOT_DB_URL",
                                postgres.getJdbcUrl("postgres", "postgres"),
                                "KAFKA_BOOTSTRAP_SERVERS",
                                broker.bootstrapServers()));
                Journal journal = new Journal(postgres.getJdbcUrl("postgres", "postgres"))) {
            node.awaitReady();
            long began = System.nanoTime();
            tasks.write(broker.bootstrapServers());
            for (int kill = 1; kill <= NODE_KILLS; kill++) {
                awaitHandled(journal, EVENTS * kill / (NODE_KILLS + 1));
                node.kill();
                if (kill == 2 || kill == 4) {
                    broker.off();
                    node.restart();
                    broker.on();
                } else {
                    node.restart();
                }
            }
            awaitHandled(journal, EVENTS);
            assertEachIsHandledOnceAndInOrder(journal, tasks);
            assertPoisonIsKept(journal, tasks);
            assertEachIsSeenOnceOutside(broker, tasks);
            System.out.printf(
                    "events under fire: %d events, %d repeats, %d poison, %d s%n",
                    EVENTS,
                    tasks.repeats(),
                    tasks.poison().size(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
        }
    }

    private static void awaitHandled(Journal journal, long turns) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> journal.count("conversation.answer-posted") >= turns);
    }

    private static void assertEachIsHandledOnceAndInOrder(Journal journal, Tasks tasks) throws Exception {
        Map<String, List<JsonNode>> posted = journal.events("conversation.message-posted");
        Map<String, List<JsonNode>> answered = journal.events("conversation.answer-posted");
        for (int c = 0; c < tasks.conversations(); c++) {
            String feed = "default/" + Tasks.conversation(c);
            assertThat(posted.get(feed))
                    .as("messages of %s", feed)
                    .extracting(event -> event.get("text").asText())
                    .containsExactlyElementsOf(tasks.expected(c));
            assertThat(answered.get(feed))
                    .as("answers of %s", feed)
                    .extracting(event -> event.get("text").asText())
                    .containsExactlyElementsOf(tasks.expected(c).stream()
                            .map(text -> "done: " + text)
                            .toList());
        }
    }

    private static void assertPoisonIsKept(Journal journal, Tasks tasks) throws Exception {
        await().atMost(PATIENCE)
                .until(() ->
                        journal.count("dead-letter.opened") >= tasks.poison().size());
        assertThat(journal.events("dead-letter.opened").values().stream()
                        .flatMap(List::stream)
                        .map(event -> event.at("/letter/subject/body").asText())
                        .map(body -> new String(Base64.getDecoder().decode(body), UTF_8)))
                .containsExactlyInAnyOrderElementsOf(tasks.poison());
    }

    private static void assertEachIsSeenOnceOutside(KafkaBroker broker, Tasks tasks) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> seen(broker).values().stream().mapToInt(List::size).sum() >= tasks.events());
        Map<String, List<JsonNode>> seen = seen(broker);
        for (int c = 0; c < tasks.conversations(); c++) {
            String subject = Tasks.conversation(c);
            assertThat(seen.get(subject))
                    .as("published by %s", subject)
                    .extracting(event -> event.at("/payload/task").asText())
                    .containsExactlyElementsOf(tasks.expected(c));
        }
    }

    private static Map<String, List<JsonNode>> seen(KafkaBroker broker) {
        return Seen.read(broker.bootstrapServers(), "agent-events", "work.done");
    }
}
