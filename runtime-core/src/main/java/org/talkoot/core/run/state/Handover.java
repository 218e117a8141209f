package org.talkoot.core.run.state;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.MessageId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.model.Message;

/**
 * How another agent goes on with what an event began. A turn changes hands in its conversation, which asks the next
 * agent itself; behind an event there is nobody but the agent that hands over. The next run has the same origin and
 * trace, so that whoever waits hears of it alone.
 */
public final class Handover {

    private Handover() {}

    /** The run that follows; null: there is none, or somebody else begins it. */
    public static FinishedRun.@Nullable Successor after(AgentId self, ActiveRun active, RunOutcome outcome) {
        if (!(outcome instanceof RunOutcome.HandedOff handedOff)) {
            return null;
        }
        return switch (active.origin()) {
            case RunOrigin.Trigger o -> successor(self, active, o.eventType(), handedOff);
            case RunOrigin.Request o -> successor(self, active, o.eventType(), handedOff);
            case RunOrigin.Turn o -> null;
            case RunOrigin.Delegation o -> null;
        };
    }

    private static FinishedRun.Successor successor(
            AgentId self, ActiveRun active, String eventType, RunOutcome.HandedOff outcome) {
        RunId next = active.run().asOfEvent().handedOver();
        String note = "%s hands over: %s".formatted(self.type(), outcome.note());
        List<Message> messages = List.of(
                new Message.Note("event", eventType),
                new Message.Note("handoff", note),
                new Message.User(
                        new MessageId(next.value()),
                        active.start().task(),
                        active.start().at()));
        return new FinishedRun.Successor(
                self.peer(outcome.to()),
                new RunRequest(next, active.origin(), messages, active.lineage(), active.trace()));
    }
}
