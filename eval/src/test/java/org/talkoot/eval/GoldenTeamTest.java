package org.talkoot.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.CallId;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.eval.golden.GoldenConversation;
import org.talkoot.gateway.node.Node;
import org.talkoot.gateway.node.Talkoot;

/** Agents that work at the same time: whoever is asked first in a replay, each hears what was said to it. */
final class GoldenTeamTest {

    private static final String ONE_QUESTION = "You answer one question.";

    static Talkoot application() {
        return team(ONE_QUESTION);
    }

    private static Talkoot team(String worker) {
        return Talkoot.agents(List.of(
                AgentDefinition.of(
                        "desk",
                        "has questions answered",
                        LlmBrain.of("You ask workers.").asking("worker")),
                AgentDefinition.of("worker", "answers one question", LlmBrain.of(worker))));
    }

    private static ModelOutcome think(ModelRequest request, Deltas deltas) {
        Message last = request.messages().getLast();
        ModelReply reply = request.instructions().equals(ONE_QUESTION)
                ? new ModelReply.Answer("about " + last.text())
                : last instanceof Message.ToolOutput
                        ? new ModelReply.Answer("Both were answered.")
                        : new ModelReply.ToolCalls(
                                "",
                                List.of(
                                        new ToolCall(new CallId("p1"), "ask_worker", "tides"),
                                        new ToolCall(new CallId("p2"), "ask_worker", "winds"),
                                        new ToolCall(new CallId("p3"), "ask_worker", "snow")));
        return new ModelOutcome.Replied(reply, TokenUsage.of(10, 5), new ModelName("fake/model"));
    }

    @Test
    void eachAgentHearsWhatWasSaidToIt(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("team.json");
        try (Node node = application()
                .model(GoldenTeamTest::think)
                .with("talkoot.data", folder.resolve("data").toString())
                .with("talkoot.http.port", 0)
                .with("pekko.cluster.jmx.enabled", "off")
                .start()) {
            String conversation = node.url() + "/v1/conversations/c1";
            ask(conversation);
            GoldenConversation.record(conversation, Optional.empty(), GoldenTeamTest.class.getName(), file);
        }
        GoldenConversation golden = GoldenConversation.read(file);

        assertThat(golden.differences()).isEmpty();
        assertThat(golden.differences()).isEmpty();
        assertThat(golden.differences(team("You answer shortly.")))
                .singleElement()
                .asString()
                .isEqualTo(
                        "worker, step 1 has other instructions:\n  - You answer one question.\n  + You answer shortly.");
    }

    private static void ask(String conversation) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(conversation + "/messages?wait=30s"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"How is the weather?\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        }
    }
}
