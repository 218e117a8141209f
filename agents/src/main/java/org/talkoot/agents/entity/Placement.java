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
        int hash = mixed(StreamId.parse(entityId).placement().hashCode());
        return Integer.toString(Math.floorMod(hash, shards));
    }

    /**
     * Names that are counted differ in their last letters, and their hash codes in few of the low bits: taken as they
     * are, a third of the shards gets six of ten conversations. The last step of MurmurHash3 (32 bits) lets each bit of
     * the hash code decide on all.
     */
    private static int mixed(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }

    @Override
    public EntityMessage unwrapMessage(ShardingEnvelope<EntityMessage> envelope) {
        return envelope.message();
    }
}
