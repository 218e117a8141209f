package org.talkoot.agents.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.talkoot.agents.model.Admission.Verdict;
import org.talkoot.agents.model.Stage.Call;
import org.talkoot.agents.model.Stage.Tries;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

/**
 * Decides what happens to each model call of a node: goes out, waits, is repeated, goes to another model, ends. Every
 * call that is admitted ends in exactly one {@link Action.Complete}. Knows no clock, thread or actor; one owner.
 */
final class CallScheduler {

    /** What is to be done now. */
    sealed interface Action {

        /**
         * Ask the candidate.
         *
         * @param attempt unique on this node; its result comes back under this number
         * @param ordinal counts the attempts of one call at one candidate from 1
         */
        record Start(long attempt, ModelRequest request, Candidate candidate, int ordinal) implements Action {}

        /** Nobody waits for this attempt any more. */
        record Abandon(long attempt, String reason) implements Action {}

        /** The call waits, and will until then; for the reason with this code. */
        record Delay(ModelRequest.Origin origin, Instant until, String reason) implements Action {}

        /** The call has ended. */
        record Complete(ModelRequest.Origin origin, ModelOutcome outcome) implements Action {}
    }

    private final ModelRegistry registry;
    private final DoubleSupplier jitter;
    private final LongUnaryOperator streamed;
    private final Map<ModelRequest.Origin, Stage> stages = new HashMap<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private long attempts;

    /** @param streamed how many characters of its answer an attempt has brought so far */
    CallScheduler(ModelRegistry registry, Instant now, DoubleSupplier jitter, LongUnaryOperator streamed) {
        this.registry = registry;
        this.jitter = jitter;
        this.streamed = streamed;
        registry.providers().forEach(p -> lanes.put(p.name(), new Lane(p, now)));
    }

    Collection<Lane> lanes() {
        return lanes.values();
    }

    boolean isIdle() {
        return stages.isEmpty();
    }

    /** A call comes in. One that is here already stays where it is. */
    List<Action> admit(ModelRequest request, boolean personWaits, Instant now) {
        List<Action> actions = new ArrayList<>(2);
        if (!stages.containsKey(request.origin())) {
            switch (registry.resolve(request.model())) {
                case ModelRegistry.Resolution.Chain chain ->
                    place(Call.of(request, personWaits, chain.candidates()), now, actions);
                case ModelRegistry.Resolution.Unknown unknown ->
                    actions.add(new Action.Complete(
                            request.origin(), new ModelOutcome.Failed(unknown.failure(), TokenUsage.NONE)));
            }
        }
        return actions;
    }

    /** Nobody wants the answer any more; what it has cost is told all the same. */
    List<Action> cancel(ModelRequest.Origin origin, Instant now) {
        List<Action> actions = new ArrayList<>(2);
        Stage stage = stages.remove(origin);
        switch (stage) {
            case null -> {}
            case Stage.Queued s -> {
                lane(s.call()).queue.remove(s.call().tenant(), origin);
                fail(s.call(), cancelled(), actions);
            }
            case Stage.BackingOff s -> {
                lane(s.call()).backingOff--;
                fail(s.call(), cancelled(), actions);
            }
            case Stage.Running s -> {
                Call paid = s.call().paid(estimate(s));
                actions.add(new Action.Abandon(s.attempt(), "cancelled"));
                fail(paid, cancelled(), actions);
                Lane lane = lane(s.call());
                lane.admission = lane.admission.abandoned(s.ticket(), now);
                drain(lane, now, actions);
            }
        }
        return actions;
    }

    /** An attempt has come back; ignored when nobody waits for it. */
    List<Action> ended(ModelRequest.Origin origin, long attempt, ModelOutcome outcome, Instant now) {
        List<Action> actions = new ArrayList<>(2);
        if (stages.get(origin) instanceof Stage.Running running && running.attempt() == attempt) {
            stages.remove(origin);
            Lane lane = lane(running.call());
            switch (outcome) {
                case ModelOutcome.Replied replied -> replied(running, replied, now, actions);
                case ModelOutcome.Failed failed -> failed(running, failed, now, actions);
            }
            drain(lane, now, actions);
        }
        return actions;
    }

    /** Time has passed. */
    List<Action> sweep(Instant now) {
        List<Action> actions = new ArrayList<>();
        lanes.values().forEach(lane -> drain(lane, now, actions));
        for (Stage stage : List.copyOf(stages.values())) {
            switch (stage) {
                case Stage.Queued s -> waits(s, now, actions);
                case Stage.Running s when !now.isBefore(s.deadline()) -> late(s, now, actions);
                case Stage.Running s -> {}
                case Stage.BackingOff s -> backsOff(s, now, actions);
            }
        }
        lanes.values().forEach(lane -> drain(lane, now, actions));
        return actions;
    }

