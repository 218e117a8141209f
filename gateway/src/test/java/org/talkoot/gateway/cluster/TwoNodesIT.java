package org.talkoot.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Two nodes on one database: what one is asked the other may do. */
final class TwoNodesIT {

    private static final int CONVERSATIONS = 24;

    @TempDir
    Path directory;

    private EmbeddedPostgres database;
    private LocalNode first;
    private LocalNode second;

    @BeforeEach
    void start() throws IOException {
        database = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("database"))
                .start();
        int seed = freePort();
        first = node("first", seed, seed);
        second = node("second", freePort(), seed);
    }

    private LocalNode node(String name, int port, int seed) {
        return LocalNode.start(
                Talkoot.agents(List.of(
                        AgentDefinition.of("boss", "asks a clerk", new CodeBrain(TwoNodesIT::next)),
                        AgentDefinition.of("clerk", "", CodeBrain.answering(view -> "done: " + view.task())))),
                directory.resolve(name),
                Map.of(
                        "talkoot.persistence.database.url",
                        database.getJdbcUrl("postgres", "postgres"),
                        "talkoot.cluster.port",
                        port,
                        "talkoot.cluster.seed-nodes",
                        List.of("127.0.0.1:" + seed)));
    }

    private static Next next(RunView view) {
        return view.lastStep().orElse(null) instanceof Step.DelegateReported report
                ? new Next.Answer("the clerk says: " + ((RunOutcome.Answered) report.outcome()).text())
                : new Next.Delegate(List.of(new Next.Delegate.Task(new AgentType("clerk"), view.task())));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws IOException {
        second.close();
        first.close();
        database.close();
    }

    @Test
    void eitherNodeAnswersForBoth() {
        for (int i = 0; i < CONVERSATIONS; i++) {
            LocalNode asked = i % 2 == 0 ? first : second;
            LocalNode other = i % 2 == 0 ? second : first;
            assertThat(asked.say("c" + i, "boss", "task " + i)).isEqualTo("the clerk says: done: task " + i);
            assertThat(other.say("c" + i, "boss", "more " + i)).isEqualTo("the clerk says: done: more " + i);
            assertThat(asked.feed("c" + i, "conversation.answer-posted")).hasSize(2);
        }
    }
}
