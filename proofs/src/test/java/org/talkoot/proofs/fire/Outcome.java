package org.talkoot.proofs.fire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.talkoot.proofs.foreign.ForeignBroker;
import org.talkoot.proofs.foreign.Seen;

/** What has become of tasks: in the journal, in dead letters, and for a reader of committed records. */
final class Outcome {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private Outcome() {}

    /** All are handled; each once, and in the order of its conversation; what is no task is kept. */
    static void assertExactlyOnce(Journal journal, Tasks tasks, ForeignBroker broker) throws Exception {
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

    /** Where the broker lets events come twice, a reader keeps their ids, as it is told to. */
    private static void assertEachIsSeenOnceOutside(ForeignBroker broker, Tasks tasks) throws IOException {
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

    /** The work that is done, by conversation, in the order of the broker. */
    private static Map<String, List<JsonNode>> seen(ForeignBroker broker) throws IOException {
        Map<String, List<JsonNode>> byConversation = new LinkedHashMap<>();
        Set<String> known = new HashSet<>();
        for (byte[] body : broker.read("agent-events")) {
            JsonNode event = Seen.json(body);
            if (event.get("event_type").asText().equals("work.done")
                    && (broker.once() || known.add(event.get("event_id").asText()))) {
                byConversation
                        .computeIfAbsent(event.get("conversation_id").asText(), key -> new ArrayList<>())
                        .add(event);
            }
        }
        return byConversation;
    }
}
