package org.talkoot.core.run.state;

import java.util.List;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunRequest;

/**
 * The state of an agent.
 *
 * <pre>
 *   Idle    --AfterRun, OfHistory--> Idle
 *   Idle    --AgentRemoved--> Removed
 *   Idle    --RunStarted, QueuedRunStarted--> Working
 *   Working --RunAnsweredAsReplied, RunAnswered, RunHandedOff, RunFailed--> Idle
 *   Working --InRun, FromOutside, AfterRun, OfHistory, RunQueued, RunFailed--> Working
 * </pre>
 *
 * <p>Invariants: a working agent has one active run; a brain is asked only when nothing is pending; runs wait only
 * while the agent works or between two events of one decision.
 */
public sealed interface RunState {

    Memory memory();

    /** Runs that were asked for while the agent was busy, in order. */
    List<RunRequest> waiting();

    /** Whether this run is being worked on or waits for that. */
    default boolean isOpen(RunId run) {
        return waiting().stream().anyMatch(request -> request.run().equals(run))
                || (this instanceof Working working && working.active().run().equals(run));
    }

    /** Whether this run has been asked for before, as far as is remembered. */
    default boolean knows(RunId run) {
        return memory().wasAsked(run) || isOpen(run);
    }

    /** No run is active. */
    record Idle(Memory memory, List<RunRequest> waiting) implements RunState {
        public Idle {
            waiting = List.copyOf(waiting);
        }
    }

    /** The agent is asked for nothing any more, and knows nothing. It stays so. */
    record Removed() implements RunState {

        @Override
        public Memory memory() {
            return Memory.EMPTY;
        }

        @Override
        public List<RunRequest> waiting() {
            return List.of();
        }
    }

    /** One run is active. */
    record Working(Memory memory, ActiveRun active, List<RunRequest> waiting) implements RunState {
        public Working {
            waiting = List.copyOf(waiting);
        }

        public Working with(ActiveRun changed) {
            return new Working(memory, changed, waiting);
        }

        public Working with(Memory changed) {
            return new Working(changed, active, waiting);
        }
    }
}
