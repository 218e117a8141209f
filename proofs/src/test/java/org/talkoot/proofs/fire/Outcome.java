package org.talkoot.proofs.fire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.talkoot.testkit.kafka.KafkaBroker;

/** What has become of tasks: in the journal, in dead letters, and for a reader of committed records. */
final class Outcome {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private Outcome() {}

    /** All are handled; each once, and in the order of its conversation; what is no task is kept. */
    static void assertExactlyOnce(Journal journal, Tasks tasks, KafkaBroker broker) throws Exception {
        assertEachIsHandledOnceAndInOrder(journal, tasks);
        assertPoisonIsKept(journal, tasks);
        assertEachIsSeenOnceOutside(broker, tasks);
    }

    static void awaitHandled(Journal journal, long turns) {
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
