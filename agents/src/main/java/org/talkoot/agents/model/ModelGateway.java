package org.talkoot.agents.model;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.talkoot.agents.guard.Hearing;
import org.talkoot.core.ConversationId;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.model.Deltas;
import org.talkoot.core.model.ModelFailure;
import org.talkoot.core.model.ModelOutcome;
import org.talkoot.core.model.ModelRequest;
import org.talkoot.core.model.TokenUsage;

/**
 * Admits the model calls of one node. Each {@link Admit} is answered by exactly one {@link Completed}, also when it is
 * cancelled, and before it by a {@link Delayed} whenever it turns out that the provider makes it wait; two of one
 * origin share a call and are both answered. Calls run on virtual threads; this actor never blocks. What it does is
 * decided by {@link CallScheduler}.
 */
/* Mending. Everybody on the node waits for this actor, so nothing that goes wrong in it may stop it or
 * leave a count that never comes down: whatever is thrown ends the one call that was being handled,
 * and all others are admitted again to a new CallScheduler, which has the counts of nothing. Attempts that
 * were out are abandoned and made again; that costs money once, for a bug, where answering them all
 * with a failure would fail every run of the node. */
public final class ModelGateway extends AbstractBehavior<ModelGateway.Command> {

    /** What the gateway is told. */
    public sealed interface Command {}

    /** Make this call, when its turn comes. */
    public record Admit(ModelRequest request, Terms terms, ActorRef<Progress> replyTo) implements Command {}

    /** Abandon a call: it leaves the line or is interrupted, and is answered with what it cost. */
    public record Cancel(ModelRequest.Origin origin) implements Command {}

    private record AttemptEnded(ModelRequest.Origin origin, long attempt, ModelOutcome outcome) implements Command {}

    private record Sweep() implements Command {}

    /**
     * What a call is made for.
     *
     * @param personWaits so it is given up after the patience of the provider's settings; other calls wait until they
     *     are cancelled
     * @param hearing what of the answer may be heard before it is complete
     * @param conversation where the work began
     */
    public record Terms(boolean personWaits, Hearing hearing, ConversationId conversation) {}

    /** What becomes of a call. */
    public sealed interface Progress {
        ModelRequest.Origin origin();
    }

    /** The provider takes it then at the earliest. It goes on by itself. */
    public record Delayed(ModelRequest.Origin origin, Instant until, String reason) implements Progress {}

    /** A call has ended. */
    public record Completed(ModelRequest.Origin origin, ModelOutcome outcome) implements Progress {}

    /** How exact deadlines, waits and rates are. One tick for all calls, not a timer for each. */
    private static final Duration SWEEP_EVERY = Duration.ofMillis(20);

    private final ModelRegistry registry;
    private final Deltas deltas;
    private final AttachmentStore attachments;
    private final ModelMetrics metrics;
    private final OpenCalls open;
    private final Map<ModelRequest.Origin, Asked> waiting = new HashMap<>();
    private final Map<Long, Attempt> running = new HashMap<>();
    private CallScheduler scheduler;
    private boolean sweepIsBroken;

    private ModelGateway(
            ActorContext<Command> context,
            ModelRegistry registry,
            Deltas deltas,
            AttachmentStore attachments,
            MeterRegistry meters,
            OpenCalls open) {
        super(context);
        this.registry = registry;
        this.deltas = deltas;
        this.attachments = attachments;
        this.metrics = new ModelMetrics(meters);
        this.open = open;
        this.scheduler = newScheduler();
    }

    /** A gateway of which nobody asks what it is doing. */
    public static Behavior<Command> create(ModelRegistry registry, Deltas deltas, MeterRegistry meters) {
        return create(registry, deltas, AttachmentStore.NONE, meters, new OpenCalls());
    }

