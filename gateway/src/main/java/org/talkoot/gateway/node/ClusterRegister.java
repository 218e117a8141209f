package org.talkoot.gateway.node;

import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import org.talkoot.cluster.FormationException;
import org.talkoot.cluster.Membership;
import org.talkoot.persistence.database.DatabaseException;
import org.talkoot.persistence.lease.JdbcMembership;

/** The register of the cluster, in the database that its nodes share. */
record ClusterRegister(JdbcMembership table) implements Membership {

    @Override
    public void announce(Start self) {
        table.announce(row(self));
    }

    @Override
    public Seen look(Start self) {
        JdbcMembership.Seen seen = table.look(row(self));
        return new Seen(
                seen.cluster(),
                seen.members().stream().map(ClusterRegister::seat).toList());
    }

    private static Seat seat(JdbcMembership.Seat row) {
        return new Seat(row.incarnation(), new Start(row.address(), row.uid()), row.leaseLeft());
    }

    @Override
    public boolean form(Start self, long after, Set<Long> dead) {
        return table.form(row(self), after, dead);
    }

    @Override
    public boolean enter(long cluster) {
        try {
            return table.enter(cluster);
        } catch (DatabaseException e) {
            throw e.code().equals(DatabaseException.NEWER)
                    ? FormationException.refused(String.valueOf(e.getMessage()))
                    : e;
        }
    }

    @Override
    public boolean remove(Supplier<? extends Collection<Start>> lost) {
        return table.remove(() -> lost.get().stream().map(ClusterRegister::row).toList());
    }

    private static JdbcMembership.Start row(Start start) {
        return new JdbcMembership.Start(start.address(), start.uid());
    }
}
