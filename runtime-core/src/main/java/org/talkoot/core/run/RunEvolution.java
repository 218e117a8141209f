package org.talkoot.core.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.RunId;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunOutcome;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.attachment.Attachment;
import org.talkoot.core.model.Message;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;
import org.talkoot.core.model.TokenUsage;
import org.talkoot.core.run.state.ActiveRun;
import org.talkoot.core.run.state.FinishedRun;
import org.talkoot.core.run.state.Handover;
import org.talkoot.core.run.state.Memory;
import org.talkoot.core.run.state.Outside;
import org.talkoot.core.run.state.RunState;
import org.talkoot.core.run.state.Suspension;

/**
 * What the events around runs mean: asked, started, ended, delivered. Deterministic and independent of definitions and
 * brains, so history that was once accepted stays readable whatever becomes of the agent. What happens inside a run is
 * {@link StepEvolution}.
 */
final class RunEvolution {

    private RunEvolution() {}

    static RunState evolve(AgentId self, RunState state, RunEvent event) {
        return switch (event) {
            case RunEvent.RunQueued e -> queued(state, e.request());
            case RunEvent.RunStarted e -> started(state, e);
            case RunEvent.QueuedRunStarted e -> startedFromQueue(state, e);
            case RunEvent.RunAnsweredAsReplied e -> {
                String reply = working(state, e)
                        .active()
                        .lastReply()
                        .map(ModelReply::text)
                        .orElse("");
                yield answered(self, working(state, e), reply, e.dataType(), List.of(), e.at());
            }
            case RunEvent.RunAnswered e ->
                answered(self, working(state, e), e.text(), e.dataType(), e.attachments(), e.at());
            case RunEvent.RunHandedOff e ->
                ended(self, working(state, e), new RunOutcome.HandedOff(e.to(), e.note()), e.at());
            case RunEvent.RunFailed e -> failed(self, state, e);
            case RunEvent.AgentRemoved e -> new RunState.Removed();
            case RunEvent.OutcomeDelivered e -> remembering(state, m -> m.delivered(e.run()));
            case RunEvent.LateUsageCharged e -> LateEvolution.charged(state, e.run(), e.call(), e.usage());
            case RunEvent.LateCallSettled e -> LateEvolution.callSettled(state, e);
            case RunEvent.LateCallDoubted e -> LateEvolution.callDoubted(state, e);
            case RunEvent.LateDelegationSettled e -> LateEvolution.delegationSettled(state, e);
            case RunEvent.SignalReceived e -> signalled(state, e);
            case RunEvent.RunSuspended e -> suspension(state, e, known -> known.paused(e.until()));
            case RunEvent.RunContinued e -> suspension(state, e, Suspension::resumed);
            case RunEvent.SuspensionHandedDown e -> suspension(state, e, known -> known.handed(e.number(), e.until()));
            case RunEvent.SummaryWritten e ->
                summary(state, e, e.usage(), m -> m.with(m.context().summarised(e.text())));
            case RunEvent.SummaryFailed e ->
                summary(
                        state,
                        e,
                        e.usage(),
                        m -> m.with(m.context().notSummarised(m.history().size())));
            case RunEvent.InRun e -> StepEvolution.evolve(self, working(state, e), e);
        };
    }

    private static RunState queued(RunState state, RunRequest request) {
        RunState asked = asked(state, request);
        List<RunRequest> waiting = new ArrayList<>(asked.waiting());
        waiting.add(request);
        return withWaiting(asked, waiting);
    }

    private static RunState started(RunState state, RunEvent.RunStarted e) {
        return start(asked(state, e.request()), e.request(), e.terms(), e.at());
    }

