package org.talkoot.agents.model;

import io.micrometer.core.instrument.MeterRegistry;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Admits the model calls of one node. Each {@link Admit} that is not cancelled is answered by
 * exactly one {@link Completed}; two of one origin share a call and are both answered. Calls run on
 * virtual threads; this actor never blocks. What it does is decided by {@link Dispatch}.
 */
public final class ModelGateway extends AbstractBehavior<ModelGateway.Command> {

    /** What the gateway is told. */
    public sealed interface Command {}

    /** Make this call, when its turn comes. */
    public record Admit(ModelRequest request, ActorRef<Completed> replyTo) implements Command {}

    /** Abandon a call: it leaves the line or is interrupted. Nobody is answered. */
    public record Cancel(ModelRequest.Origin origin) implements Command {}

    private record AttemptEnded(ModelRequest.Origin origin, long attempt, ModelOutcome outcome)
            implements Command {}

    private record Sweep() implements Command {}

    /** A call has ended. */
    public record Completed(ModelRequest.Origin origin, ModelOutcome outcome) {}

    /** How exact deadlines, waits and rates are. One tick for all calls, not a timer for each. */
    private static final Duration SWEEP_EVERY = Duration.ofMillis(20);

    private final Dispatch dispatch;
    private final Deltas deltas;
    private final ModelMetrics metrics;
    private final Map<ModelRequest.Origin, Set<ActorRef<Completed>>> waiting = new HashMap<>();
    private final Map<Long, Attempt> running = new HashMap<>();

    private ModelGateway(
            ActorContext<Command> context, Dispatch dispatch, Deltas deltas, ModelMetrics metrics) {
        super(context);
        this.dispatch = dispatch;
        this.deltas = deltas;
        this.metrics = metrics;
    }

    /**
     * The gateway of one node.
     *
     * @param deltas hears the pieces of all answers; where an attempt fails midway and is repeated,
     *     the pieces begin anew
     */
    public static Behavior<Command> create(
            ModelRegistry registry, Deltas deltas, MeterRegistry meters) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> {
                                    timers.startTimerWithFixedDelay(new Sweep(), SWEEP_EVERY);
                                    return new ModelGateway(
                                            context,
                                            new Dispatch(
                                                    registry,
                                                    Instant.now(),
                                                    () -> ThreadLocalRandom.current().nextDouble()),
                                            deltas,
                                            new ModelMetrics(meters));
                                }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onAnyMessage(this::onCommand)
                .onSignal(PostStop.class, stopped -> abandonAll())
                .build();
    }

    private Behavior<Command> onCommand(Command command) {
        Instant now = Instant.now();
        switch (command) {
            case Admit admit -> {
                await(admit);
                perform(dispatch.admit(admit.request(), now));
            }
            case Cancel cancel -> {
                waiting.remove(cancel.origin());
                perform(dispatch.cancel(cancel.origin(), now));
            }
            case AttemptEnded ended -> attemptEnded(ended, now);
            case Sweep sweep -> {
                if (!dispatch.isIdle()) {
                    perform(dispatch.sweep(now));
                }
                dispatch.lanes().forEach(metrics::show);
            }
        }
        return this;
    }

    private void await(Admit admit) {
        Set<ActorRef<Completed>> others = waiting.get(admit.request().origin());
        if (others == null) {
            waiting.put(admit.request().origin(), Set.of(admit.replyTo()));
        } else if (!others.contains(admit.replyTo())) {
            Set<ActorRef<Completed>> all = new LinkedHashSet<>(others);
            all.add(admit.replyTo());
            waiting.put(admit.request().origin(), all);
        }
    }

    private void attemptEnded(AttemptEnded ended, Instant now) {
        Attempt attempt = running.remove(ended.attempt());
        if (attempt != null) {
            metrics.attemptEnded(attempt.candidate(), ended.outcome(), attempt.age());
        }
        perform(dispatch.ended(ended.origin(), ended.attempt(), ended.outcome(), now));
    }

    private void perform(List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Start start -> start(start);
                case Action.Abandon abandon -> abandon(abandon);
                case Action.Complete complete -> complete(complete);
            }
        }
    }

    private void start(Action.Start start) {
        if (start.ordinal() > 1) {
            metrics.retried(start.candidate());
        }
        ModelRequest.Origin origin = start.request().origin();
        ActorRef<Command> self = getContext().getSelf();
        Attempt attempt =
                new Attempt(
                        start,
                        deltas,
                        outcome -> self.tell(new AttemptEnded(origin, start.attempt(), outcome)));
        running.put(start.attempt(), attempt);
        attempt.begin();
    }

    private void abandon(Action.Abandon abandon) {
        Attempt attempt = running.remove(abandon.attempt());
        if (attempt != null) {
            attempt.abandon();
            metrics.attemptAbandoned(attempt.candidate(), abandon.reason(), attempt.age());
        }
    }

    private void complete(Action.Complete complete) {
        Set<ActorRef<Completed>> refs = waiting.remove(complete.origin());
        if (refs != null) {
            Completed completed = new Completed(complete.origin(), complete.outcome());
            refs.forEach(ref -> ref.tell(completed));
        }
    }

    private Behavior<Command> abandonAll() {
        running.values().forEach(Attempt::abandon);
        return this;
    }
}
