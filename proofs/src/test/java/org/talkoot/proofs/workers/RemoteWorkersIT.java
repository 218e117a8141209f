package org.talkoot.proofs.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.talkoot.proofs.workers.CallingNode.ONCE;
import static org.talkoot.proofs.workers.CallingNode.PATIENT;
import static org.talkoot.proofs.workers.Talks.LONG;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
@Tag("heavy")
final class RemoteWorkersIT {

    @TempDir
    Path directory;

    private KafkaBroker broker;
    private NodeProcess node;
    private Talks talks;
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
        talks = new Talks(node);
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
        talks.say("p1", PATIENT);
        talks.say("o1", ONCE);
        await().atMost(LONG).until(() -> begun(PATIENT) >= 1 && begun(ONCE) == 1);

        worker.kill();
        worker = WorkerProcess.start(broker.bootstrapServers(), directory);
        await().atMost(LONG).until(() -> begun(PATIENT) >= 2);
        WorkerProcess.go(directory);

        assertThat(talks.answer("p1")).isEqualTo("done");
        assertThat(talks.answer("o1")).startsWith("IN DOUBT");
        assertThat(begun(ONCE)).isEqualTo(1);
        assertThat(talks.feed("p1", "run.tool-call-settled")).hasSize(1);
        assertThat(talks.feed("o1", "run.tool-call-sent")).hasSize(1);
    }

    @Test
    void theResultIsTakenUpByANodeThatWasKilledMeanwhile() throws Exception {
        talks.say("p1", PATIENT);
        talks.say("o1", ONCE);
        await().atMost(LONG).until(() -> begun(PATIENT) >= 1 && begun(ONCE) == 1);

        node.kill();
        WorkerProcess.go(directory);
        node.restart();
        node.awaitReady();

        assertThat(talks.answer("p1")).isEqualTo("done");
        assertThat(talks.answer("o1")).isEqualTo("done");
        assertThat(begun(ONCE)).isEqualTo(1);
    }

    private long begun(String tool) throws IOException {
        return WorkerProcess.begun(directory, tool);
    }
}
