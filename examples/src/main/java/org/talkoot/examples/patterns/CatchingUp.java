package org.talkoot.examples.patterns;

import java.util.ArrayList;
import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;

/**
 * Catching up: an agent that joins late and sees everything since the beginning, in order, and then what comes. The
 * journal is the history; nothing had to be kept for it.
 */
public final class CatchingUp {

    private CatchingUp() {}

    /** The agents of {@link PublishSubscribe}, and an auditor who was hired later. */
    public static List<AgentDefinition> agents() {
        List<AgentDefinition> agents = new ArrayList<>(PublishSubscribe.agents());
        agents.add(auditor());
        return agents;
    }

    private static AgentDefinition auditor() {
        return AgentDefinition.of(
                        "auditor",
                        "has seen every order there ever was",
                        CodeBrain.answering(view -> "seen " + view.task()))
                .withSubscriptions(Subscription.to("order.placed")
                        .keyedBy(event -> "audit")
                        .fromBeginning());
    }

    public static void main(String[] args) {
        Talkoot.agents(agents()).run(args);
    }
}
