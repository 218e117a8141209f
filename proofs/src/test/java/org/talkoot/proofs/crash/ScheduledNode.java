package org.talkoot.proofs.crash;

import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;

/** The node whose agent is asked by the clock. */
public final class ScheduledNode {

    private ScheduledNode() {}

    public static void main(String[] args) {
        Talkoot.agents(List.of(AgentDefinition.of(
                        "diarist", "keeps a diary", CodeBrain.answering(view -> "written: " + view.task()))))
                .with("talkoot.schedules.shortest-period", "1s")
                .run(args);
    }
}
