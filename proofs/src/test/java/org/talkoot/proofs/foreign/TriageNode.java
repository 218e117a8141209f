package org.talkoot.proofs.foreign;

import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;

/** The agent that pages ask, without a model. */
public final class TriageNode {

    static final String ANSWER = "It is nearly closed.";

    private TriageNode() {}

    public static void main(String[] args) {
        Talkoot.agents(List.of(AgentDefinition.of(
                        "triage", "answers whatever it is asked", new CodeBrain(view -> new Next.Answer(ANSWER)))))
                .run(args);
    }
}