    private void replied(Stage.Running running, ModelOutcome.Replied replied, Instant now, List<Action> actions) {
        Call call = running.call().paid(replied.usage());
        Lane lane = lane(call);
        lane.admission =
                lane.admission.answered(running.ticket(), replied.usage().total(), now);
        actions.add(new Action.Complete(
                call.origin(), new ModelOutcome.Replied(replied.reply(), call.spent(), replied.model())));
    }

    private void failed(Stage.Running running, ModelOutcome.Failed failed, Instant now, List<Action> actions) {
        Call call = running.call().paid(failed.usage());
        Lane lane = lane(call);
        long used = failed.usage().total();
        switch (failed.failure()) {
            case ModelFailure.RateLimited why -> refused(running, call, why, now, actions);
            case ModelFailure.Overloaded why -> refused(running, call, why, now, actions);
            case ModelFailure.Unavailable why -> {
                lane.admission = lane.admission.failed(running.ticket(), used, now);
                Tries tries = call.tries();
                backOff(call.tried(used > 0 ? tries.andCostly() : tries.andFree()), why, now, actions);
            }
            case ModelFailure.Timeout why -> {
                lane.admission = lane.admission.failed(running.ticket(), used, now);
                backOff(call.tried(call.tries().andCostly()), why, now, actions);
            }
            case ModelFailure.ContextTooLong why -> {
                lane.admission = lane.admission.answered(running.ticket(), used, now);
                fail(call, why, actions);
            }
            case ModelFailure.Rejected why -> {
                lane.admission = lane.admission.answered(running.ticket(), used, now);
                fail(call, why, actions);
            }
        }
    }

    /** The provider takes nothing for a while, from nobody: the call goes back into the line. */
    private void refused(Stage.Running running, Call call, ModelFailure why, Instant now, List<Action> actions) {
        Lane lane = lane(call);
        int refusals = lane.admission.refusals(now);
        Duration own = retries(call).delay(refusals, jitter.getAsDouble());
        Duration wait =
                why.askedToWait().filter(asked -> asked.compareTo(own) > 0).orElse(own);
        lane.admission =
                lane.admission.refused(running.ticket(), 0, new Admission.Pause(now.plus(wait), why, refusals));
        Call tried = call.tried(call.tries().andFree());
        if (tried.hasFallback() && tried.tries().failures() >= retries(call).attempts()) {
            place(tried.toFallback(), now, actions);
            return;
        }
        lane.queue.addFirst(tried.tenant(), tried.origin());
        Stage.Queued queued = new Stage.Queued(tried, now);
        stages.put(tried.origin(), queued);
        waits(queued, now, actions);
    }

    /** Only what somebody pays for is bounded by the number of attempts; the rest by patience. */
    private void backOff(Call call, ModelFailure failure, Instant now, List<Action> actions) {
        ProviderLimits.Retries retries = retries(call);
        if (call.hasFallback() && call.tries().failures() >= retries.attempts()) {
            place(call.toFallback(), now, actions);
        } else if (call.tries().costly() >= retries.attempts()) {
            fail(call, failure, actions);
        } else {
            Duration delay = retries.delay(call.tries().failures(), jitter.getAsDouble());
            repeat(call, now.plus(delay), failure, now, actions);
        }
    }

    private void repeat(Call call, Instant until, ModelFailure why, Instant now, List<Action> actions) {
        switch (Prospect.afterFailure(call, until, why, now)) {
            case Prospect.Waits p -> holdBack(call, until, now);
            case Prospect.Announced p -> holdBack(announced(call, p, now, actions), until, now);
            case Prospect.Elsewhere p -> place(call.toFallback(), now, actions);
            case Prospect.InVain p -> fail(call, p.why(), actions);
        }
    }

    private void holdBack(Call call, Instant until, Instant now) {
        lane(call).backingOff++;
        stages.put(call.origin(), new Stage.BackingOff(call, now, until));
    }

    private void backsOff(Stage.BackingOff stage, Instant now, List<Action> actions) {
        Call call = stage.call();
        if (!now.isBefore(stage.until())) {
            stages.remove(call.origin());
            lane(call).backingOff--;
            place(call.waited(call.waited().plus(stage.since(), now)), now, actions);
        }
    }

    private void late(Stage.Running stage, Instant now, List<Action> actions) {
        stages.remove(stage.call().origin());
        Lane lane = lane(stage.call());
        ModelFailure failure = new ModelFailure.Timeout("no reply from %s within %s"
                .formatted(
                        stage.call().candidate().model(),
                        lane.provider().limits().callTimeout()));
        Call call = stage.call().paid(estimate(stage));
        actions.add(new Action.Abandon(stage.attempt(), failure.code()));
        lane.admission = lane.admission.failed(stage.ticket(), stage.ticket().reservedTokens(), now);
        backOff(call.tried(call.tries().andCostly()), failure, now, actions);
    }

