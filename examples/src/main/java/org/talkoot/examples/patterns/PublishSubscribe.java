package org.talkoot.examples.patterns;

import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;

/**
 * Publish and subscribe: the shop tells of an order once, and everyone who subscribes wakes by it. The shop waits for
 * nobody; what goes wrong in packing is a dead letter of packing.
 */
public final class PublishSubscribe {

    private PublishSubscribe() {}

    /** The shop and those who listen to it. */
    public static List<AgentDefinition> agents() {
        return List.of(
                AgentDefinition.of("shop", "takes orders", new CodeBrain(PublishSubscribe::sell)),
                AgentDefinition.of(
                                "packing",
                                "packs what was ordered",
                                CodeBrain.answering(view -> "packed " + view.task()))
                        .withSubscriptions(Subscription.to("order.placed")),
                AgentDefinition.of(
                                "invoicing", "writes invoices", CodeBrain.answering(view -> "invoiced " + view.task()))
                        .withSubscriptions(Subscription.to("order.*")),
                // One instance for all conversations: it sees every order, one after the other.
                AgentDefinition.of(
                                "statistics",
                                "counts orders",
                                CodeBrain.answering(
                                        view -> "order " + view.history().size() / 2))
                        .withSubscriptions(Subscription.to("order.>").keyedBy(event -> "all")));
    }

    /** Publishing is a step like any other: it is in the journal before the answer is. */
    private static Next sell(RunView view) {
        return view.steps().isEmpty()
                ? new Next.Publish("order.placed", "{\"item\":\"%s\"}".formatted(view.task()))
                : new Next.Answer("Thank you!");
    }

    public static void main(String[] args) {
        Talkoot.agents(agents()).run(args);
    }
}
