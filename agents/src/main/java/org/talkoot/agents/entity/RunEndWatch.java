package org.talkoot.agents.entity;

import org.apache.pekko.actor.typed.ActorRef;
import org.talkoot.core.RunId;
import org.talkoot.core.run.RunEvent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who waits for the end of which run of one agent. Bounded by the runs that may be open. */
final class RunEndWatch {

    private Map<RunId, List<ActorRef<RunEnded>>> waiting = Map.of();

    void await(RunId run, ActorRef<RunEnded> replyTo) {
        if (waiting.isEmpty()) {
            waiting = new HashMap<>();
        }
        waiting.computeIfAbsent(run, key -> new ArrayList<>(1)).add(replyTo);
    }

    void saw(List<RunEvent> events) {
        if (!waiting.isEmpty()) {
            events.forEach(this::saw);
        }
    }

    private void saw(RunEvent event) {
        switch (event) {
            case RunEvent.RunAnswered e -> ended(e.run());
            case RunEvent.RunAnsweredAsReplied e -> ended(e.run());
            case RunEvent.RunHandedOff e -> ended(e.run());
            case RunEvent.RunFailed e -> ended(e.run());
            case RunEvent.RunQueued e -> {}
            case RunEvent.RunStarted e -> {}
            case RunEvent.QueuedRunStarted e -> {}
            case RunEvent.LateUsageCharged e -> {}
            case RunEvent.OutcomeDelivered e -> {}
            case RunEvent.InRun e -> {}
        }
    }

    private void ended(RunId run) {
        List<ActorRef<RunEnded>> told = waiting.remove(run);
        if (told != null) {
            told.forEach(replyTo -> replyTo.tell(new RunEnded(run)));
        }
    }
}