    /**
     * What a provider counts of an attempt that was broken off is never told: the estimate of its input, and a token
     * for each four characters that came.
     */
    private TokenUsage estimate(Stage.Running stage) {
        return TokenUsage.of(stage.call().request().estimatedInputTokens(), streamed.applyAsLong(stage.attempt()) / 4);
    }

    /** Looks at a call in the line. */
    private void waits(Stage.Queued stage, Instant now, List<Action> actions) {
        Call call = stage.call();
        switch (Prospect.inLine(stage, lane(call), now)) {
            case Prospect.Waits p -> {}
            case Prospect.Announced p -> {
                Call told = announced(call, p, now, actions);
                stages.put(call.origin(), new Stage.Queued(told, stage.since()));
            }
            case Prospect.Elsewhere p -> {
                leave(stage);
                place(call.toFallback(), now, actions);
            }
            case Prospect.InVain p -> {
                leave(stage);
                fail(call, p.why(), actions);
            }
        }
    }

    private static Call announced(Call call, Prospect.Announced wait, Instant now, List<Action> actions) {
        actions.add(new Action.Delay(call.origin(), wait.until(), wait.why().code()));
        return call.waited(call.waited().said(wait.until(), now));
    }

    private void leave(Stage.Queued stage) {
        Call call = stage.call();
        stages.remove(call.origin());
        lane(call).queue.remove(call.tenant(), call.origin());
    }

    /** Sends it out, or into the line, or away. */
    private void place(Call call, Instant now, List<Action> actions) {
        Lane lane = lane(call);
        if (lane.queue.size() == 0 && tryStart(lane, call, now, actions)) {
            return;
        }
        if (lane.isFull()) {
            ModelFailure full = lane.overloaded("too many calls wait for");
            if (call.hasFallback()) {
                place(call.toFallback(), now, actions);
            } else {
                fail(call, full, actions);
            }
            return;
        }
        lane.queue.add(call.tenant(), call.origin());
        Stage.Queued queued = new Stage.Queued(call, now);
        stages.put(call.origin(), queued);
        waits(queued, now, actions);
    }

    /** Serves the line as far as the limits allow. */
    private void drain(Lane lane, Instant now, List<Action> actions) {
        Optional<ModelRequest.Origin> head = lane.queue.peek();
        while (head.isPresent()) {
            if (stages.get(head.get()) instanceof Stage.Queued stage
                    && !tryStart(lane, withWait(stage, now), now, actions)) {
                return;
            }
            lane.queue.next();
            head = lane.queue.peek();
        }
    }

    private static Call withWait(Stage.Queued stage, Instant now) {
        return stage.call().waited(stage.call().waited().plus(stage.since(), now));
    }

    /** False: it has to wait. */
    private boolean tryStart(Lane lane, Call call, Instant now, List<Action> actions) {
        if (lane.admission.admit(call.request().estimatedInputTokens(), now)
                instanceof Verdict.Admitted(Admission next, Admission.Ticket ticket)) {
            lane.admission = next;
            start(call, ticket, now, actions);
            return true;
        }
        return false;
    }

    private void start(Call call, Admission.Ticket ticket, Instant now, List<Action> actions) {
        long attempt = ++attempts;
        Candidate candidate = call.candidate();
        Instant deadline = now.plus(candidate.provider().limits().callTimeout());
        stages.put(call.origin(), new Stage.Running(call, attempt, ticket, deadline));
        actions.add(new Action.Start(
                attempt,
                asked(call.request(), candidate),
                candidate,
                call.tries().failures() + 1));
    }

    private static void fail(Call call, ModelFailure failure, List<Action> actions) {
        actions.add(new Action.Complete(call.origin(), new ModelOutcome.Failed(failure, call.spent())));
    }

    private static ModelFailure cancelled() {
        return new ModelFailure.Unavailable("the call was cancelled");
    }

    private static ModelRequest asked(ModelRequest request, Candidate candidate) {
        return request.model().equals(candidate.model()) ? request : request.of(candidate.model());
    }

    private static ProviderLimits.Retries retries(Call call) {
        return call.candidate().provider().limits().retries();
    }

    private Lane lane(Call call) {
        @Nullable Lane lane = lanes.get(call.candidate().provider().name());
        if (lane == null) {
            throw new IllegalStateException("a route leads to a provider that is not registered: "
                    + call.candidate().provider().name());
        }
        return lane;
    }
}
