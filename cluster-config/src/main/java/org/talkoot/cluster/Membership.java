package org.talkoot.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The register that all nodes of one database share: which cluster may work on it, and who its members are. Every
 * change is compared and set there, in one order with everything that nodes write, so whatever networks and clocks do,
 * it has one answer. Blocks; throws when the register is away.
 */
public interface Membership {

    /**
     * One start of a node.
     *
     * @param address {@code host:port} for other nodes
     * @param uid different for each start
     */
    record Start(String address, long uid) {}

    /**
     * A member of the cluster of now.
     *
     * @param leaseLeft milliseconds; not positive: it could not renew its lease, which removes nobody
     */
    record Seat(long incarnation, Start start, long leaseLeft) {}

    /**
     * What there is.
     *
     * @param cluster the epoch of the cluster that may work; 0: there has been none
     * @param members all others that are of it
     */
    record Seen(long cluster, List<Seat> members) {

        public Seen {
            members = List.copyOf(members);
        }
    }

    /** Says where this node is reached. */
    void announce(Start self);

    Seen look(Start self);

    /**
     * Forms a cluster after that one, unless somebody has, or a member of that one has a lease.
     *
     * @param dead incarnations whose lease does not count, because they are known to be dead
     * @return whether this node is the first member of a new cluster
     */
    boolean form(Start self, long after, Set<Long> dead);

    /**
     * Makes this node a member of that cluster.
     *
     * @return false: it is not the cluster of now, or has removed this node
     */
    boolean enter(long cluster);

    /**
     * Removes others for good; of two that want to remove each other, one does.
     *
     * @param lost asked in the moment in which it happens; when it throws, nobody is removed
     * @return false: this node is not of the cluster of now itself, and has removed nobody
     */
    boolean remove(Supplier<? extends Collection<Start>> lost);
}
