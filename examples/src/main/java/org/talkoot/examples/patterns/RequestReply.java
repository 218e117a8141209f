package org.talkoot.examples.patterns;

import java.time.Duration;
import java.util.List;
import org.talkoot.core.agent.AgentDefinition;
import org.talkoot.core.agent.Next;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunView;
import org.talkoot.core.agent.Step;
import org.talkoot.core.brain.CodeBrain;
import org.talkoot.core.event.Subscription;
import org.talkoot.gateway.node.Talkoot;

/**
 * Request and reply: the buyer asks whoever knows a price, and goes on with the first answer. When nobody answers in
 * time it goes on without one; the wait is in the journal and survives a crash.
 */
public final class RequestReply {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private RequestReply() {}

    /** A buyer, and a seller of pens. */
    public static List<AgentDefinition> agents() {
        return List.of(
                AgentDefinition.of("buyer", "asks for prices", new CodeBrain(RequestReply::buy)),
                AgentDefinition.of("stationer", "knows what a pen costs", CodeBrain.answering(view -> "2 euros"))
                        .withSubscriptions(Subscription.to("price.wanted.pen")));
    }

    private static Next buy(RunView view) {
        return switch (view.lastStep().orElse(null)) {
            case null -> new Next.Request("price.wanted." + view.task(), "{}", PATIENCE);
            case Step.Replied reply -> new Next.Answer(spoken(reply.outcome()));
            case Step step -> throw new IllegalStateException("never asked for: " + step);
        };
    }

    private static String spoken(RunOutcome outcome) {
        return switch (outcome) {
            case RunOutcome.Answered o -> "It costs " + o.text() + ".";
            case RunOutcome.Failed o -> "No price: " + o.failure().detail();
            case RunOutcome.HandedOff o -> "Ask " + o.to() + ".";
        };
    }

    public static void main(String[] args) {
        Talkoot.agents(agents()).run(args);
    }
}
