package org.talkoot.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;

/** Brings a node into its cluster. A node that is alone joins itself: the same path as many nodes. */
public final class ClusterFormation {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private ClusterFormation() {}

    /**
     * Joins; nodes with seed nodes do so by themselves.
     *
     * @return completes when this node is up; fails when it is not within {@code patience}
     */
    public static CompletionStage<Done> form(ActorSystem<?> system, ClusterSettings settings, Duration patience) {
        Cluster cluster = Cluster.get(system.classicSystem());
        CompletableFuture<Done> up = new CompletableFuture<>();
        cluster.registerOnMemberUp(() -> completeWhenSeen(system, up));
        if (settings.isAlone()) {
            cluster.join(cluster.selfAddress());
        }
        return up.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What {@link #isUp} reads follows the callback by a moment; whoever waits sees both agree. */
    private static void completeWhenSeen(ActorSystem<?> system, CompletableFuture<Done> up) {
        if (isUp(system)) {
            up.complete(Done.getInstance());
        } else if (!up.isDone()) {
            var unused = system.scheduler()
                    .scheduleOnce(LOOK_AGAIN, () -> completeWhenSeen(system, up), system.executionContext());
        }
    }

    /** Whether this node takes part in its cluster. */
    public static boolean isUp(ActorSystem<?> system) {
        return Cluster.get(system.classicSystem()).selfMember().status().equals(MemberStatus.up());
    }
}