    private static RunState startedFromQueue(RunState state, RunEvent.QueuedRunStarted e) {
        RunRequest request = state.waiting().stream()
                .filter(waiting -> waiting.run().equals(e.run()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not waiting: " + e.run()));
        return start(without(state, e.run()), request, e.terms(), e.at());
    }

    private static RunState start(RunState state, RunRequest request, Terms terms, Instant at) {
        Memory memory = state.memory().remember(request.messages());
        ActiveRun active = ActiveRun.start(request, terms, at, memory);
        return new RunState.Working(memory.begun(request.run()), active, state.waiting());
    }

    private static RunState asked(RunState state, RunRequest request) {
        return remembering(state, m -> m.asked(request.run()).confirmedBy(request.origin()));
    }

    private static RunState signalled(RunState state, RunEvent.SignalReceived e) {
        if (state instanceof RunState.Working w && w.active().run().equals(e.run())) {
            return OutsideEvolution.signalReceived(w, e);
        }
        return remembering(
                state, m -> m.saidTo(e.run(), m.early(e.run()).heard(e.key()).keeping(OutsideEvolution.signal(e))));
    }

    private static RunState suspension(RunState state, RunEvent.FromOutside event, UnaryOperator<Suspension> change) {
        if (state instanceof RunState.Working w && w.active().run().equals(event.run())) {
            Outside outside = w.active().outside();
            return w.with(w.active().with(outside.with(change.apply(outside.suspension()))));
        }
        return remembering(state, m -> {
            Outside early = m.early(event.run());
            return m.saidTo(event.run(), early.with(change.apply(early.suspension())));
        });
    }

    /** The run that asked for it pays for it, while it goes on. */
    private static RunState summary(
            RunState state, RunEvent.OfHistory event, TokenUsage usage, UnaryOperator<Memory> change) {
        RunState told = remembering(state, change);
        return told instanceof RunState.Working w && w.active().run().equals(event.run())
                ? w.with(w.active().spent(w.active().spend().charge(usage)))
                : told;
    }

    private static RunState answered(
            AgentId self,
            RunState.Working state,
            String text,
            @Nullable String dataType,
            List<Attachment> attachments,
            Instant at) {
        RunState.Working closed = LateEvolution.close(self, state);
        ActiveRun active = closed.active();
        ModelName model = active.progress().lastModel();
        Message answer = new Message.Assistant(active.run(), self.type(), text, model, dataType, attachments, at);
        RunOutcome outcome = new RunOutcome.Answered(text, model, dataType, attachments);
        return ended(self, closed.with(closed.memory().remember(List.of(answer))), outcome, at);
    }

    private static RunState failed(AgentId self, RunState state, RunEvent.RunFailed e) {
        RunOutcome outcome = new RunOutcome.Failed(e.failure());
        if (state instanceof RunState.Working w && w.active().run().equals(e.run())) {
            return ended(self, w, outcome, e.at());
        }
        RunOrigin origin = state.waiting().stream()
                .filter(waiting -> waiting.run().equals(e.run()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not known: " + e.run()))
                .origin();
        FinishedRun finished = new FinishedRun(e.run(), origin, outcome, null, TokenUsage.NONE, e.at());
        return remembering(without(state, e.run()), m -> m.begun(finished.run()).finish(finished));
    }

    private static RunState ended(AgentId self, RunState.Working state, RunOutcome outcome, Instant at) {
        RunState.Working closed = LateEvolution.close(self, state);
        ActiveRun active = closed.active();
        FinishedRun finished = new FinishedRun(
                active.run(),
                active.origin(),
                outcome,
                Handover.after(self, active, outcome),
                active.spend().usage(),
                at);
        return new RunState.Idle(closed.memory().finish(finished), closed.waiting());
    }

    static RunState remembering(RunState state, UnaryOperator<Memory> change) {
        Memory memory = change.apply(state.memory());
        return switch (state) {
            case RunState.Idle s -> new RunState.Idle(memory, s.waiting());
            case RunState.Working s -> s.with(memory);
            case RunState.Removed s -> s;
        };
    }

    private static RunState without(RunState state, RunId run) {
        return withWaiting(
                state,
                state.waiting().stream().filter(r -> !r.run().equals(run)).toList());
    }

    private static RunState withWaiting(RunState state, List<RunRequest> waiting) {
        return switch (state) {
            case RunState.Idle s -> new RunState.Idle(s.memory(), waiting);
            case RunState.Working s -> new RunState.Working(s.memory(), s.active(), waiting);
            case RunState.Removed s -> s;
        };
    }

    private static RunState.Working working(RunState state, RunEvent event) {
        if (state instanceof RunState.Working working) {
            return working;
        }
        throw new IllegalStateException("no run is active at " + event);
    }
}
