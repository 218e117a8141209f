package org.talkoot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.talkoot.testkit.node.LocalNode.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.AgentType;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.Tool;
import org.talkoot.core.tool.ToolCall;
import org.talkoot.core.tool.ToolContext;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolResult;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.gateway.node.Talkoot;
import org.talkoot.testkit.node.LocalNode;

/** Cancelling a run ends those that work for it, two levels down, and a tool that looks is told to stop. */
final class CancelReachesToolsTest {

    @TempDir
    Path directory;

    @Test
    void aToolTwoLevelsBelowStops() {
        Looking tool = new Looking();
        Talkoot application = Talkoot.agents(List.of(
                        asking("boss", "middle"),
                        asking("middle", "low"),
                        AgentDefinition.of(
                                "low",
                                "",
                                new CodeBrain(view -> view.steps().isEmpty()
                                        ? Next.CallTools.of(new ToolRequest("look", "{}"))
                                        : new Next.Answer("seen")))))
                .tools(node -> List.of(tool));
        try (LocalNode node = LocalNode.start(application, directory)) {
            String boss = node.post("/v1/agents/boss/runs", "{\"input\": \"go\"}", 202)
                    .at("/run_id")
                    .asText();
            tool.begun.join();

            node.post("/v1/runs/" + boss + "/cancel", "{\"reason\": \"enough\"}", 200);

            tool.cancelled.join();
            eventually(() -> {
                JsonNode runs = node.get("/v1/runs/" + boss + "/graph").at("/runs");
                assertThat(runs).hasSize(3);
                assertThat(runs)
                        .allMatch(run -> run.at("/failure/code").asText().equals("cancelled"));
            });
        }
    }

    private static AgentDefinition asking(String name, String other) {
        return AgentDefinition.of(
                name,
                "",
                new CodeBrain(view -> view.steps().isEmpty()
                        ? Next.Delegate.of(new Next.Delegate.Task(new AgentType(other), "do"))
                        : new Next.Answer("done")));
    }

    /** Looks until it is told that nobody waits any more. */
    private static final class Looking implements Tool {

        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

        @Override
        public ToolSpec spec() {
            return ToolSpec.of("look", "Looks.", new ToolInput.Json("{\"type\": \"object\"}"), SideEffect.READ_ONLY);
        }

        @Override
        public ToolResult invoke(ToolCall call, ToolContext context) {
            begun.complete(null);
            while (!context.isCancelled()) {
                LockSupport.parkNanos(1_000_000);
            }
            cancelled.complete(null);
            return ToolResult.success("stopped");
        }
    }
}
