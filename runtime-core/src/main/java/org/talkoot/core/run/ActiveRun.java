package org.talkoot.core.run;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.PersistentVector;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.budget.RunClock;
import org.talkoot.core.budget.Spend;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;

/**
 * The run that an agent is working on.
 *
 * @param clock the wall time that it has left
 * @param pending what is being waited for; the brain is asked when it is empty
 */
public record ActiveRun(
        RunId run,
        Cause cause,
        Start start,
        Progress progress,
        RunClock clock,
        Proposals proposals,
        SequencedMap<CallId, PendingCall> pending) {

    /**
     * How it began.
     *
     * @param task the text that is asked of the agent
     * @param taskAt index of the message that asks it in the history, -1 when there is none
     */
    public record Start(String task, int taskAt, Instant at, Terms terms) {}

    /**
     * What has happened and what it has cost.
     *
     * @param lastPrompt number of the prompt of the latest model call, -1 before the first
     * @param lastModel the model that replied last, null before the first
     */
    public record Progress(
            PersistentVector<Step> steps,
            Spend spend,
            int lastPrompt,
            @Nullable ModelName lastModel) {

        static final Progress NONE = new Progress(PersistentVector.empty(), Spend.NOTHING, -1, null);

        Progress and(Step step) {
            return new Progress(steps.append(step), spend, lastPrompt, lastModel);
        }

        Progress spent(Spend changed) {
            return new Progress(steps, changed, lastPrompt, lastModel);
        }

        Progress prompted(int prompt) {
            return new Progress(steps, spend, prompt, lastModel);
        }

        Progress repliedBy(ModelName model) {
            return new Progress(steps, spend, lastPrompt, model);
        }
    }

    /**
     * Why there is this run.
     *
     * @param lineage the agents that wait for it, outermost first
     * @param trace as in {@link RunRequest}
     */
    public record Cause(
            RunOrigin origin,
            List<AgentId> lineage,
            @Nullable Trace trace) {

        /** Which request the run belongs to. */
        Trace traceOf(RunId run) {
            return trace != null ? trace : Trace.begunBy(run);
        }
    }

    RunOrigin origin() {
        return cause.origin();
    }

    List<AgentId> lineage() {
        return cause.lineage();
    }

    /** A turn that no event began, or what was delegated below one. */
    boolean isAwaitedByPerson() {
        return switch (origin()) {
            case RunOrigin.Turn o -> trace().depth() == 0;
            case RunOrigin.Delegation o -> trace().depth() == 0;
            case RunOrigin.Request o -> false;
            case RunOrigin.Trigger o -> false;
        };
    }

    /** Which request this belongs to, and everything that it causes from now on. */
    public Trace trace() {
        return cause.traceOf(run).rested(rest());
    }

    /** On whose behalf it works, in the tenant of its agent. */
    Caller callerIn(TenantId tenant) {
        return cause.traceOf(run).callerIn(tenant);
    }

    /** What was known of its conversation when it was asked for. */
    Attributes attributes() {
        return cause.traceOf(run).known();
    }

    private Duration rest() {
        Duration rest = Duration.ZERO;
        for (Step step : progress.steps()) {
            if (step instanceof Step.Woke woke) {
                rest = rest.plus(woke.slept());
            }
        }
        return rest;
    }

    Instant deadline() {
        return clock.deadline();
    }

    /** The run of a request whose messages the history already has. */
    static ActiveRun start(RunRequest request, Terms terms, Instant at, Memory memory) {
        int taskAt = request.messages().isEmpty() ? -1 : memory.history().size() - 1;
        return new ActiveRun(
                request.run(),
                new Cause(request.origin(), request.lineage(), request.trace()),
                new Start(request.task(), taskAt, at, terms),
                Progress.NONE,
                RunClock.until(terms.deadline()),
                Proposals.NONE,
                new LinkedHashMap<>());
    }

    ActiveRun with(Progress changed) {
        return new ActiveRun(run, cause, start, changed, clock, proposals, pending);
    }

    ActiveRun spent(Spend changed) {
        return with(progress.spent(changed));
    }

    Spend spend() {
        return progress.spend();
    }

    ActiveRun with(RunClock changed) {
        return new ActiveRun(run, cause, start, progress, changed, proposals, pending);
    }

    /** How long people are waited for, here or by agents that were asked; empty: they are not. */
    Optional<Instant> awaitsPeopleUntil() {
        return pending.values().stream()
                .map(ActiveRun::personUntil)
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }

    private static Optional<Instant> personUntil(PendingCall call) {
        return switch (call) {
            case PendingCall.Person person -> Optional.of(person.until());
            case PendingCall.Delegation delegation -> Optional.ofNullable(delegation.paused());
            case PendingCall other -> Optional.empty();
        };
    }

    ActiveRun step(Step step) {
        return with(progress.and(step));
    }

    /** What the model said last in this run. */
    Optional<ModelReply> lastReply() {
        List<Step> steps = progress.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Step.ModelReplied replied) {
                return Optional.of(replied.reply());
            }
        }
        return Optional.empty();
    }

    ActiveRun await(PendingCall call) {
        SequencedMap<CallId, PendingCall> more = new LinkedHashMap<>(pending);
        more.put(call.id(), call);
        return withPending(more);
    }

    ActiveRun settled(CallId call) {
        SequencedMap<CallId, PendingCall> fewer = new LinkedHashMap<>(pending);
        fewer.remove(call);
        return withPending(fewer);
    }

    ActiveRun with(Proposals changed) {
        return new ActiveRun(run, cause, start, progress, clock, changed, pending);
    }

    private ActiveRun withPending(SequencedMap<CallId, PendingCall> changed) {
        return new ActiveRun(run, cause, start, progress, clock, proposals, changed);
    }
}
