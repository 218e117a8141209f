package org.talkoot.agents.history;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.core.AgentId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.event.Trace;
import org.talkoot.core.run.RunEvent;
import org.talkoot.core.run.state.RunState;

/**
 * One line for each run that begins and for each that ends, once it is durable: what happened, and as key-values who,
 * for which request. Nothing that was said is ever in it.
 */
public final class RunLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(RunLog.class);

    private final AgentId agent;
    private final MeterRegistry meters;

    public RunLog(AgentId agent, MeterRegistry meters) {
        this.agent = agent;
        this.meters = meters;
    }

    /** {@code before} is the state that the events changed. */
    public void saw(RunState before, List<RunEvent> events) {
        String correlation = before instanceof RunState.Working working
                ? working.active().trace().correlation()
                : "";
        for (RunEvent event : events) {
            correlation = saw(event, correlation);
        }
    }

    private String saw(RunEvent event, String correlation) {
        return switch (event) {
            case RunEvent.RunStarted e -> {
                String begun = correlation(e.request());
                say(Level.INFO, "run started", e.run(), begun);
                yield begun;
            }
            case RunEvent.RunAnswered e -> ended("run answered", e.run(), correlation);
            case RunEvent.RunAnsweredAsReplied e -> ended("run answered", e.run(), correlation);
            case RunEvent.RunHandedOff e -> ended("run handed off", e.run(), correlation);
            case RunEvent.RunFailed e -> {
                say(Level.WARN, "run failed: " + e.failure().code(), e.run(), correlation);
                yield correlation;
            }
            case RunEvent.ProposalsRefused e -> {
                refused(e, correlation);
                yield correlation;
            }
            case RunEvent.AgentRemoved e -> ended("agent removed with its conversation", e.run(), correlation);
            case RunEvent.RunQueued e -> correlation;
            case RunEvent.QueuedRunStarted e -> correlation;
            case RunEvent.LateCallSettled e -> {
                say(Level.INFO, "call settled after its run had ended", e.run(), correlation);
                yield correlation;
            }
            case RunEvent.ApprovalRequested e -> approval("requested", e.run(), correlation);
            case RunEvent.ApprovedCallStarted e -> approval("given", e.run(), correlation);
            case RunEvent.CallDenied e -> approval("denied", e.run(), correlation);
            case RunEvent.ApprovalExpired e -> approval("expired", e.run(), correlation);
            case RunEvent.ToolCallSent e -> {
                sent(e);
                yield correlation;
            }
            case RunEvent.SummaryFailed e -> {
                say(Level.WARN, "no summary was written: " + e.why(), e.run(), correlation);
                yield correlation;
            }
            case RunEvent.SummaryWritten e -> correlation;
            case RunEvent.RunSuspended e -> {
                say(Level.INFO, "run paused", e.run(), correlation);
                yield correlation;
            }
            case RunEvent.RunContinued e -> {
                say(Level.INFO, "run resumed", e.run(), correlation);
                yield correlation;
            }
            case RunEvent.FromOutside e -> correlation;
            case RunEvent.AfterRun e -> correlation;
            case RunEvent.InRun e -> correlation;
        };
    }

    /** Either a model errs, or somebody who writes to it wants what he must not have. */
    private void refused(RunEvent.ProposalsRefused e, String correlation) {
        meters.counter("talkoot.model.proposals.refused", "agent", agent.type().value())
                .increment(e.calls().size());
        say(Level.WARN, "model proposed what it was not offered", e.run(), correlation);
    }

    private void sent(RunEvent.ToolCallSent e) {
        String which = e.sending().attempt() == 1 ? "first" : "again";
        meters.counter("talkoot.tool.calls.sent", "tool", e.call().tool(), "attempt", which)
                .increment();
    }

    private String approval(String what, RunId run, String correlation) {
        meters.counter("talkoot.approvals", "agent", agent.type().value(), "outcome", what)
                .increment();
        say(Level.INFO, "approval " + what, run, correlation);
        return correlation;
    }

    private String ended(String what, RunId run, String correlation) {
        say(Level.INFO, what, run, correlation);
        return correlation;
    }

    private void say(Level level, String what, RunId run, String correlation) {
        LOGGER.atLevel(level)
                .addKeyValue("conversation", agent.conversation())
                .addKeyValue("agent", agent.type())
                .addKeyValue("run", run)
                .addKeyValue("correlation", correlation)
                .log(what);
    }

    private static String correlation(RunRequest request) {
        Trace trace = request.trace();
        return (trace != null ? trace : Trace.begunBy(request.run())).correlation();
    }
}
