package org.talkoot.proofs.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.talkoot.proofs.workers.CallingNode.ONCE;
import static org.talkoot.proofs.workers.CallingNode.PATIENT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.proofs.crash.NodeProcess;
import org.talkoot.testkit.kafka.KafkaBroker;
import org.talkoot.testkit.process.ChildJvm;

/** Workers and their node by Kafka, each killed in the middle of a call. */
@Tag("alone")
final class RemoteWorkersIT {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private KafkaBroker broker;
    private NodeProcess node;
    private ChildJvm worker;

    @BeforeEach
    void start() throws Exception {
        broker = KafkaBroker.start(directory.resolve("kafka"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(Stream.of(PATIENT, ONCE)
                            .map(tool -> new NewTopic("tools.execute." + tool, 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        node = new NodeProcess(
                CallingNode.class,
                Files.createDirectories(directory.resolve("node")),
                Map.of("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers()));
        node.awaitReady();
        worker = WorkerProcess.start(broker.bootstrapServers(), directory);
    }

    @AfterEach
    void stop() {
        worker.kill();
        node.close();
        broker.close();
    }

    @Test
    void aLostWorkerIsFollowedByAnotherWhereThatMayBeAndIsDoubtWhereItMayNot() throws Exception {
        say("p1", PATIENT);
        say("o1", ONCE);
        await().atMost(LONG).until(() -> begun(PATIENT) >= 1 && begun(ONCE) == 1);

        worker.kill();
        worker = WorkerProcess.start(broker.bootstrapServers(), directory);
        await().atMost(LONG).until(() -> begun(PATIENT) >= 2);
        WorkerProcess.go(directory);

        assertThat(answer("p1")).isEqualTo("done");
        assertThat(answer("o1")).startsWith("IN DOUBT");
        assertThat(begun(ONCE)).isEqualTo(1);
        assertThat(feed("p1", "run.tool-call-settled")).hasSize(1);
        assertThat(feed("o1", "run.tool-call-sent")).hasSize(1);
    }

    @Test
    void theResultIsTakenUpByANodeThatWasKilledMeanwhile() throws Exception {
        say("p1", PATIENT);
        say("o1", ONCE);
        await().atMost(LONG).until(() -> begun(PATIENT) >= 1 && begun(ONCE) == 1);

        node.kill();
        WorkerProcess.go(directory);
        node.restart();
        node.awaitReady();

        assertThat(answer("p1")).isEqualTo("done");
        assertThat(answer("o1")).isEqualTo("done");
        assertThat(begun(ONCE)).isEqualTo(1);
    }

    private long begun(String tool) throws IOException {
        return WorkerProcess.begun(directory, tool);
    }

    private void say(String conversation, String agent) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.uri("/v1/conversations/" + conversation + "/messages"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"go\",\"agent\":\"%s\"}".formatted(agent)))
                .build();
        assertThat(node.http()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(202);
    }

    private String answer(String conversation) {
        await().atMost(LONG)
                .ignoreExceptions()
                .until(() -> !feed(conversation, "conversation.answer-posted").isEmpty());
        return feed(conversation, "conversation.answer-posted")
                .getLast()
                .at("/data/text")
                .asText();
    }

    private List<JsonNode> feed(String conversation, String type) {
        HttpRequest request = HttpRequest.newBuilder(
                        node.uri("/v1/conversations/" + conversation + "/events?limit=500"))
                .build();
        try {
            String body = node.http()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            return Stream.of(JSON.readTree(body).get("events"))
                    .flatMap(events -> events.valueStream())
                    .filter(event -> event.get("type").asText().equals(type))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
