package org.talkoot.agents.entity;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.talkoot.agents.reply.Insistence;
import org.talkoot.core.AgentId;
import org.talkoot.core.ConversationId;
import org.talkoot.core.StreamId;

/**
 * The way to every entity of a cluster, wherever it lives, by the id of its stream. One type of sharded entity for all
 * kinds of streams, so that one coordinator decides where a conversation and all that works for it live. Messages may
 * be lost. Safe for use by any thread; nothing here blocks.
 */
final class Entities {

    private final ActorSystem<?> system;
    private final ClusterSharding sharding;
    private final EntityTypeKey<EntityMessage> key;

    /** Makes the actor of a stream. Never fails: what it threw would stop the shard, and its other entities with it. */
    interface Birth {
        Behavior<EntityMessage> of(StreamId stream, ActorRef<ClusterSharding.ShardCommand> shard);
    }

    /** @param name of the shard region; the same on all nodes */
    Entities(ActorSystem<?> system, String name) {
        this.system = system;
        this.sharding = ClusterSharding.get(system);
        this.key = EntityTypeKey.create(EntityMessage.class, name);
    }

    /** Lets entities live on this node. */
    void host(EntitySettings settings, Birth birth) {
        sharding.init(Entity.of(key, entity -> birth.of(StreamId.parse(entity.getEntityId()), entity.getShard()))
                .withStopMessage(EntityMessage.Leave.INSTANCE)
                .withMessageExtractor(new Placement(settings.shards())));
    }

    void tell(StreamId stream, EntityMessage message) {
        entity(stream).tell(message);
    }

    void tell(AgentId agent, AgentEntity.Command message) {
        tell(StreamId.of(agent), message);
    }

    void tell(ConversationId conversation, ConversationEntity.Command message) {
        tell(StreamId.of(conversation), message);
    }

    /** Fails with {@link java.util.concurrent.TimeoutException} when nobody replied in time. */
    <R> CompletionStage<R> ask(StreamId stream, Function<ActorRef<R>, EntityMessage> message, Duration timeout) {
        return entity(stream).ask(message::apply, timeout);
    }

    /** The same for what may be told twice: it is told again while nobody replies. */
    <R> CompletionStage<R> insist(StreamId stream, Function<ActorRef<R>, EntityMessage> message, Duration timeout) {
        AtomicReference<EntityMessage> told = new AtomicReference<>();
        CompletionStage<R> reply = ask(
                stream,
                replyTo -> {
                    told.set(message.apply(replyTo));
                    return told.get();
                },
                timeout);
        Insistence.until(reply, system, () -> tell(stream, told.get()));
        return reply;
    }

    private EntityRef<EntityMessage> entity(StreamId stream) {
        return sharding.entityRefFor(key, stream.toString());
    }
}
