package org.talkoot.proofs.workers;

import java.time.Duration;
import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.ToolRequest;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.tool.SideEffect;
import org.talkoot.core.tool.ToolInput;
import org.talkoot.core.tool.ToolPolicy;
import org.talkoot.core.tool.ToolSpec;
import org.talkoot.core.tool.remote.RemoteTool;
import org.talkoot.gateway.node.Talkoot;

/** The node that sends calls: each of its agents calls the tool of its name and answers with what comes of it. */
public final class CallingNode {

    static final String PATIENT = "patient";
    static final String ONCE = "once";
    static final String WORD_COUNT = "word_count";

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(30);

    private CallingNode() {}

    public static void main(String[] args) {
        Talkoot.agents(List.of(calling(PATIENT), calling(ONCE), calling(WORD_COUNT)))
                .tools(node -> List.of(
                        tool(PATIENT, SideEffect.IDEMPOTENT, LONG).withLease(LEASE),
                        tool(ONCE, SideEffect.AT_MOST_ONCE, SHORT),
                        tool(WORD_COUNT, SideEffect.READ_ONLY, LONG).withLease(LEASE)))
                .run(args);
    }

    private static AgentDefinition calling(String tool) {
        return AgentDefinition.of(
                tool,
                "calls a worker",
                new CodeBrain(view -> view.lastStep().orElse(null) instanceof Step.ToolSettled settled
                        ? new Next.Answer(settled.result().text())
                        : new Next.CallTools(List.of(new ToolRequest(tool, "{\"text\":\"as many words as these\"}")))));
    }

    private static RemoteTool tool(String name, SideEffect effect, Duration timeout) {
        ToolInput anything = new ToolInput.Json("{\"type\":\"object\"}");
        return RemoteTool.of(new ToolSpec(
                name,
                name,
                anything,
                effect,
                ToolPolicy.DEFAULT.withTimeout(timeout).withMaxAttempts(10)));
    }
}
