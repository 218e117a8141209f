package org.talkoot.core.run;

import org.talkoot.core.AgentId;

import java.util.Optional;

/**
 * Why colleagues never wait for each other in a circle. Only they are waited for by several, so
 * each of a circle would hold one of them and wait for another that is busy. Whoever is waited for
 * by a colleague is therefore not let in where it would have to wait; others may.
 */
final class Colleagues {

    private Colleagues() {}

    static Optional<RunFailure> wouldWaitInCircle(
            AgentId self, RunState state, RunRequest request) {
        boolean waits = self.isColleague() && state instanceof RunState.Working;
        return waits && request.lineage().stream().anyMatch(AgentId::isColleague)
                ? Optional.of(new RunFailure.CircularDelegation(self.type()))
                : Optional.empty();
    }
}
