package org.talkoot.agents.entity;

import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.talkoot.core.CallId;
import org.talkoot.core.RunId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/** The timers of one agent. They are kept in memory only; recovery arms them again. */
final class CallTimers {

    private final TimerScheduler<AgentEntity.Command> timers;
    private final InstantSource clock;
    private final Function<CallId, AgentEntity.Command> fired;
    private final Function<RunId, AgentEntity.Command> expired;

    CallTimers(
            TimerScheduler<AgentEntity.Command> timers,
            InstantSource clock,
            Function<CallId, AgentEntity.Command> fired,
            Function<RunId, AgentEntity.Command> expired) {
        this.timers = timers;
        this.clock = clock;
        this.fired = fired;
        this.expired = expired;
    }

    void fireAt(Instant at, CallId call) {
        timers.startSingleTimer(call, fired.apply(call), until(at));
    }

    void expireAt(Instant at, RunId run) {
        timers.startSingleTimer(run, expired.apply(run), until(at));
    }

    void cancel(CallId call) {
        timers.cancel(call);
    }

    void cancel(RunId run) {
        timers.cancel(run);
    }

    private Duration until(Instant at) {
        Duration left = Duration.between(clock.instant(), at);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
