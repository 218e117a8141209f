package org.talkoot.proofs.fire;

import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.gateway.node.Talkoot;

/** The node that is killed: for each task it publishes that the work is done, and answers. */
public final class EventNode {

    private EventNode() {}

    public static void main(String[] args) {
        Talkoot.agents(List.of(AgentDefinition.of("worker", "does what tasks ask", new CodeBrain(EventNode::work))))
                .run(args);
    }

    private static Next work(RunView view) {
        return view.steps().isEmpty()
                ? new Next.Publish("work.done", "{\"task\":\"" + view.task() + "\"}")
                : new Next.Answer("done: " + view.task());
    }
}
