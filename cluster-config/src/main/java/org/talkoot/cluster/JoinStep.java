package org.talkoot.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.talkoot.cluster.Membership.Seat;
import org.talkoot.cluster.Membership.Seen;
import org.talkoot.cluster.Membership.Start;

/** What a node does next on its way into the cluster of its database, decided by what it sees and nothing else. */
sealed interface JoinStep {

    /** Asks the nodes at these addresses to let it in. */
    record Ask(Set<String> addresses) implements JoinStep {}

    /** Forms a cluster after that one, if the register agrees. */
    record Form(long after, Set<Long> dead) implements JoinStep {}

    /** Writes down that it is of that cluster. */
    record Enter(long cluster) implements JoinStep {}

    /** Looks again. */
    record Wait() implements JoinStep {}

    /** Gives up: the nodes at these addresses work on the database, in a cluster that is not this node's. */
    record Refuse(Set<String> others) implements JoinStep {}

    /** What is at the address of a node. */
    enum Door {
        /** Something listens. */
        OPEN,
        /** Its machine says that nothing listens: the process is gone. */
        CLOSED,
        /** No answer, which says nothing. */
        SILENT
    }

    /**
     * What a node knows of itself.
     *
     * @param joined whether it is in a cluster of Pekko's
     * @param oldest whether it is the oldest there
     * @param fellows who else is there
     * @param seeded whether Pekko joins by itself, with a list of seed nodes
     */
    record Here(boolean joined, boolean oldest, Set<Start> fellows, boolean seeded) {}

    /**
     * How long after the end of its lease a member is still asked when something listens at its address. A database
     * that was away has ended all leases and no node, and whoever starts then is to join them, not to put an end to
     * them.
     */
    long LAPSED_MILLIS = 60_000;

    static JoinStep next(Here here, Seen seen, Map<String, Door> doors) {
        if (here.joined() && seen.members().stream().map(Seat::start).anyMatch(here.fellows()::contains)) {
            return new Enter(seen.cluster());
        }
        List<Seat> alive =
                seen.members().stream().filter(seat -> isAlive(seat, doors)).toList();
        if (here.joined()) {
            return alone(here, seen, alive);
        }
        if (here.seeded()) {
            return new Wait();
        }
        return alive.isEmpty() ? form(seen) : new Ask(addresses(alive));
    }

    /** In a cluster of which nobody is in the register yet. */
    private static JoinStep alone(Here here, Seen seen, List<Seat> alive) {
        if (!alive.isEmpty()) {
            return new Refuse(addresses(alive));
        }
        return here.oldest() ? form(seen) : new Wait();
    }

    private static boolean isAlive(Seat seat, Map<String, Door> doors) {
        return switch (doors.getOrDefault(seat.start().address(), Door.SILENT)) {
            case OPEN -> seat.leaseLeft() > -LAPSED_MILLIS;
            case SILENT -> seat.leaseLeft() > 0;
            case CLOSED -> false;
        };
    }

    /** Only asked for when none is alive: what leases the register still knows are those of the dead. */
    private static JoinStep form(Seen seen) {
        return new Form(
                seen.cluster(), seen.members().stream().map(Seat::incarnation).collect(Collectors.toSet()));
    }

    private static Set<String> addresses(List<Seat> seats) {
        return seats.stream().map(seat -> seat.start().address()).collect(Collectors.toCollection(TreeSet::new));
    }
}
