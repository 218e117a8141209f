package org.talkoot.agents.entity;

import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.talkoot.core.StreamId;

/**
 * In which shard an entity lives, by its id alone: in that of its conversation, so that the messages of a turn stay
 * within one node. Only delegates of a fan that is too wide for that are spread.
 */
final class Placement extends ShardingMessageExtractor<ShardingEnvelope<EntityMessage>, EntityMessage> {

    private final int shards;

    Placement(int shards) {
        this.shards = shards;
    }

    @Override
    public String entityId(ShardingEnvelope<EntityMessage> envelope) {
        return envelope.entityId();
    }

    @Override
    public String shardId(String entityId) {
        return Integer.toString(
                Math.floorMod(StreamId.parse(entityId).placement().hashCode(), shards));
    }

    @Override
    public EntityMessage unwrapMessage(ShardingEnvelope<EntityMessage> envelope) {
        return envelope.message();
    }
}
