package org.talkoot.gateway.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the cluster is, as one node sees it at one moment. What it does not know in time is empty.
 *
 * @param leader the member that carries out joins and removals
 * @param lease empty: nobody holds one, the database is this process's alone, or it does not answer
 * @param followers what runs on one node at a time: all that follows the journal, and a few more
 */
public record ClusterReport(
        List<Member> members, Optional<String> leader, Optional<Lease> lease, List<Follower> followers) {

    /** In the register, and let in by nobody yet. */
    public static final String STARTING = "starting";

    /** In the register as a member, and this node does not see it. */
    public static final String UNSEEN = "unseen";

    /** Has left or was removed: the database refuses what it writes. Named for some minutes. */
    public static final String REMOVED = "removed";

    public ClusterReport {
        members = List.copyOf(members);
        followers = List.copyOf(followers);
    }

    /**
     * A node.
     *
     * @param node {@code host:port} for other nodes
     * @param http where it takes requests, if it does
     * @param status of Pekko's cluster, {@code unreachable}, or one of the constants above
     * @param shards how many shards of conversations and agents it has
     */
    public record Member(
            String node,
            Optional<String> http,
            OptionalLong pid,
            String status,
            List<String> roles,
            OptionalInt shards) {}

    /**
     * The right to write to the database.
     *
     * @param cluster the epoch of the cluster that has it
     */
    public record Lease(long cluster, Instant formedAt, List<Holder> holders) {}

    /**
     * A member of that cluster.
     *
     * @param until when its lease ends unless it renews it before; that alone removes nobody
     */
    public record Holder(String node, Instant until) {}

    /**
     * Something that runs on one node at a time.
     *
     * @param node the one that runs it; empty: nobody does now
     * @param lag entries that the journal is ahead of it, at most; empty: not known, or it does not follow the journal
     */
    public record Follower(String name, Optional<String> node, OptionalLong lag) {}
}
