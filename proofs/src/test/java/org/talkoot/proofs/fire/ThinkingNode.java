package org.talkoot.proofs.fire;

import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.brain.LlmBrain;
import org.talkoot.gateway.node.Talkoot;

/** A node with an agent that asks a model, and one that needs none. */
public final class ThinkingNode {

    private ThinkingNode() {}

    public static void main(String[] args) {
        Talkoot.agents(List.of(
                        AgentDefinition.of("thinker", "asks a model", LlmBrain.of("Be brief.")),
                        AgentDefinition.of(
                                "parrot", "repeats", CodeBrain.answering(view -> "You said: " + view.task()))))
                .run(args);
    }
}
