package org.talkoot.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** The cluster at the terminal, against a real node. */
final class ClusterStatusTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private static int run(StringWriter out, String url) {
        return ClusterStatus.line()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute("--url=" + url);
    }

    @Test
    void showsEachMemberAndWhatRunsThere() {
        AgentDefinition plain =
                AgentDefinition.of("plain", "answers", new CodeBrain(view -> new Next.Answer("As ever.")));
        StringWriter out = new StringWriter();
        try (LocalNode node = LocalNode.start(Talkoot.agents(List.of(plain)), directory, Map.of())) {
            // A node that has just started has not yet heard from everything that runs on it.
            await().atMost(LONG).untilAsserted(() -> {
                out.getBuffer().setLength(0);
                assertThat(run(out, node.url())).isZero();
                assertThat(out.toString().lines().toList())
                        .singleElement()
                        .asString()
                        .contains("127.0.0.1:" + node.port(), "up", "shards", "run-view", "waker");
            });
        }
    }

    @Test
    void saysThatNoNodeAnswers() {
        StringWriter out = new StringWriter();

        assertThat(run(out, "http://127.0.0.1:1")).isEqualTo(2);
        assertThat(out).hasToString("talkoot: no node answers at http://127.0.0.1:1\n");
    }
}
