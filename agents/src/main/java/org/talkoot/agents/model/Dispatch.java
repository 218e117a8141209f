package org.talkoot.agents.model;

import org.jspecify.annotations.Nullable;
import org.talkoot.agents.model.Admission.Verdict;
import org.talkoot.agents.model.Stage.Call;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides what happens to each model call of a node: goes out, waits, is repeated, goes to another
 * model, ends. Every call that is admitted and not cancelled ends in exactly one {@link
 * Action.Complete}. Knows no clock, thread or actor; one owner.
 */
final class Dispatch {

    private final ModelRegistry registry;
    private final DoubleSupplier jitter;
    private final Map<ModelRequest.Origin, Stage> stages = new HashMap<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private long attempts;

    Dispatch(ModelRegistry registry, Instant now, DoubleSupplier jitter) {
        this.registry = registry;
        this.jitter = jitter;
        registry.providers().forEach(p -> lanes.put(p.name(), new Lane(p, now)));
    }

    Collection<Lane> lanes() {
        return lanes.values();
    }

    boolean isIdle() {
        return stages.isEmpty();
    }

    /** A call comes in. One that is here already stays where it is. */
    List<Action> admit(ModelRequest request, Instant now) {
        List<Action> actions = new ArrayList<>(2);
        if (!stages.containsKey(request.origin())) {
            switch (registry.resolve(request.model())) {
                case ModelRegistry.Resolution.Chain chain ->
                        place(
                                new Call(request, chain.candidates(), 0, 0, TokenUsage.NONE),
                                now,
                                actions);
                case ModelRegistry.Resolution.Unknown unknown ->
                        actions.add(
                                new Action.Complete(
                                        request.origin(),
                                        new ModelOutcome.Failed(
                                                unknown.failure(), TokenUsage.NONE)));
            }
        }
        return actions;
    }

    /** Nobody wants the answer any more. */
    List<Action> cancel(ModelRequest.Origin origin, Instant now) {
        List<Action> actions = new ArrayList<>(2);
        Stage stage = stages.remove(origin);
        switch (stage) {
            case null -> {}
            case Stage.Queued s -> lane(s.call()).queue.remove(s.call().tenant(), origin);
            case Stage.BackingOff s -> lane(s.call()).backingOff--;
            case Stage.Running s -> {
                actions.add(new Action.Abandon(s.attempt(), "cancelled"));
                Lane lane = lane(s.call());
                lane.admission = lane.admission.abandoned(s.ticket(), now);
                drain(lane, now, actions);
            }
        }
        return actions;
    }

    /** An attempt has come back; ignored when nobody waits for it. */
    List<Action> ended(
            ModelRequest.Origin origin, long attempt, ModelOutcome outcome, Instant now) {
        List<Action> actions = new ArrayList<>(2);
        if (stages.get(origin) instanceof Stage.Running running && running.attempt() == attempt) {
            stages.remove(origin);
            Lane lane = lane(running.call());
            switch (outcome) {
                case ModelOutcome.Replied replied -> replied(running, replied, actions);
                case ModelOutcome.Failed failed -> failed(running, failed, now, actions);
            }
            drain(lane, now, actions);
        }
        return actions;
    }

    /** Time has passed. */
    List<Action> sweep(Instant now) {
        List<Action> actions = new ArrayList<>();
        for (Stage stage : List.copyOf(stages.values())) {
            switch (stage) {
                case Stage.Queued s when isOver(s, now) -> waitedTooLong(s, now, actions);
                case Stage.Queued s -> {}
                case Stage.Running s when !now.isBefore(s.deadline()) -> late(s, now, actions);
                case Stage.Running s -> {}
                case Stage.BackingOff s when !now.isBefore(s.until()) -> again(s, now, actions);
                case Stage.BackingOff s -> {}
            }
        }
        lanes.values().forEach(lane -> drain(lane, now, actions));
        return actions;
    }

    private void replied(
            Stage.Running running, ModelOutcome.Replied replied, List<Action> actions) {
        Call call = running.call();
        Lane lane = lane(call);
        lane.admission = lane.admission.answered(running.ticket(), replied.usage().total());
        TokenUsage usage = call.spent().plus(call.candidate().price().charge(replied.usage()));
        actions.add(
                new Action.Complete(
                        call.origin(),
                        new ModelOutcome.Replied(replied.reply(), usage, replied.model())));
    }

    private void failed(
            Stage.Running running, ModelOutcome.Failed failed, Instant now, List<Action> actions) {
        Lane lane = lane(running.call());
        ModelFailure failure = failed.failure();
        Call call =
                running.call().failed(running.call().candidate().price().charge(failed.usage()));
        if (failure.transientFailure()) {
            lane.admission = lane.admission.failed(running.ticket(), failed.usage().total(), now);
            backOff(call, failure, now, actions);
        } else {
            lane.admission = lane.admission.answered(running.ticket(), failed.usage().total());
            fail(call, failure, actions);
        }
    }

