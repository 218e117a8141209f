package org.talkoot.cluster;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.Cluster;

/** Two members of one cluster in this process. */
record TwoSystems<T>(ActorSystem<T> first, ActorSystem<T> second) implements AutoCloseable {

    /** Systems of tests end at once: the last one would wait for somebody to see that it leaves. */
    static final Config ENDS_AT_ONCE = NodeConfig.load(ConfigFactory.parseString("""
            pekko.coordinated-shutdown.run-by-actor-system-terminate = off
            pekko.cluster.jmx.multi-mbeans-in-same-jvm = on
            """));

    private static final Duration LONG = Duration.ofSeconds(60);

    static <T> TwoSystems<T> start(Behavior<T> first, Behavior<T> second) {
        TwoSystems<T> both = new TwoSystems<>(
                ActorSystem.create(first, NodeConfig.SYSTEM_NAME, ENDS_AT_ONCE),
                ActorSystem.create(second, NodeConfig.SYSTEM_NAME, ENDS_AT_ONCE));
        Cluster oldest = Cluster.get(both.first().classicSystem());
        oldest.join(oldest.selfAddress());
        Cluster.get(both.second().classicSystem()).join(oldest.selfAddress());
        await().atMost(LONG).until(() -> ClusterFormation.isUp(both.first()) && ClusterFormation.isUp(both.second()));
        return both;
    }

    @Override
    public void close() {
        end(second);
        end(first);
    }

    /** As a node that is told to stop. */
    static void leave(ActorSystem<?> system) {
        CoordinatedShutdown.get(system.classicSystem())
                .runAll(CoordinatedShutdown.unknownReason())
                .toCompletableFuture()
                .join();
    }

    static void end(ActorSystem<?> system) {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
