package org.talkoot.cluster;

import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Brings a node into its cluster. A node that is alone joins itself: the same path as many nodes.
 */
public final class ClusterFormation {

    private ClusterFormation() {}

    /**
     * Joins; nodes with seed nodes do so by themselves.
     *
     * @return completes when this node is up; fails when it is not within {@code patience}
     */
    public static CompletionStage<Done> form(
            ActorSystem<?> system, ClusterSettings settings, Duration patience) {
        Cluster cluster = Cluster.get(system.classicSystem());
        CompletableFuture<Done> up = new CompletableFuture<>();
        cluster.registerOnMemberUp(() -> up.complete(Done.getInstance()));
        if (settings.isAlone()) {
            cluster.join(cluster.selfAddress());
        }
        return up.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether this node takes part in its cluster. */
    public static boolean isUp(ActorSystem<?> system) {
        return Cluster.get(system.classicSystem()).selfMember().status().equals(MemberStatus.up());
    }
}