    private void backOff(Call call, ModelFailure failure, Instant now, List<Action> actions) {
        ProviderLimits.Retries retries = call.candidate().provider().limits().retries();
        Duration asked = failure.askedToWait().orElse(Duration.ZERO);
        Lane lane = lane(call);
        if (call.failures() >= retries.attempts()
                || asked.compareTo(retries.longest()) > 0
                || lane.isFull()) {
            fallBack(call, failure, now, actions);
            return;
        }
        Duration own = retries.delay(call.failures(), jitter.getAsDouble());
        lane.backingOff++;
        stages.put(
                call.origin(),
                new Stage.BackingOff(call, now.plus(own.compareTo(asked) > 0 ? own : asked)));
    }

    private void again(Stage.BackingOff stage, Instant now, List<Action> actions) {
        stages.remove(stage.call().origin());
        lane(stage.call()).backingOff--;
        place(stage.call(), now, actions);
    }

    private void late(Stage.Running stage, Instant now, List<Action> actions) {
        stages.remove(stage.call().origin());
        Lane lane = lane(stage.call());
        ModelFailure failure =
                new ModelFailure.Timeout(
                        "no reply from %s within %s"
                                .formatted(
                                        stage.call().candidate().model(),
                                        lane.provider().limits().callTimeout()));
        actions.add(new Action.Abandon(stage.attempt(), failure.code()));
        lane.admission =
                lane.admission.failed(stage.ticket(), stage.ticket().reservedTokens(), now);
        backOff(stage.call().failed(TokenUsage.NONE), failure, now, actions);
    }

    private boolean isOver(Stage.Queued stage, Instant now) {
        Duration longest = lane(stage.call()).provider().limits().waiting().longest();
        return !now.isBefore(stage.since().plus(longest));
    }

    private void waitedTooLong(Stage.Queued stage, Instant now, List<Action> actions) {
        Call call = stage.call();
        stages.remove(call.origin());
        lane(call).queue.remove(call.tenant(), call.origin());
        fallBack(call, overloaded(lane(call), "waited too long for"), now, actions);
    }

    /** Sends it out, or into the line, or away. */
    private void place(Call call, Instant now, List<Action> actions) {
        Lane lane = lane(call);
        if (lane.queue.size() == 0 && tryStart(lane, call, now, actions)) {
            return;
        }
        if (lane.isFull()) {
            fallBack(call, overloaded(lane, "too many calls wait for"), now, actions);
            return;
        }
        lane.queue.add(call.tenant(), call.origin());
        stages.put(call.origin(), new Stage.Queued(call, now));
    }

    /** Serves the line as far as the limits allow. */
    private void drain(Lane lane, Instant now, List<Action> actions) {
        Optional<ModelRequest.Origin> head = lane.queue.peek();
        while (head.isPresent()) {
            @Nullable Stage stage = stages.get(head.get());
            if (stage != null && !tryStart(lane, stage.call(), now, actions)) {
                return;
            }
            lane.queue.next();
            head = lane.queue.peek();
        }
    }

    /** False: it has to wait. Otherwise it is out, or has gone elsewhere. */
    private boolean tryStart(Lane lane, Call call, Instant now, List<Action> actions) {
        return switch (lane.admission.admit(call.request().estimatedInputTokens(), now)) {
            case Verdict.Wait wait -> false;
            case Verdict.Admitted admitted -> {
                lane.admission = admitted.next();
                start(call, admitted.ticket(), now, actions);
                yield true;
            }
            case Verdict.Broken broken -> {
                stages.remove(call.origin());
                fallBack(call, leftAlone(lane), now, actions);
                yield true;
            }
        };
    }

    private void start(Call call, Admission.Ticket ticket, Instant now, List<Action> actions) {
        long attempt = ++attempts;
        Candidate candidate = call.candidate();
        Instant deadline = now.plus(candidate.provider().limits().callTimeout());
        stages.put(call.origin(), new Stage.Running(call, attempt, ticket, deadline));
        actions.add(
                new Action.Start(
                        attempt, asked(call.request(), candidate), candidate, call.failures() + 1));
    }

    private void fallBack(Call call, ModelFailure failure, Instant now, List<Action> actions) {
        if (call.hasFallback()) {
            place(call.toFallback(), now, actions);
        } else {
            fail(call, failure, actions);
        }
    }

    private static void fail(Call call, ModelFailure failure, List<Action> actions) {
        actions.add(
                new Action.Complete(call.origin(), new ModelOutcome.Failed(failure, call.spent())));
    }

    private static ModelRequest asked(ModelRequest request, Candidate candidate) {
        if (request.model().equals(candidate.model())) {
            return request;
        }
        return new ModelRequest(
                request.origin(),
                candidate.model(),
                request.instructions(),
                request.messages(),
                request.tools(),
                request.inputLength());
    }

    private static ModelFailure overloaded(Lane lane, String what) {
        return new ModelFailure.Overloaded(
                what + " provider '" + lane.provider().name() + "'",
                lane.provider().limits().waiting().longest());
    }

    private static ModelFailure leftAlone(Lane lane) {
        return new ModelFailure.Unavailable(
                "provider '%s' failed %d times in a row and is left alone for a while"
                        .formatted(
                                lane.provider().name(),
                                lane.provider().limits().breaking().failures()));
    }

    private Lane lane(Call call) {
        Lane lane = lanes.get(call.candidate().provider().name());
        if (lane == null) {
            throw new IllegalStateException(
                    "a route leads to a provider that is not registered: "
                            + call.candidate().provider().name());
        }
        return lane;
    }
}
