package org.talkoot.persistence.tail;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.talkoot.core.lease.Epoch;
import org.talkoot.core.lease.NodeLease;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.Durability;
import org.talkoot.persistence.database.Jdbc;
import org.talkoot.persistence.database.Priority;

/**
 * The position of one follower, and whether this node owns it: which is so for one incarnation of one node at a time,
 * by a compare-and-set. Whoever has lost it moves it no more, whatever he believes. Holds no connection. For one
 * thread.
 */
/* Who is told by the cluster to run the follower takes the position, whoever has it: the cluster has
 * decided that the other one is to go, and the other one finds out at its next move at the latest.
 * Who has lost it takes it back only from one whose lease has ended: else two sides that the cluster
 * could not tell apart would take it from each other for ever. */
final class OwnedPosition {

    /** Somebody else has moved it: another node, or a command to begin again. */
    static final class MovedException extends SQLException {

        private static final long serialVersionUID = 1L;

        MovedException(String name) {
            super("the position of " + name + " was moved by another");
        }
    }

    private final Database database;
    private final NodeLease lease;
    private final String name;
    private final Durability durability;
    private Epoch owner = Epoch.NONE;
    private boolean taken;

    /** @param durability whether a move may be lost with the last moments before a crash of the database */
    OwnedPosition(FollowedJournal journal, String name, Durability durability) {
        this.database = journal.database();
        this.lease = journal.lease();
        this.name = name;
        this.durability = durability;
    }

    /** Whether this node may run the follower from now on. */
    boolean take() throws SQLException {
        Optional<Epoch> own = lease.outliving(Duration.ZERO);
        if (own.isEmpty()) {
            return false;
        }
        String clock = database.dialect().clockMillis();
        boolean owned = database.write(
                Priority.OTHERS,
                Durability.NOW,
                connection -> taken
                        ? OffsetTable.takeBack(connection, name, own.get(), clock)
                        : OffsetTable.take(connection, name, own.get(), clock));
        taken |= owned;
        owner = own.get();
        return owned;
    }

    /** Fails when this incarnation of the node cannot own it any more, as far as it knows without asking. */
    void require() throws MovedException {
        if (!lease.outliving(Duration.ZERO).equals(Optional.of(owner))) {
            throw new MovedException(name);
        }
    }

    /** Where it stands. */
    long load() throws SQLException {
        return read(connection -> OffsetTable.load(connection, name));
    }

    /** Fails when it is not ours, or not there. */
    void check(long expected) throws SQLException {
        if (!read(connection -> OffsetTable.isAt(connection, name, owner, expected))) {
            throw new MovedException(name);
        }
    }

    /** Reads; leaves no transaction open. */
    <T> T read(Jdbc<T> work) throws SQLException {
        return database.with(connection -> {
            connection.setAutoCommit(false);
            return Jdbc.committed(connection, work);
        });
    }

    /**
     * Moves it and does something, as one transaction. In this order, as whoever begins again does: one of them waits
     * for the other at the position, and neither has anything then that the other one needs.
     */
    void move(long from, long to, Jdbc.Action work) throws SQLException {
        boolean unused = database.write(Priority.OTHERS, durability, connection -> {
            if (!OffsetTable.move(connection, name, owner, from, to)) {
                throw new MovedException(name);
            }
            work.on(connection);
            return true;
        });
    }

    void move(long from, long to) throws SQLException {
        move(from, to, connection -> {});
    }

    /** Gives it up, if it is ours. */
    void release() throws SQLException {
        boolean unused = database.write(
                Priority.OTHERS, Durability.NOW, connection -> OffsetTable.release(connection, name, owner));
    }
}
