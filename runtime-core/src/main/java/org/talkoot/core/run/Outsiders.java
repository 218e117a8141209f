package org.talkoot.core.run;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.talkoot.core.CallId;
import org.talkoot.core.Decision;
import org.talkoot.core.Rejection;
import org.talkoot.core.RunId;
import org.talkoot.core.approval.ApprovalTerms;
import org.talkoot.core.guard.Redaction;
import org.talkoot.core.run.state.Early;
import org.talkoot.core.run.state.Outside;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.run.state.Suspension;
import org.talkoot.core.signal.Said;

/**
 * What those outside say to a run of which they know the id.
 *
 * @param begun how a decision about a state begins
 * @param redaction what payloads of signals are freed of before they are written
 */
record Outsiders(BiFunction<RunState, Instant, RunDecision> begun, Redaction redaction) {

    /** A run that waits for its agent keeps signals as well: who has its id need not know whether it has begun. */
    Decision<RunEvent> signal(RunState state, RunCommand.Signal c) {
        if (!state.isOpen(c.run())) {
            return Decision.refuse(new Rejection.RunEnded(c.run()));
        }
        if (outside(state, c.run()).knows(c.key())) {
            return Decision.ignore();
        }
        String payload = redaction.ofJson(c.payload());
        try {
            Said unused = new Said(c.name(), payload);
        } catch (IllegalArgumentException e) {
            return Decision.refuse(new Rejection.UnfitSignal(String.valueOf(e.getMessage())));
        }
        Optional<CallId> wait = state instanceof RunState.Working w && isActive(w, c.run())
                ? w.active().awaiting(c.name())
                : Optional.empty();
        if (wait.isEmpty() && kept(state, c.run()) >= Outside.MOST_KEPT) {
            return Decision.refuse(new Rejection.TooManySignals(c.run(), Outside.MOST_KEPT));
        }
        RunDecision decision = begun.apply(state, c.at())
                .tell(new RunEvent.SignalReceived(
                        c.run(), c.name(), c.key(), payload, c.by(), wait.orElse(null), c.at()));
        return wait.isPresent() ? decision.untilItWaits() : decision.asTold();
    }

    Decision<RunEvent> pause(RunState state, RunCommand.Pause c) {
        if (!state.isOpen(c.run())) {
            return Decision.refuse(new Rejection.RunEnded(c.run()));
        }
        return outside(state, c.run()).suspension().own() != null
                ? Decision.ignore()
                : told(
                        state,
                        new RunEvent.RunSuspended(
                                c.run(), c.reason(), c.by(), c.at().plus(ApprovalTerms.LONGEST), c.at()),
                        c.at());
    }

    /** What stands still with another run goes on with that. */
    Decision<RunEvent> resume(RunState state, RunCommand.Resume c) {
        if (!state.isOpen(c.run())) {
            return Decision.refuse(new Rejection.RunEnded(c.run()));
        }
        Suspension suspension = outside(state, c.run()).suspension();
        if (suspension.own() == null) {
            return suspension.on() ? Decision.refuse(new Rejection.PausedAbove(c.run())) : Decision.ignore();
        }
        return told(state, new RunEvent.RunContinued(c.run(), c.reason(), c.by(), c.at()), c.at());
    }

    /** Of what whoever asked for the run has said only what is newer than what was heard. */
    Decision<RunEvent> handed(RunState state, RunEvent.SuspensionHandedDown event) {
        return outside(state, event.run()).suspension().heard() < event.number()
                ? told(state, event, event.at())
                : Decision.ignore();
    }

    private Decision<RunEvent> told(RunState state, RunEvent event, Instant at) {
        RunDecision decision = begun.apply(state, at).tell(event);
        if (!(decision.state() instanceof RunState.Working w) || !isActive(w, event.run())) {
            return decision.asTold();
        }
        return w.active().suspended()
                ? decision.untilItWaits()
                : decision.startAgreed().untilItWaits();
    }

    private static Outside outside(RunState state, RunId run) {
        return state instanceof RunState.Working w && isActive(w, run)
                ? w.active().outside()
                : state.memory().early(run);
    }

    /** Runs that wait for one agent share what one run may have. */
    private static int kept(RunState state, RunId run) {
        return state instanceof RunState.Working w && isActive(w, run)
                ? w.active().outside().kept().size()
                : state.memory().early().stream()
                        .map(Early::outside)
                        .mapToInt(outside -> outside.kept().size())
                        .sum();
    }

    private static boolean isActive(RunState.Working state, RunId run) {
        return state.active().run().equals(run);
    }
}
