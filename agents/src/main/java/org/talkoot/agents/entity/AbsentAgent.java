package org.talkoot.agents.entity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.talkoot.core.AgentType;

/**
 * Stands where an agent would that this node does not have and that may come back. Hears nothing: whoever tells it
 * something tells it again, and finds out then what has become of the agent.
 */
final class AbsentAgent {

    /**
     * Whether an agent that this node does not have is gone for good, so that its runs fail. A rollout must not destroy
     * work: until it is sure, whoever asks for the agent asks again.
     */
    interface Absence {

        boolean isForGood(AgentType type);

        /** Whether another node has it now: it is being rolled out, and comes here too. */
        boolean isElsewhere(AgentType type);

        /**
         * As one node knows it: gone is what it has not had for so long after its start, and nobody else has.
         *
         * @param elsewhere what others have and this node has not
         */
        static Absence since(Instant start, Duration grace, InstantSource clock, Predicate<AgentType> elsewhere) {
            return new Absence() {
                @Override
                public boolean isForGood(AgentType type) {
                    return !clock.instant().isBefore(start.plus(grace)) && !isElsewhere(type);
                }

                @Override
                public boolean isElsewhere(AgentType type) {
                    return elsewhere.test(type);
                }
            };
        }
    }

    private AbsentAgent() {}

    static Behavior<EntityMessage> create(ActorRef<ClusterSharding.ShardCommand> shard) {
        return Behaviors.receive((context, message) -> {
            if (message instanceof EntityMessage.Leave) {
                return Behaviors.stopped();
            }
            shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
            return Behaviors.same();
        });
    }
}
