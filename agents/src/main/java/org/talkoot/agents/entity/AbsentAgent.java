package org.talkoot.agents.entity;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * Stands where an agent would that this node does not have and that may come back. Hears nothing: whoever tells it
 * something tells it again, and finds out then what has become of the agent.
 */
final class AbsentAgent {

    private AbsentAgent() {}

    static Behavior<AgentEntity.Command> create(ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.receive((context, message) -> {
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
            return Behaviors.same();
        });
    }
}
