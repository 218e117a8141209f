package org.talkoot.proofs.fire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.proofs.crash.NodeProcess;
import org.talkoot.proofs.foreign.ForeignBroker;
import org.talkoot.testkit.kafka.KafkaBroker;

/**
 * A model that allows five calls a second, and thousands of tasks that want it: the broker keeps what there is no room
 * for. No call above the limit, nothing lost, memory as before, the lag visible, and another agent answers meanwhile.
 *
 * <p>{@code -Dpressure.tasks=20000 -Dpressure.calls=150} for the full size.
 */
final class BackPressureIT {

    private static final int TASKS = Integer.getInteger("pressure.tasks", 8_000);
    private static final int CALLS = Integer.getInteger("pressure.calls", 60);
    private static final int PER_MINUTE = 300;
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theBrokerKeepsWhatTheModelHasNoRoomFor() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                KafkaBroker broker = KafkaBroker.start(directory.resolve("kafka"));
                SlowModel model = new SlowModel();
                NodeProcess node = new NodeProcess(
                        ThinkingNode.class,
                        directory,
                        Map.of(
                                "TALKOOT_DB_URL", postgres.getJdbcUrl("postgres", "postgres"),
                                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                                "OPENAI_API_KEY", "test",
                                "OPENAI_BASE_URL", model.url(),
                                "JAVA_TOOL_OPTIONS", "-Dtalkoot.models.limits.requests-per-minute=" + PER_MINUTE));
                Journal journal = new Journal(postgres.getJdbcUrl("postgres", "postgres"))) {
            node.awaitReady();
            write(broker);
            await().atMost(LONG).until(() -> model.calls().size() >= CALLS / 3);
            double before = heap(node);

            await().atMost(LONG).until(() -> model.calls().size() >= CALLS);
            List<Long> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                long asked = System.nanoTime();
                assertThat(ask(node, "others-" + i)).isEqualTo("You said: hello");
                others.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked));
            }

            double after = heap(node);
            assertThat(mostInAnyMinute(model.calls())).isLessThanOrEqualTo(PER_MINUTE);
            assertThat(metric(node, "talkoot_source_lag")).isGreaterThan(TASKS - 3_000);
            long posted = journal.count("conversation.message-posted");
            assertThat(posted).as("taken").isLessThan(2_000);
            assertThat(committed(broker)).as("acknowledged").isLessThanOrEqualTo(posted);
            assertThat(journal.count("dead-letter.opened")).as("given up").isZero();
            assertThat(journal.count("conversation.turn-failed")).as("failed").isZero();
            System.out.printf(
                    "events under fire: back-pressure: %d tasks wait, %d taken, %d calls;"
                            + " heap in use after collection %.1f MB, then %.1f MB;"
                            + " others answer within %s ms%n",
                    TASKS, posted, model.calls().size(), before / 1e6, after / 1e6, others);
            assertThat(after).as("heap").isLessThan(before * 1.5 + 20e6);
        }
    }

    private static void write(KafkaBroker broker) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "linger.ms",
                        "5",
                        "max.in.flight.requests.per.connection",
                        "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < TASKS; i++) {
                var unused = producer.send(
                        new ProducerRecord<>(ForeignBroker.TASKS, ("w" + i).getBytes(UTF_8), """
                                        {"event_id":"w-%d","event_type":"task.requested",\
                                        "target_agent":"thinker","payload":{"text":"think"}}\
                                        """.formatted(i)
                                .getBytes(UTF_8)));
            }
            producer.flush();
        }
    }

    private static int mostInAnyMinute(List<Long> calls) {
        int most = 0;
        int first = 0;
        for (int i = 0; i < calls.size(); i++) {
            while (calls.get(i) - calls.get(first) >= Duration.ofMinutes(1).toNanos()) {
                first++;
            }
            most = Math.max(most, i - first + 1);
        }
        return most;
    }

    private static long committed(KafkaBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listConsumerGroupOffsets("talkoot").partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }
    }

    private String ask(NodeProcess node, String conversation) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        node.uri("/v1/conversations/" + conversation + "/messages?wait=30s"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"hello\",\"agent\":\"parrot\"}"))
                .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return new ObjectMapper().readTree(body).at("/answer/text").asText();
    }

    /** What is really in use: the old generation after its last collection is not enough to ask. */
    private double heap(NodeProcess node) throws Exception {
        node.collectGarbage();
        return metric(node, "jvm_memory_used_bytes{area=\"heap\"");
    }

    private double metric(NodeProcess node, String prefix) throws IOException, InterruptedException {
        String text = http.send(
                        HttpRequest.newBuilder(node.uri("/metrics")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher lines = Pattern.compile("(?m)^" + Pattern.quote(prefix) + ".* ([0-9.E+-]+)$")
                .matcher(text);
        double sum = 0;
        while (lines.find()) {
            sum += Double.parseDouble(lines.group(1));
        }
        return sum;
    }
}
