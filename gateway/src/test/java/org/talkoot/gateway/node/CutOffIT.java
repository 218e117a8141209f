package org.talkoot.gateway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.cluster.NodeConfig;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.testkit.bus.CutLine;
import org.talkoot.testkit.node.LocalNode;

/** Two nodes that reach each other, one of which does not reach the database any more. */
final class CutOffIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private EmbeddedPostgres database;
    private CutLine line;

    @BeforeEach
    void start() throws IOException {
        database = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("database"))
                .start();
        line = new CutLine(database.getPort());
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        database.close();
    }

    private static Talkoot application() {
        return Talkoot.agents(
                List.of(AgentDefinition.of("plain", "", new CodeBrain(view -> new Next.Answer("As ever.")))));
    }

    private Map<String, Object> settings(String name, int port) {
        return Map.of(
                "talkoot.data",
                directory.resolve(name).toString(),
                "talkoot.http.port",
                0,
                "talkoot.persistence.database.url",
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(port),
                "talkoot.persistence.database.connect-timeout",
                "2s",
                "talkoot.persistence.lease.term",
                "6s",
                "talkoot.persistence.lease.renew-every",
                "1s");
    }

    @Test
    void theOneThatIsCutOffEndsWithThreeAndSaysWhyAndTheOtherDoesItsWork() throws IOException {
        Node lost = Node.start(application(), NodeConfig.load(ConfigFactory.parseMap(settings("lost", line.port()))));
        try (LocalNode stays =
                LocalNode.start(application(), directory.resolve("stays"), settings("stays", database.getPort()))) {
            await().atMost(LONG)
                    .until(() -> stays.get("/v1/cluster").get("members").size() == 2);
            CompletableFuture<Optional<String>> ended =
                    CompletableFuture.supplyAsync(lost::awaitTermination, Executors.newVirtualThreadPerTaskExecutor());

            line.close();

            await().atMost(LONG).until(ended::isDone);
            assertThat(ended.join()).get().asString().contains("it does not reach its database, and other nodes do");
            assertThat(NodeCommand.exitCode(ended.join())).isEqualTo(3);
            for (int i = 0; i < 8; i++) {
                String conversation = "c" + i;
                await().atMost(LONG)
                        .ignoreExceptionsMatching(AssertionError.class::isInstance)
                        .until(() -> stays.say(conversation, "plain", "hello").equals("As ever."));
            }
        } finally {
            lost.close();
        }
    }
}
