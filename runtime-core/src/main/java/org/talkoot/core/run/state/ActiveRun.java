package org.talkoot.core.run.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.AgentId;
import org.talkoot.core.CallId;
import org.talkoot.core.Caller;
import org.talkoot.core.RunId;
import org.talkoot.core.TenantId;
import org.talkoot.core.agent.Calls;
import org.talkoot.core.agent.RunOrigin;
import org.talkoot.core.agent.RunRequest;
import org.talkoot.core.agent.Step;
import org.talkoot.core.agent.Terms;
import org.talkoot.core.budget.Budget;
import org.talkoot.core.budget.RunClock;
import org.talkoot.core.budget.Spend;
import org.talkoot.core.collection.PersistentMap;
import org.talkoot.core.collection.PersistentVector;
import org.talkoot.core.event.Attributes;
import org.talkoot.core.event.Trace;
import org.talkoot.core.model.ModelName;
import org.talkoot.core.model.ModelReply;

/**
 * The run that an agent is working on.
 *
 * @param clock the wall time that it has left
 * @param alarm when somebody has to look at it, as it waits for several things; null: what it waits for says so itself
 * @param calls everything that it has asked for, as its brain sees it
 * @param pending what is being waited for
 * @param outside what is between it and those outside who know its id
 */
public record ActiveRun(
        RunId run,
        Cause cause,
        Start start,
        Progress progress,
        RunClock clock,
        @Nullable Instant alarm,
        Proposals proposals,
        Calls calls,
        PersistentMap<CallId, PendingCall> pending,
        Outside outside) {

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
     * @param rest how long it has slept
     * @param lastPrompt number of the prompt of the latest model call, -1 before the first
     * @param lastModel the model that replied last, null before the first
     */
    public record Progress(
            PersistentVector<Step> steps,
            Spend spend,
            Duration rest,
            int lastPrompt,
            @Nullable ModelName lastModel) {

        public static final Progress NONE =
                new Progress(PersistentVector.empty(), Spend.NOTHING, Duration.ZERO, -1, null);

        public Progress and(Step step) {
            Duration rested = step instanceof Step.Woke woke ? rest.plus(woke.slept()) : rest;
            return new Progress(steps.append(step), spend, rested, lastPrompt, lastModel);
        }

        public Progress spent(Spend changed) {
            return new Progress(steps, changed, rest, lastPrompt, lastModel);
        }

        public Progress prompted(int prompt) {
            return new Progress(steps, spend, rest, prompt, lastModel);
        }

        public Progress repliedBy(ModelName model) {
            return new Progress(steps, spend, rest, lastPrompt, model);
        }
    }

    /**
     * Why there is this run.
     *
     * @param lineage the agents that wait for it, outermost first
     * @param trace as in {@link RunRequest}
     * @param budget as in {@link RunRequest}
     */
    public record Cause(
            RunOrigin origin,
            List<AgentId> lineage,
            @Nullable Trace trace,
            @Nullable Budget budget) {

        /** Which request the run belongs to. */
        public Trace traceOf(RunId run) {
            return trace != null ? trace : Trace.begunBy(run);
        }
    }

    public RunOrigin origin() {
        return cause.origin();
    }

    public List<AgentId> lineage() {
        return cause.lineage();
    }

    /** A turn that no event began, or what was delegated below one. */
    public boolean awaitedByPerson() {
        return switch (origin()) {
            case RunOrigin.Turn o -> trace().depth() == 0;
            case RunOrigin.Delegation o -> trace().depth() == 0;
            case RunOrigin.Request o -> false;
            case RunOrigin.Trigger o -> false;
        };
    }

    /** Which request this belongs to, and everything that it causes from now on. */
    public Trace trace() {
        return cause.traceOf(run).rested(progress.rest());
    }

    /** On whose behalf it works, in the tenant of its agent. */
    public Caller callerIn(TenantId tenant) {
        return cause.traceOf(run).callerIn(tenant);
    }

    /** What was known of its conversation when it was asked for. */
    public Attributes attributes() {
        return cause.traceOf(run).known();
    }

    public Instant deadline() {
        return clock.deadline();
    }

    /** The run of a request whose messages the history already has. */
    public static ActiveRun start(RunRequest request, Terms terms, Instant at, Memory memory) {
        int taskAt = request.messages().isEmpty() ? -1 : memory.history().size() - 1;
        return new ActiveRun(
                request.run(),
                new Cause(request.origin(), request.lineage(), request.trace(), request.budget()),
                new Start(request.task(), taskAt, at, terms),
                Progress.NONE,
                RunClock.until(terms.deadline()),
                null,
                Proposals.NONE,
                Calls.NONE,
                PersistentMap.empty(),
                memory.early(request.run()));
    }

    public ActiveRun with(Progress changed) {
        return new ActiveRun(run, cause, start, changed, clock, alarm, proposals, calls, pending, outside);
    }

    public ActiveRun spent(Spend changed) {
        return with(progress.spent(changed));
    }

    public Spend spend() {
        return progress.spend();
    }

    public ActiveRun with(RunClock changed) {
        return new ActiveRun(run, cause, start, progress, changed, alarm, proposals, calls, pending, outside);
    }

    public ActiveRun alarmedAt(@Nullable Instant at) {
        return new ActiveRun(run, cause, start, progress, clock, at, proposals, calls, pending, outside);
    }

    /**
     * When somebody has to look at it, if what it waits for does not say so itself: it waits for several things, of
     * which one ends by itself. At once, when another is at work on this node alone: who takes over has to begin it
     * again.
     */
    public Optional<Instant> alarm(Instant now) {
        Suspension suspension = outside.suspension();
        if (pending.values().stream().anyMatch(this::hasToBeTold)) {
            return Optional.of(alarm != null && !alarm.isAfter(now) ? alarm : now);
        }
        if (suspension.on()) {
            return Optional.of(deadline());
        }
        Optional<Instant> first =
                pending.values().stream().flatMap(call -> call.end().stream()).min(Instant::compareTo);
        if (first.isEmpty() || (pending.size() == 1 && alarm == null)) {
            return Optional.empty();
        }
        if (pending.values().stream().noneMatch(PendingCall::worksHere)) {
            return first;
        }
        return Optional.of(alarm != null && !alarm.isAfter(now) ? alarm : now);
    }

    /** Whether agents are among what it waits for. */
    public boolean asksAgents() {
        return pending.values().stream().anyMatch(PendingCall.Delegation.class::isInstance);
    }

    /** When it is looked at in any case: at the end of its time, or of the wait for people, which has its own. */
    public Instant latest() {
        RunClock.Pause pause = clock.pause();
        return pause == null ? clock.deadline() : pause.until();
    }

    /** Whether it is paused. */
    public boolean suspended() {
        return outside.suspension().on();
    }

    /** Whether this is an agent that does not know yet that the run is paused, or goes on. */
    public boolean hasToBeTold(PendingCall call) {
        return call instanceof PendingCall.Delegation delegation
                && delegation.told() < outside.suspension().changes();
    }

    /** How long its clock stands still: people are waited for, here or by agents that were asked, or it is paused. */
    public Optional<Instant> standsStillUntil() {
        return Stream.concat(
                        Stream.ofNullable(outside.suspension().until()),
                        pending.values().stream().map(ActiveRun::personUntil).flatMap(Optional::stream))
                .max(Instant::compareTo);
    }

    private static Optional<Instant> personUntil(PendingCall call) {
        return switch (call) {
            case PendingCall.Person person -> Optional.of(person.until());
            case PendingCall.Delegation delegation -> Optional.ofNullable(delegation.paused());
            case PendingCall other -> Optional.empty();
        };
    }

    public ActiveRun step(Step step) {
        return with(progress.and(step));
    }

    /** What the model said last in this run. */
    public Optional<ModelReply> lastReply() {
        List<Step> steps = progress.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Step.ModelReplied replied) {
                return Optional.of(replied.reply());
            }
        }
        return Optional.empty();
    }

    /** Waits for it, for the first time or in another way. */
    public ActiveRun await(PendingCall call) {
        Calls known = pending.containsKey(call.id())
                ? calls
                : calls.with(call.begunAfter(progress.steps().size()));
        return withCalls(known, pending.with(call.id(), call));
    }

    /** Waits for it no more: this has become of it. */
    public ActiveRun settled(CallId call, Step came) {
        return withCalls(calls.settled(call, progress.steps().size()), pending.without(call))
                .step(came);
    }

    /** Waits for what a guardrail says, which is nothing that the brain has asked for. */
    public ActiveRun await(PendingCall.Check check) {
        return withCalls(calls, pending.with(check.id(), check));
    }

    /** Waits again for what it had begun before. */
    public ActiveRun again(PendingCall.Tool call) {
        return withCalls(calls, pending.with(call.id(), call));
    }

    /** Whether anything waits for what a guardrail says. */
    public boolean awaitsVerdict() {
        return pending.values().stream().anyMatch(PendingCall.Check.class::isInstance);
    }

    /** It is asked this instead. */
    public ActiveRun asked(String task) {
        Start other = new Start(task, start.taskAt(), start.at(), start.terms());
        return new ActiveRun(run, cause, other, progress, clock, alarm, proposals, calls, pending, outside);
    }

    /** Waits for it no more, as it is over. */
    public ActiveRun left(CallId call) {
        return withCalls(calls, pending.without(call));
    }

    public ActiveRun with(Proposals changed) {
        return new ActiveRun(run, cause, start, progress, clock, alarm, changed, calls, pending, outside);
    }

    public ActiveRun with(Outside changed) {
        return new ActiveRun(run, cause, start, progress, clock, alarm, proposals, calls, pending, changed);
    }

    /** The first of those of its calls that wait for a signal of this name. */
    public Optional<CallId> awaiting(String signal) {
        return pending.values().stream()
                .filter(call ->
                        call instanceof PendingCall.Signal wait && wait.name().equals(signal))
                .map(PendingCall::id)
                .findFirst();
    }

    private ActiveRun withCalls(Calls known, PersistentMap<CallId, PendingCall> open) {
        return new ActiveRun(run, cause, start, progress, clock, alarm, proposals, known, open, outside);
    }
}
