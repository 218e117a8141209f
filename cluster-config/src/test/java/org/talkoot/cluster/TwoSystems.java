package org.talkoot.cluster;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.Cluster;

/** Two members of one cluster in this process. */
record TwoSystems<T>(ActorSystem<T> first, ActorSystem<T> second) implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);

    static <T> TwoSystems<T> start(Behavior<T> first, Behavior<T> second) {
        Config config = NodeConfig.load(ConfigFactory.empty());
        TwoSystems<T> both = new TwoSystems<>(
                ActorSystem.create(first, NodeConfig.SYSTEM_NAME, config),
                ActorSystem.create(second, NodeConfig.SYSTEM_NAME, config));
        Cluster oldest = Cluster.get(both.first().classicSystem());
        oldest.join(oldest.selfAddress());
        Cluster.get(both.second().classicSystem()).join(oldest.selfAddress());
        await().atMost(LONG).until(() -> ClusterFormation.isUp(both.first()) && ClusterFormation.isUp(both.second()));
        return both;
    }

    /** Both at once: the last one leaves a cluster to nobody, and would wait for somebody to see it. */
    @Override
    public void close() {
        second.terminate();
        first.terminate();
        end(second);
        end(first);
    }

    static void end(ActorSystem<?> system) {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
