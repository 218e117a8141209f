package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.budget.RunLimits;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Turns that their conversation ends: because somebody said so, or because their time is over. */
final class EndedTurnsTest {

    private static final RunLimits LIMITS = RunLimits.DEFAULT.withWallTime(Duration.ofSeconds(4));

    @TempDir
    static Path directory;

    private static LocalNode node;

    @BeforeAll
    static void start() {
        AgentDefinition passing = AgentDefinition.of(
                "passing",
                "sleeps a little and hands over",
                new CodeBrain(view -> view.steps().isEmpty()
                        ? new Next.Sleep(Duration.ofSeconds(1))
                        : new Next.HandOff(new AgentType("slow"), "")));
        AgentDefinition slow =
                AgentDefinition.of("slow", "sleeps", new CodeBrain(view -> new Next.Sleep(Duration.ofHours(1))));
        node = LocalNode.start(
                Talkoot.agents(List.of(passing.withLimits(LIMITS), slow.withLimits(LIMITS))),
                directory,
                Map.of("talkoot.conversations.turn-time", "1 ms"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aTurnIsCancelledAndItsRunWithIt() {
        JsonNode posted = node.post("/v1/conversations/c/messages", "{\"text\":\"x\",\"agent\":\"slow\"}", 202);
        String body = "{\"reason\":\"enough\",\"message_id\":%s}".formatted(posted.get("message_id"));

        node.post("/v1/conversations/c/cancel", "{\"message_id\":\"another\"}", 200);
        node.post("/v1/conversations/c/cancel", body, 200);
        node.post("/v1/conversations/c/cancel", body, 200);

        eventually(() ->
                assertThat(node.feed("c", "conversation.abandoned-run-settled")).hasSize(1));
        JsonNode ended = node.feed("c", "conversation.turn-abandoned").getFirst();
        assertThat(ended.at("/data/failure/type").asText()).isEqualTo("cancelled");
        assertThat(ended.at("/data/failure/reason").asText()).isEqualTo("enough");
        eventually(() -> assertThat(node.get("/v1/runs/" + posted.get("run_id").asText())
                        .at("/failure/code")
                        .asText())
                .isEqualTo("cancelled"));
    }

    @Test
    void aTurnThatTakesLongerThanAnyOfItsRunsMayIsADeadLetter() {
        JsonNode reply =
                node.post("/v1/conversations/late/messages?wait=30s", "{\"text\":\"x\",\"agent\":\"passing\"}", 200);

        assertThat(reply.at("/failure/code").asText()).isEqualTo("turn-time-limit");
        eventually(() -> assertThat(node.get("/v1/dead-letters").get("dead_letters"))
                .as("only the one whose time was over")
                .hasSize(1));
        JsonNode letter = node.get("/v1/dead-letters").at("/dead_letters/0");
        assertThat(letter.get("class").asText()).isEqualTo("BUDGET_EXHAUSTED");
        assertThat(node.get("/v1/conversations/late").get("last_outcome").asText())
                .isEqualTo("failed");
        eventually(() -> assertThat(node.feed("late", "conversation.abandoned-run-settled"))
                .hasSize(1));
    }
}
