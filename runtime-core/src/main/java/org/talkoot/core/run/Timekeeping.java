package org.talkoot.core.run;

import java.time.Instant;
import java.util.Optional;
import org.talkoot.core.budget.RunClock;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.RunState;

/** What one decision says of the time of the active run: whose it is, and when somebody has to look at it. */
final class Timekeeping {

    private final RunDecision decision;

    Timekeeping(RunDecision decision) {
        this.decision = decision;
    }

    /** However long people take, it is not the run's time. */
    void keepTime() {
        if (!(decision.state() instanceof RunState.Working working) || !mayConcernTime(working.active())) {
            return;
        }
        ActiveRun active = working.active();
        RunClock clock = active.clock();
        Optional<Instant> until = active.standsStillUntil();
        if (clock.pause() != null
                && !active.suspended()
                && decision.events().stream().anyMatch(Timekeeping::pauses)) {
            decision.tell(new RunEvent.RunResumed(active.run(), clock.afterPause(decision.at())));
            clock = decision.active().clock(); // people may be waited for yet, and not as long
        }
        if (until.isPresent() && clock.isNews(until.get())) {
            decision.tell(new RunEvent.RunPaused(active.run(), until.get(), decision.at()));
        } else if (until.isEmpty() && clock.pause() != null) {
            decision.tell(new RunEvent.RunResumed(active.run(), clock.afterPause(decision.at())));
        }
    }

    /** Looking through all that is pending is for runs that have to do with people. */
    private boolean mayConcernTime(ActiveRun active) {
        return active.clock().pause() != null
                || active.suspended()
                || decision.events().stream().anyMatch(Timekeeping::asksPeople);
    }

    private static boolean asksPeople(RunEvent event) {
        return event instanceof RunEvent.HumanAsked
                || event instanceof RunEvent.ApprovalRequested
                || event instanceof RunEvent.DelegationPaused;
    }

    /** Somebody outside has said whether the run is to stand still. */
    private static boolean pauses(RunEvent event) {
        return event instanceof RunEvent.FromOutside && !(event instanceof RunEvent.SignalReceived);
    }

    /** Whoever wakes runs goes by what was written last of each, which is wrong when one waits for several things. */
    void keepAlarm() {
        if (!(decision.state() instanceof RunState.Working working)) {
            return;
        }
        ActiveRun active = working.active();
        if (active.alarm() == null
                && !active.suspended()
                && decision.events().stream().noneMatch(Timekeeping::mayPutOff)) {
            return;
        }
        Optional<Instant> alarm = active.alarm(decision.at());
        if (alarm.isPresent()) {
            boolean known = alarm.get().equals(active.alarm())
                    && (active.suspended()
                            ? saysNothingOfTime()
                            : active.pending().size() > 1)
                    && decision.events().stream().noneMatch(Timekeeping::mayPutOff);
            if (!known) {
                decision.tell(new RunEvent.AlarmSet(active.run(), alarm.get(), active.asksAgents()));
            }
        } else if (active.alarm() != null) {
            decision.tell(new RunEvent.AlarmLifted(active.run(), active.latest()));
        }
    }

    /** Of whatever else happens a paused run is thought to go on. */
    private boolean saysNothingOfTime() {
        return decision.events().stream()
                .allMatch(event ->
                        event instanceof RunEvent.SuspensionPassedOn || event instanceof RunEvent.PauseReported);
    }

    /** Of these a run is thought to rest, or to go on. */
    private static boolean mayPutOff(RunEvent event) {
        return asksPeople(event)
                || pauses(event)
                || event instanceof RunEvent.TimerSet
                || event instanceof RunEvent.ReplyRequested
                || event instanceof RunEvent.SignalAwaited
                || event instanceof RunEvent.RunPaused
                || event instanceof RunEvent.RunResumed;
    }
}
