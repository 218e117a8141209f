package org.talkoot.agents.entity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.agents.reply.DecisionReply;
import org.talkoot.core.StreamId;
import org.talkoot.core.deadletter.DeadLetter;
import org.talkoot.core.deadletter.DeadLetterCase;
import org.talkoot.core.deadletter.DeadLetterCommand;
import org.talkoot.core.deadletter.DeadLetterEffect;
import org.talkoot.core.deadletter.DeadLetterEvent;
import org.talkoot.core.deadletter.DeadLetterState;
import org.talkoot.core.deadletter.Redriver;

/** The actor of one dead letter. */
final class DeadLetterEntity
        extends DurableEntity<
                DeadLetterEntity.Command, DeadLetterCommand, DeadLetterEvent, DeadLetterState, DeadLetterEffect> {

    sealed interface Command {}

    record Tell(DeadLetterCommand command, ActorRef<DecisionReply> replyTo) implements Command {}

    /** Be there, and go on with what is outstanding. */
    enum Wake implements Command {
        INSTANCE
    }

    private record RetryDue(int attempt) implements Command {}

    private record SetAgain(LongTimers.Timer<Command> timer) implements Command {}

    private record Redriven(
            int attempt,
            Redriver.@Nullable Redriven outcome,
            @Nullable Throwable trouble) implements Command {}

    private record TellAgain(String effect) implements Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    /** What it works with. */
    record Services(Redriver redriver, InstantSource clock) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetterEntity.class);

    private final Services services;
    private final LongTimers<Command> longTimers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;

    static Behavior<Command> create(
            StreamId stream,
            DeadLetterCase letter,
            EntitySettings settings,
            Services services,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new DeadLetterEntity(
                new Home(stream, new Actor<>(context, timers), shard), letter, settings, services)));
    }

    private record Home(StreamId stream, Actor<Command> actor, ActorRef<ClusterSharding.ShardCommand> shard) {}

    private DeadLetterEntity(Home home, DeadLetterCase letter, EntitySettings settings, Services services) {
        super(home.stream(), home.actor(), letter, settings);
        this.services = services;
        this.longTimers = new LongTimers<>(home.actor().timers(), services.clock(), SetAgain::new);
        this.shard = home.shard();
    }

    /** Once for each letter: what is told again of one that is open already opens nothing. */
    @Override
    void happened(DeadLetterState before, List<DeadLetterEvent> events) {
        for (DeadLetterEvent event : events) {
            if (event instanceof DeadLetterEvent.Opened(DeadLetter letter)) {
                LOGGER.atWarn()
                        .addKeyValue("letter", letter.id())
                        .addKeyValue("conversation", letter.subject().conversation())
                        .addKeyValue("class", letter.failure())
                        .addKeyValue(
                                "correlation",
                                letter.subject().trace(letter.id()).correlation())
                        .log("dead letter");
            }
        }
    }

    @Override
    Effect<DeadLetterEvent, DeadLetterState> receive(DeadLetterState state, Command message) {
        return switch (message) {
            case Tell m ->
                decide(
                        state,
                        m.command(),
                        (next, events) -> m.replyTo().tell(new DecisionReply.Accepted()),
                        why -> m.replyTo().tell(new DecisionReply.Refused(why)));
            case RetryDue m -> decide(state, new DeadLetterCommand.FireRetry(m.attempt(), now()));
            case SetAgain m -> setAgain(m.timer());
            case Redriven m -> redriven(state, m);
            case Wake m -> woken();
            case TellAgain m -> toldAgain(m.effect());
            case Tick m -> ticked();
        };
    }

    private Effect<DeadLetterEvent, DeadLetterState> setAgain(LongTimers.Timer<Command> timer) {
        longTimers.set(timer);
        return Effect().none();
    }

    private Effect<DeadLetterEvent, DeadLetterState> redriven(DeadLetterState state, Redriven m) {
        return switch (m.outcome()) {
            case Redriver.Redriven.Underway o -> decide(state, new DeadLetterCommand.RecordSent(m.attempt(), now()));
            case Redriver.Redriven.Succeeded o ->
                decide(state, new DeadLetterCommand.RecordSuccess(m.attempt(), now()));
            case Redriver.Redriven.Failed o ->
                decide(state, new DeadLetterCommand.RecordFailure(m.attempt(), o.failure(), o.reason(), now()));
            case null -> {
                context.getLog().warn("a redrive is tried again", m.trouble());
                yield Effect().none();
            }
        };
    }

    private Instant now() {
        return services.clock().instant();
    }

    @Override
    void perform(DeadLetterEffect effect) {
        switch (effect) {
            case DeadLetterEffect.ArmRetry e ->
                longTimers.set(new LongTimers.Timer<>(e.id(), e.due(), new RetryDue(e.attempt())));
            case DeadLetterEffect.Send e ->
                context.pipeToSelf(
                        services.redriver().redrive(e.letter(), e.attempt(), e.content()),
                        (outcome, trouble) -> new Redriven(e.attempt(), outcome, trouble));
        }
    }

    @Override
    void abandon(DeadLetterEffect effect) {
        longTimers.cancel(effect.id());
    }

    /** A redrive of which nothing was heard is repeated. */
    @Override
    boolean isTold(DeadLetterEffect effect) {
        return switch (effect) {
            case DeadLetterEffect.ArmRetry e -> false;
            case DeadLetterEffect.Send e -> true;
        };
    }

    @Override
    boolean rests(DeadLetterEffect effect) {
        return switch (effect) {
            case DeadLetterEffect.ArmRetry e -> isFar(now(), e.due());
            case DeadLetterEffect.Send e -> false;
        };
    }

    @Override
    Command tick() {
        return Tick.INSTANCE;
    }

    @Override
    Command again(String effectId) {
        return new TellAgain(effectId);
    }

    @Override
    void passivate() {
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }
}