    /**
     * The gateway of one node.
     *
     * @param deltas hears the pieces of all answers that may be heard; where an attempt fails midway it is told that
     *     the text begins anew
     * @param attachments what is attached to what models are shown
     * @param open is kept up to date
     */
    public static Behavior<Command> create(
            ModelRegistry registry, Deltas deltas, AttachmentStore attachments, MeterRegistry meters, OpenCalls open) {
        Behavior<Command> gateway = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Sweep(), SWEEP_EVERY);
            return new ModelGateway(context, registry, deltas, attachments, meters, open);
        }));
        return Behaviors.supervise(gateway).onFailure(Exception.class, SupervisorStrategy.restart());
    }

    private CallScheduler newScheduler() {
        return new CallScheduler(
                registry, Instant.now(), () -> ThreadLocalRandom.current().nextDouble(), this::streamed);
    }

    private long streamed(long attempt) {
        Attempt known = running.get(attempt);
        return known == null ? 0 : known.streamed();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onAnyMessage(this::onCommand)
                .onSignal(PreRestart.class, restarts -> giveUpAll())
                .onSignal(PostStop.class, stopped -> abandonAll())
                .build();
    }

    private Behavior<Command> onCommand(Command command) {
        try {
            handle(command, Instant.now());
        } catch (OutOfMemoryError noLongerTrusted) {
            throw noLongerTrusted;
        } catch (Throwable bug) {
            mend(command, bug);
        }
        return this;
    }

    private void handle(Command command, Instant now) {
        switch (command) {
            case Admit admit -> {
                await(admit);
                perform(scheduler.admit(admit.request(), admit.terms().personWaits(), now));
            }
            case Cancel cancel -> perform(scheduler.cancel(cancel.origin(), now));
            case AttemptEnded ended -> attemptEnded(ended, now);
            case Sweep sweep -> {
                if (!scheduler.isIdle()) {
                    perform(scheduler.sweep(now));
                }
                sweepIsBroken = false;
                scheduler.lanes().forEach(metrics::show);
            }
        }
    }

    private void await(Admit admit) {
        Asked before = waiting.get(admit.request().origin());
        if (before == null) {
            open.opened(admit.terms().conversation());
        }
        waiting.put(admit.request().origin(), before == null ? Asked.of(admit) : before.and(admit.replyTo()));
    }

    private void attemptEnded(AttemptEnded ended, Instant now) {
        Attempt attempt = running.remove(ended.attempt());
        if (attempt != null && ended.outcome() instanceof ModelOutcome.Failed) {
            beginsAnew(ended.origin(), attempt);
        }
        perform(scheduler.ended(ended.origin(), ended.attempt(), ended.outcome(), now));
        if (attempt != null) {
            metrics.attemptEnded(attempt.candidate(), ended.outcome(), attempt.age());
        }
    }

    /** An attempt has come to nothing: what was heard of it is void. */
    private void beginsAnew(ModelRequest.Origin origin, Attempt attempt) {
        Asked asked = waiting.get(origin);
        if (asked != null && asked.terms().hearing().hearsAny() && attempt.streamed() > 0) {
            deltas.restarted(origin);
        }
    }

    private void perform(List<CallScheduler.Action> actions) {
        for (CallScheduler.Action action : actions) {
            switch (action) {
                case CallScheduler.Action.Start start -> start(start);
                case CallScheduler.Action.Abandon abandon -> abandon(abandon);
                case CallScheduler.Action.Delay delay -> delay(delay);
                case CallScheduler.Action.Complete complete -> complete(complete.origin(), complete.outcome());
            }
        }
    }

    private void start(CallScheduler.Action.Start start) {
        if (start.ordinal() > 1) {
            metrics.retried(start.candidate());
        }
        ModelRequest.Origin origin = start.request().origin();
        ActorRef<Command> self = getContext().getSelf();
        Asked asked = waiting.get(origin);
        Attempt attempt = new Attempt(
                start,
                asked == null ? Deltas.ignored() : asked.terms().hearing().of(deltas),
                attachments.of(origin.agent().tenant()),
                outcome -> self.tell(new AttemptEnded(origin, start.attempt(), outcome)));
        running.put(start.attempt(), attempt);
        attempt.begin();
    }

    private void abandon(CallScheduler.Action.Abandon abandon) {
        Attempt attempt = running.remove(abandon.attempt());
        if (attempt != null) {
            attempt.abandon();
            beginsAnew(attempt.origin(), attempt);
            metrics.attemptAbandoned(attempt.candidate(), abandon.reason(), attempt.age());
        }
    }

    private void delay(CallScheduler.Action.Delay delay) {
        Asked asked = waiting.get(delay.origin());
        if (asked != null) {
            asked.tell(new Delayed(delay.origin(), delay.until(), delay.reason()));
        }
    }

    private void complete(ModelRequest.Origin origin, ModelOutcome outcome) {
        Asked asked = waiting.remove(origin);
        if (asked != null) {
            open.closed(asked.terms().conversation());
            asked.tell(new Completed(origin, outcome));
        }
    }

    private void mend(Command command, Throwable bug) {
        getContext().getLog().error("the model gateway failed and begins anew", bug);
        boolean again = command instanceof Sweep && sweepIsBroken;
        sweepIsBroken = command instanceof Sweep;
        origin(command).ifPresent(origin -> complete(origin, broken(bug)));
        abandonAll();
        scheduler = newScheduler();
        for (Asked asked : List.copyOf(waiting.values())) {
            ModelRequest.Origin origin = asked.request().origin();
            try {
                if (again) {
                    complete(origin, broken(bug));
                } else {
                    boolean personWaits = asked.terms().personWaits();
                    perform(scheduler.admit(asked.request(), personWaits, Instant.now()));
                }
            } catch (RuntimeException | StackOverflowError second) {
                complete(origin, broken(second));
            }
        }
    }

    /** Whose call was being handled; empty: nobody's in particular. */
    private static Optional<ModelRequest.Origin> origin(Command command) {
        return switch (command) {
            case Admit admit -> Optional.of(admit.request().origin());
            case Cancel cancel -> Optional.of(cancel.origin());
            case AttemptEnded ended -> Optional.of(ended.origin());
            case Sweep sweep -> Optional.empty();
        };
    }

    private static ModelOutcome broken(Throwable bug) {
        return new ModelOutcome.Failed(
                new ModelFailure.Rejected("the model gateway cannot handle this call: "
                        + bug.getClass().getName()),
                TokenUsage.NONE);
    }

    private Behavior<Command> giveUpAll() {
        ModelFailure why = new ModelFailure.Unavailable("the model gateway was restarted");
        List.copyOf(waiting.keySet()).forEach(o -> complete(o, new ModelOutcome.Failed(why, TokenUsage.NONE)));
        return abandonAll();
    }

    private Behavior<Command> abandonAll() {
        for (Attempt attempt : List.copyOf(running.values())) {
            attempt.abandon();
            beginsAnew(attempt.origin(), attempt);
        }
        running.clear();
        return this;
    }
}
