package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.talkoot.agents.history.SnapshotSpacing;
import org.talkoot.agents.mailbox.Backlog;
import org.talkoot.agents.memory.Residents;
import org.talkoot.agents.timer.LongTimers;
import org.talkoot.agents.timer.Retelling;
import org.talkoot.agents.timer.Silence;
import org.talkoot.core.Aggregate;
import org.talkoot.core.Effect;
import org.talkoot.core.InFlight;
import org.talkoot.core.Rejection;
import org.talkoot.core.StreamId;
import org.talkoot.core.shell.CommandBatch;

/**
 * The shell around an aggregate: decide, persist, perform what is newly outstanding, answer. After a recovery all that
 * is outstanding is new, so there is no other code for waking up.
 *
 * <p>Effects that are told to another entity are repeated, ever more rarely and each on a timer of its own, until the
 * aggregate no longer waits for them or the other side has acknowledged them. Those that end at a time have a timer,
 * however far away. When nothing is in flight but what ends far away, and nobody writes, the entity asks its shard to
 * stop it.
 *
 * @param <M> what entities of this kind are told
 * @param <C> commands, events, state and effects of the aggregate
 */
abstract class DurableEntity<M extends EntityMessage.ForKind, C, E, S, F extends Effect<C>>
        extends EventSourcedBehavior<EntityMessage, E, S> {

    private static final BackoffSupervisorStrategy AFTER_JOURNAL_FAILURE =
            SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2);

    final ActorContext<EntityMessage> context;
    private final Home home;
    private final Aggregate<C, E, S, F> aggregate;
    private final Class<M> kind;
    private final Retelling<EntityMessage> retelling;
    private final LongTimers<EntityMessage> longTimers;
    private final Silence<EntityMessage> silence;
    private final CommandBatch<C, E, S> arrived = new CommandBatch<>();
    private InFlight<F> inFlight = new InFlight<>();
    private boolean leaving;

    /** Where an entity lives and what it goes by. */
    record Settled(
            EntitySettings settings,
            InstantSource clock,
            Residents<ActorRef<EntityMessage>> residents,
            ActorRef<ClusterSharding.ShardCommand> shard) {}

    /** Nobody yet; who is asked to leave, leaves when it has nothing to wait for. */
    static Residents<ActorRef<EntityMessage>> residents(EntitySettings settings) {
        return new Residents<>(settings.inMemory(), entity -> entity.tell(EntityMessage.Idle.INSTANCE));
    }

    /** The actor that an entity is, what wakes it, and what waits for it. */
    record Home(
            ActorContext<EntityMessage> context,
            TimerScheduler<EntityMessage> timers,
            Backlog<EntityMessage> backlog,
            Settled settled) {}

    DurableEntity(StreamId stream, Home home, Aggregate<C, E, S, F> aggregate, Class<M> kind) {
        super(PersistenceId.ofUniqueId(stream.toString()), AFTER_JOURNAL_FAILURE);
        this.context = home.context();
        this.home = home;
        this.aggregate = aggregate;
        this.kind = kind;
        this.retelling = new Retelling<>(
                home.timers(),
                home.settled().settings().tellAgainAfter(),
                home.settled().settings().tellAgainAtLeastEvery(),
                EntityMessage.TellAgain::new);
        this.longTimers = new LongTimers<>(home.timers(), home.settled().clock(), EntityMessage.Due::new);
        this.silence = new Silence<>(
                home.timers(),
                System::nanoTime,
                home.settled().settings().passivateAfter(),
                EntityMessage.MayBeIdle.INSTANCE);
    }

    static Behavior<EntityMessage> living(Settled settled, Function<Home, Behavior<EntityMessage>> entity) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            Backlog<EntityMessage> backlog = new Backlog<>();
            return backlog.around(EntityMessage.class, entity.apply(new Home(context, timers, backlog, settled)));
        }));
    }

    /** What a message means; one exhaustive switch. */
    abstract org.apache.pekko.persistence.typed.javadsl.Effect<E, S> receive(S state, M message);

    /** Begins the work of an effect; its result comes back as a message. Not asked about waits for a time. */
    abstract void perform(F effect);

    /** Stops work that nobody waits for any more. */
    abstract void abandon(F effect);

    /** Whether the end of this is waited for, for a while, before the entity leaves for another node. */
    boolean isDrained(F effect) {
        return false;
    }

    /** Whether somebody waits here for something, who would not be told when it has left. */
    boolean isAwaited() {
        return false;
    }

    /** Called for each command when its events are durable, with the state that they changed. */
    void happened(S before, List<E> events) {
        // most entities have nobody who wants to know
    }

    @Override
    public S emptyState() {
        return aggregate.initial();
    }

    @Override
    public CommandHandler<EntityMessage, E, S> commandHandler() {
        return this::handle;
    }

    /**
     * A command is decided together with all that have arrived during the last write, by the last of those; one that
     * comes alone, at once. Should the last of them bring no command, whoever is told to decide is behind it.
     */
    private org.apache.pekko.persistence.typed.javadsl.Effect<E, S> handle(S state, EntityMessage message) {
        home.backlog().lookedAt(message);
        int before = arrived.size();
        org.apache.pekko.persistence.typed.javadsl.Effect<E, S> effect = meant(state, message);
        boolean bringsCommand = arrived.size() > before;
        if (!bringsCommand) {
            return effect;
        }
        if (home.backlog().isEmpty()) {
            return decideArrived(state);
        }
        if (before == 0) {
            context.getSelf().tell(EntityMessage.Decide.INSTANCE);
        }
        return effect;
    }

    private org.apache.pekko.persistence.typed.javadsl.Effect<E, S> meant(S state, EntityMessage message) {
        return switch (message) {
            case EntityMessage.Wake m -> woken();
            case EntityMessage.Leave m -> leave();
            case EntityMessage.Idle m -> idle();
            case EntityMessage.MayBeIdle m ->
                silence.isLong() ? idle() : Effect().none();
            case EntityMessage.TellAgain m -> toldAgain(m.effect());
            case EntityMessage.Due m -> due(m.effect());
            case EntityMessage.Decide m -> decideArrived(state);
            case EntityMessage.ForKind m -> written(state, m);
        };
    }

    private org.apache.pekko.persistence.typed.javadsl.Effect<E, S> written(S state, EntityMessage.ForKind message) {
        silence.broken();
        return kind.isInstance(message) ? receive(state, kind.cast(message)) : misled(message);
    }

    /** The id says what kind it is; whoever sent this is of another opinion. */
    private org.apache.pekko.persistence.typed.javadsl.Effect<E, S> misled(EntityMessage message) {
        context.getLog()
                .atError()
                .addKeyValue("stream", persistenceId().id())
                .log(
                        "a message for another kind of entity: {}",
                        message.getClass().getName());
        return Effect().none();
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
                .onSignal(
                        PostStop.instance(), state -> home.settled().residents().gone(context.getSelf()))
                .build();
    }

    /**
     * After a journal failure it is this same object that recovers. Its timers are gone by then, and so is whatever
     * result could not be written down: nothing counts as begun, and one that was leaving has nothing left to wait for.
     */
    private void recovered(S state) {
        if (!arrived.isEmpty()) {
            context.getSelf().tell(EntityMessage.Decide.INSTANCE);
        }
        if (leaving) {
            context.getSelf().tell(EntityMessage.Leave.INSTANCE);
            return;
        }
        inFlight = new InFlight<>();
        retelling.forget();
        silence.begin();
        home.settled().residents().arrived(context.getSelf());
        expect(state);
        hasRecovered(state);
    }

    /** Called when the state is what the journal says. */
    void hasRecovered(S state) {
        // most entities go on with what is outstanding, and that is all
    }

    /** Decides a command nobody waits for; a refusal has no one to go to and is logged. */
    final org.apache.pekko.persistence.typed.javadsl.Effect<E, S> decide(C command) {
        return decide(command, (next, events) -> {}, this::refused);
    }

    /** Decides a command when the message is {@link #handle handled} that has brought it. Nothing else may be done. */
    final org.apache.pekko.persistence.typed.javadsl.Effect<E, S> decide(
            C command, CommandBatch.Reaction<E, S> reaction, Consumer<Rejection> refusal) {
        arrived.add(command, reaction, refusal);
        return Effect().none();
    }

    private org.apache.pekko.persistence.typed.javadsl.Effect<E, S> decideArrived(S state) {
        CommandBatch.Decided<E, S> decided = arrived.decide(aggregate, state, this::happened);
        if (!arrived.isEmpty()) {
            context.getSelf().tell(EntityMessage.Decide.INSTANCE);
        }
        if (decided.events().isEmpty()) {
            return Effect().none().thenRun(decided::follow);
        }
        return Effect().persist(decided.events()).thenRun(next -> {
            inFlight.follow(aggregate.change(state, next), () -> aggregate.outstanding(next), this::begin, this::end);
            leaveWhenDrained();
            decided.follow(next);
        });
    }

    /** Nobody has written for long, or memory is full: stops when there is nothing to wait for. */
    private org.apache.pekko.persistence.typed.javadsl.Effect<E, S> idle() {
        if (isQuiet() && !isAwaited()) {
            passivate();
        } else {
            silence.begin();
            home.settled().residents().stays(context.getSelf());
        }
        return Effect().none();
    }

    /**
     * What is certain now would be in doubt elsewhere: work that has begun and must not be repeated blindly may end
     * first, and nothing else begins. What has arrived before is decided before.
     */
    private org.apache.pekko.persistence.typed.javadsl.Effect<E, S> leave() {
        if (!arrived.isEmpty()) {
            context.getSelf().tell(EntityMessage.Leave.INSTANCE);
            return Effect().none();
        }
        if (leaving || !isDraining()) {
            return Effect().none().thenStop();
        }
        leaving = true;
        home.timers()
                .startSingleTimer(
                        EntityMessage.Leave.INSTANCE,
                        EntityMessage.Leave.INSTANCE,
                        home.settled().settings().drainAtMost());
        return Effect().none();
    }

    private boolean isDraining() {
        return !inFlight.begun(this::isDrained).isEmpty();
    }

    /** Asks the shard to stop this entity. */
    final void passivate() {
        home.settled().shard().tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }

    /** Nothing is in flight that anybody works on or that ends soon. */
    final boolean isQuiet() {
        return arrived.isEmpty() && inFlight.isQuiet(this::rests);
    }

    /** Nothing need be kept in memory for it: it is for long, and others watch the clock. */
    private boolean rests(F effect) {
        return effect instanceof Effect.Timed<C> wait
                && longTimers.outlasts(wait, home.settled().settings().passivateAfter());
    }

    /** Something is due: repeats what was told to other entities, whatever they acknowledged. */
    private org.apache.pekko.persistence.typed.javadsl.Effect<E, S> woken() {
        inFlight.begun(Effect.Told.class::isInstance).forEach(this::perform);
        return Effect().none();
    }

    /** A wait may be over, unless it is for longer than a timer can be, or no longer wanted. */
    private org.apache.pekko.persistence.typed.javadsl.Effect<E, S> due(String effectId) {
        if (inFlight.begun(effectId).orElse(null) instanceof Effect.Timed<C> wait) {
            if (longTimers.isOver(wait)) {
                return decide(wait.over(now()));
            }
            longTimers.set(wait);
        }
        return Effect().none();
    }

    /** Tells this again, unless that is no longer wanted. */
    private org.apache.pekko.persistence.typed.javadsl.Effect<E, S> toldAgain(String effectId) {
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

    /** Somebody has given a sign of life: what is waited for goes on. */
    final void isAlive(String effectId) {
        if (inFlight.begun(effectId).orElse(null) instanceof Effect.Timed<C> wait) {
            longTimers.begin(wait);
        }
    }

    /** Tells this again although it was acknowledged: the other side seems not to have it. */
    final void performAgain(S state, String effectId) {
        aggregate.outstanding(state).stream()
                .filter(effect -> effect.id().equals(effectId))
                .forEach(this::perform);
    }

    private void expect(S state) {
        inFlight.expect(aggregate.outstanding(state), this::begin, this::end);
        leaveWhenDrained();
    }

    private void leaveWhenDrained() {
        if (leaving && !isDraining()) {
            context.getSelf().tell(EntityMessage.Leave.INSTANCE);
        }
    }

    private void begin(F effect) {
        if (leaving) {
            return;
        }
        if (effect instanceof Effect.Timed<C> wait) {
            longTimers.begin(wait);
            return;
        }
        perform(effect);
        if (effect instanceof Effect.Told) {
            retelling.begin(effect.id());
        }
    }

    private void end(F effect) {
        if (effect instanceof Effect.Timed<C> wait) {
            longTimers.cancel(wait);
            return;
        }
        retelling.end(effect.id());
        abandon(effect);
    }

    final Instant now() {
        return home.settled().clock().instant();
    }

    private void refused(Rejection why) {
        context.getLog()
                .atWarn()
                .addKeyValue("stream", persistenceId().id())
                .addKeyValue("rejection", why.code())
                .log("command refused");
    }
}
