package org.talkoot.agents.entity;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.talkoot.agents.reply.ReceiveReply;
import org.talkoot.core.StreamId;
import org.talkoot.core.bus.EventInbox;
import org.talkoot.core.bus.EventInbox.Nothing;
import org.talkoot.core.bus.EventInbox.Received;
import org.talkoot.core.bus.InboxCommand;
import org.talkoot.core.bus.InboxEvent;

/** The actor of one inbox. */
final class InboxEntity extends DurableEntity<InboxEntity.Command, InboxCommand, InboxEvent, Received, Nothing> {

    sealed interface Command {}

    record Receive(InboxCommand.Receive command, ActorRef<ReceiveReply> replyTo) implements Command {}

    private record TellAgain(String effect) implements Command {}

    private enum Tick implements Command {
        INSTANCE
    }

    private final ActorRef<ClusterSharding.ShardCommand> shard;

    static Behavior<Command> create(
            StreamId stream, EntitySettings settings, ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new InboxEntity(stream, new Actor<>(context, timers), settings, shard)));
    }

    private InboxEntity(
            StreamId stream,
            Actor<Command> actor,
            EntitySettings settings,
            ActorRef<ClusterSharding.ShardCommand> shard) {
        super(stream, actor, new EventInbox(), settings);
        this.shard = shard;
    }

    @Override
    Effect<InboxEvent, Received> receive(Received state, Command message) {
        return switch (message) {
            case Receive m ->
                decide(
                        state,
                        m.command(),
                        (next, events) -> m.replyTo().tell(new ReceiveReply(events.isEmpty())),
                        why -> {
                            throw new IllegalStateException("an inbox refused: " + why);
                        });
            case TellAgain m -> toldAgain(m.effect());
            case Tick m -> ticked();
        };
    }

    @Override
    void perform(Nothing effect) {
        throw new IllegalStateException("an inbox waits for nothing");
    }

    @Override
    void abandon(Nothing effect) {
        throw new IllegalStateException("an inbox waits for nothing");
    }

    @Override
    boolean isTold(Nothing effect) {
        return false;
    }

    @Override
    boolean rests(Nothing effect) {
        return false;
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
