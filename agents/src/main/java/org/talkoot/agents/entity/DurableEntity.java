package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.talkoot.core.Aggregate;
import org.talkoot.core.Decision;
import org.talkoot.core.Effect;
import org.talkoot.core.InFlight;
import org.talkoot.core.Rejection;
import org.talkoot.core.StreamId;

/**
 * The shell around an aggregate: decide, persist, perform what is newly outstanding, answer. After a recovery all that
 * is outstanding is new, so there is no other code for waking up.
 *
 * <p>Effects that are told to another entity are repeated, ever more rarely and each on a timer of its own, until the
 * aggregate no longer waits for them or the other side has acknowledged them. When nothing is in flight and nobody
 * writes, the entity asks its shard to stop it.
 *
 * @param <M> messages to this actor
 * @param <C> commands, events, state and effects of the aggregate
 */
abstract class DurableEntity<M, C, E, S, F extends Effect> extends EventSourcedBehavior<M, E, S> {

    private static final BackoffSupervisorStrategy AFTER_JOURNAL_FAILURE =
            SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2);

    protected final ActorContext<M> context;
    private final Aggregate<C, E, S, F> aggregate;
    private final EntitySettings settings;
    private final Retelling<M> retelling;
    private InFlight<F> inFlight = new InFlight<>();

    /** The actor that the entity is, and what wakes it. */
    record Actor<M>(ActorContext<M> context, TimerScheduler<M> timers) {}

    DurableEntity(StreamId stream, Actor<M> actor, Aggregate<C, E, S, F> aggregate, EntitySettings settings) {
        super(PersistenceId.ofUniqueId(stream.toString()), AFTER_JOURNAL_FAILURE);
        this.context = actor.context();
        this.aggregate = aggregate;
        this.settings = settings;
        this.retelling = new Retelling<>(actor.timers(), settings, this::again);
    }

    /** What a message means; one exhaustive switch. */
    abstract org.apache.pekko.persistence.typed.javadsl.Effect<E, S> receive(S state, M message);

    /** Begins the work of an effect; its result comes back as a message. */
    abstract void perform(F effect);

    /** Stops work that nobody waits for any more. */
    abstract void abandon(F effect);

    /** Whether the effect is a message to another entity, which may be lost and may be repeated. */
    abstract boolean isTold(F effect);

    /** Whether nothing need be kept in memory for it: it is for long, and others watch the clock. */
    abstract boolean rests(F effect);

    /** Called when events are durable, with the state that they changed. */
    void happened(S before, List<E> events) {
        // most entities have nobody who wants to know
    }

    /** The message that says that nobody has written for long. */
    abstract M tick();

    /** The message on which this effect is told again. */
    abstract M again(String effectId);

    /** Asks the shard to stop this entity. */
    abstract void passivate();

    @Override
    public S emptyState() {
        return aggregate.initial();
    }

    @Override
    public CommandHandler<M, E, S> commandHandler() {
        return this::receive;
    }

    @Override
    public EventHandler<S, E> eventHandler() {
        return aggregate::evolve;
    }

    @Override
    public boolean shouldSnapshot(S state, E event, long sequenceNumber) {
        return SnapshotSpacing.isDue(sequenceNumber);
    }

    @Override
    public SignalHandler<S> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::recovered)
                .build();
    }

    /**
     * After a journal failure it is this same object that recovers. Its timers are gone by then, and so is whatever
     * result could not be written down: nothing counts as begun.
     */
    private void recovered(S state) {
        inFlight = new InFlight<>();
        retelling.forget();
        context.setReceiveTimeout(settings.passivateAfter(), tick());
        expect(state);
        hasRecovered(state);
    }

    /** Called when the state is what the journal says. */
    void hasRecovered(S state) {
        // most entities go on with what is outstanding, and that is all
    }

    /** What is done after a command was accepted or ignored, once it is durable. */
    interface Reaction<E, S> {
        void done(S state, List<E> events);
    }

    /** Decides a command nobody waits for; a refusal has no one to go to and is logged. */
    final org.apache.pekko.persistence.typed.javadsl.Effect<E, S> decide(S state, C command) {
        return decide(state, command, (next, events) -> {}, this::refused);
    }

    final org.apache.pekko.persistence.typed.javadsl.Effect<E, S> decide(
            S state, C command, Reaction<E, S> reaction, Consumer<Rejection> refusal) {
        return switch (aggregate.decide(state, command)) {
            case Decision.Accept<E>(List<E> events) ->
                Effect().persist(events).thenRun(next -> {
                    expect(next);
                    happened(state, events);
                    reaction.done(next, events);
                });
            case Decision.Ignore<E> ignored -> Effect().none().thenRun(() -> reaction.done(state, List.of()));
            case Decision.Refuse<E>(Rejection why) -> Effect().none().thenRun(() -> refusal.accept(why));
        };
    }

    /** Nobody has written for long: stops when there is nothing to wait for. */
    final org.apache.pekko.persistence.typed.javadsl.Effect<E, S> ticked() {
        if (isQuiet()) {
            passivate();
        }
        return Effect().none();
    }

    /** Nothing is in flight that anybody works on or that ends soon. */
    final boolean isQuiet() {
        return inFlight.isQuiet(this::rests);
    }

    /** Something is due: repeats what was told to other entities, whatever they acknowledged. */
    final org.apache.pekko.persistence.typed.javadsl.Effect<E, S> woken() {
        inFlight.begun(this::isTold).forEach(this::perform);
        return Effect().none();
    }

    /** Whether this time is so far away that the entity need not stay in memory until then. */
    final boolean isFar(Instant now, Instant at) {
        return at.isAfter(now.plus(settings.passivateAfter()));
    }

    /** Tells this again, unless that is no longer wanted. */
    final org.apache.pekko.persistence.typed.javadsl.Effect<E, S> toldAgain(String effectId) {
        inFlight.unacknowledged(effectId).ifPresent(effect -> {
            perform(effect);
            retelling.goOn(effectId);
        });
        return Effect().none();
    }

    /** The other side has this effect and need not be told again. */
    final org.apache.pekko.persistence.typed.javadsl.Effect<E, S> acknowledged(String effectId) {
        inFlight.acknowledge(effectId);
        retelling.end(effectId);
        return Effect().none();
    }

    /** Tells this again although it was acknowledged: the other side seems not to have it. */
    final void performAgain(S state, String effectId) {
        aggregate.outstanding(state).stream()
                .filter(effect -> effect.id().equals(effectId))
                .forEach(this::perform);
    }

    private void expect(S state) {
        inFlight.expect(aggregate.outstanding(state), this::begin, this::end);
    }

    private void begin(F effect) {
        perform(effect);
        if (isTold(effect)) {
            retelling.begin(effect.id());
        }
    }

    private void end(F effect) {
        retelling.end(effect.id());
        abandon(effect);
    }

    private void refused(Rejection why) {
        context.getLog()
                .atWarn()
                .addKeyValue("stream", persistenceId().id())
                .addKeyValue("rejection", why.code())
                .log("command refused");
    }
}
