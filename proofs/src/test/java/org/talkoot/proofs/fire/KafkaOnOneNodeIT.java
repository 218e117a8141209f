package org.talkoot.proofs.fire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.proofs.foreign.Seen;
import org.talkoot.testkit.kafka.KafkaBroker;
import org.talkoot.testkit.node.LocalNode;

/** A stranger's producer and consumer, plain clients of Kafka, with a node between them. */
final class KafkaOnOneNodeIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static KafkaBroker broker;
    private static LocalNode node;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(directory.resolve("kafka"));
        node = LocalNode.start(
                Talkoot.agents(List.of(AgentDefinition.of(
                        "greeter", "greets", new CodeBrain(view -> new Next.Answer("Hello " + view.task()))))),
                directory.resolve("data"),
                Map.of(
                        "talkoot.kafka.bootstrap-servers",
                        broker.bootstrapServers(),
                        "talkoot.kafka.sink.wire-format",
                        "cloudevents-binary"));
    }

    @AfterAll
    static void stop() {
        node.close();
        broker.close();
    }

    private static void send(String key, String body) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var unused = producer.send(new ProducerRecord<>("agent-tasks", key.getBytes(UTF_8), body.getBytes(UTF_8)))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic, String key) {
        return Seen.records(broker.bootstrapServers(), topic).stream()
                .filter(record -> new String(record.key(), UTF_8).equals(key))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void aForeignTaskIsAnsweredWithTheHeadersOfACloudEvent() throws Exception {
        await().atMost(LONG).untilAsserted(() -> node.get("/health/ready", 200));
        send("ann", """
                {"event_id":"order-1","event_type":"task.requested","version":"1.0",
                 "timestamp":"2026-01-31T12:00:00Z","source_agent":"shop","target_agent":"greeter",
                 "correlation_id":"corr-1","payload":{"text":"Ann"},"metadata":{"colour":"blue"}}\
                """);

        await().atMost(LONG).until(() -> !records("agent-results", "ann").isEmpty());
        ConsumerRecord<byte[], byte[]> result = records("agent-results", "ann").getFirst();
        assertThat(Seen.json(result.value()).get("text").asText()).isEqualTo("Hello Ann");
        assertThat(header(result, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(result, "ce_type")).isEqualTo("org.talkoot.conversation.answer-posted.v1");
        assertThat(header(result, "ce_correlationid")).isEqualTo("corr-1");
        assertThat(header(result, "ce_causationid")).isEqualTo("order-1");
        assertThat(header(result, "correlation-id")).isEqualTo("corr-1");
        assertThat(header(result, "event-type")).contains("conversation.answer-posted");
        assertThat(records("agent-events", "ann")).isNotEmpty();
    }

    @Test
    void aPoisonedTaskIsMendedAndCompletesItsConversation() throws Exception {
        send("bob", "{\"event_id\":\"p-1\",\"event_type\":\"task.requested\",\"payload\":{\"text\":}}");

        String list = "/v1/dead-letters?class=POISON&status=waiting";
        await().atMost(LONG)
                .until(() -> !node.get(list, 200).get("dead_letters").isEmpty());
        String path = "/v1/dead-letters/"
                + node.get(list, 200).get("dead_letters").get(0).get("id").asText();
        JsonNode letter = node.get(path, 200);
        assertThat(letter.get("content").asText()).contains("\"text\":}");
        assertThat(letter.at("/subject/place/log").asText()).startsWith("kafka:agent-tasks/");
        await().atMost(LONG).until(() -> !records("agent-dlq", "undelivered").isEmpty());

        node.post(path + "/redrive", """
                {"by":"ann","content":"{\\"event_id\\":\\"p-1\\",\\"event_type\\":\\"task.requested\\",\
                \\"target_agent\\":\\"greeter\\",\\"payload\\":{\\"text\\":\\"Bob\\"}}"}\
                """, 202);

        await().atMost(LONG).until(() -> !records("agent-results", "bob").isEmpty());
        assertThat(Seen.json(records("agent-results", "bob").getFirst().value())
                        .get("text")
                        .asText())
                .isEqualTo("Hello Bob");
        await().atMost(LONG)
                .until(() -> node.get(path, 200).get("status").asText().equals("resolved"));
    }

    @Test
    void aLetterTooLargeForItsTopicLeavesWithoutItsPayloadAndHoldsNothingUp() throws Exception {
        send("cid", "{\"event_id\":\"large\",\"padding\":\"" + "x".repeat(950_000) + "\",}");

        await().atMost(LONG).until(() -> largeLetters().size() == 1);
        JsonNode left = largeLetters().getFirst();
        assertThat(left.get("talkoot_payload_bytes").asInt()).isGreaterThan(1_000_000);
        String opened = node.text(left.get("talkoot_payload_at").asText());
        assertThat(opened).contains("dead-letter.opened").hasSizeGreaterThan(1_000_000);

        send("dee", "{\"event_id\":\"d\",\"event_type\":\"task.requested\",\"payload\":\"Dee\"}");
        await().atMost(LONG).until(() -> !records("agent-results", "dee").isEmpty());
    }

    private static List<JsonNode> largeLetters() {
        return records("agent-dlq", "undelivered").stream()
                .map(record -> Seen.json(record.value()).at("/metadata"))
                .filter(metadata -> metadata.has("talkoot_payload_at"))
                .toList();
    }

    @Test
    void metricsTellOfLagAndOfWhatIsBehind() {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(node.text("/metrics"))
                        .contains("talkoot_source_lag{")
                        .contains("talkoot_source_oldest_unprocessed")
                        .contains("talkoot_subscriber_behind{subscriber=\"sink-talkoot\"}")
                        .contains("talkoot_source_stuck{source=\"kafka\"} 0"));
    }
}
