package org.talkoot.agents.reply;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.talkoot.core.RunId;
import org.talkoot.core.run.RunEvent;

/** Who waits for the end of which run of one agent. */
public final class RunEndWatch {

    private final Waiters<RunId, RunReply> waiters = new Waiters<>();

    public void await(RunId run, ActorRef<RunReply> replyTo, Duration atMost) {
        if (!waiters.add(run, replyTo, atMost)) {
            replyTo.tell(new RunReply.TooManyAwaiting(Waiters.MAX));
        }
    }

    public boolean isEmpty() {
        return waiters.isEmpty();
    }

    public void saw(List<RunEvent> events) {
        if (!waiters.isEmpty()) {
            events.forEach(this::saw);
        }
    }

    private void saw(RunEvent event) {
        switch (event) {
            case RunEvent.RunAnswered e -> ended(e.run());
            case RunEvent.RunAnsweredAsReplied e -> ended(e.run());
            case RunEvent.RunHandedOff e -> ended(e.run());
            case RunEvent.RunFailed e -> ended(e.run());
            case RunEvent.AgentRemoved e -> waiters.tellAll(new RunReply.Ended(e.run()));
            case RunEvent.RunQueued e -> {}
            case RunEvent.RunStarted e -> {}
            case RunEvent.QueuedRunStarted e -> {}
            case RunEvent.FromOutside e -> {}
            case RunEvent.AfterRun e -> {}
            case RunEvent.OfHistory e -> {}
            case RunEvent.InRun e -> {}
        }
    }

    private void ended(RunId run) {
        waiters.tell(run, new RunReply.Ended(run));
    }
}
