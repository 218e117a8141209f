package org.talkoot.persistence.lease;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.talkoot.core.lease.Epoch;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.Durability;
import org.talkoot.persistence.database.Priority;

/** The table of incarnations. All times are the database's. */
final class Incarnations {

    /** Longer than any database lives; far enough from an overflow to be added to. */
    private static final long ENDLESS = 1L << 60;

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

    private static final int STATEMENT_MILLIS = 5_000;

    private final Database database;
    private final String clock;

    Incarnations(Database database) {
        this.database = database;
        this.clock = database.dialect().clockMillis();
    }

    /** Begins an incarnation. Where no other process can be at work, all before it have ended. */
    Epoch begin(String node, Duration term) throws SQLException {
        return database.write(Priority.OTHERS, Durability.NOW, connection -> {
            forget(connection);
            return insert(connection, node, term);
        });
    }

    private void forget(Connection connection) throws SQLException {
        String sql = database.isExclusive()
                ? "DELETE FROM node_incarnation WHERE until > ?"
                : "DELETE FROM node_incarnation WHERE until < " + clock + " - ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setLong(1, database.isExclusive() ? 0 : FORGOTTEN_AFTER.toMillis());
            delete.executeUpdate();
        }
    }

    private Epoch insert(Connection connection, String node, Duration term) throws SQLException {
        String until = database.isExclusive() ? "?" : clock + " + ?";
        String sql = "INSERT INTO node_incarnation (node, pid, until) VALUES (?, ?, " + until + ") RETURNING epoch";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, node);
            insert.setLong(2, ProcessHandle.current().pid());
            insert.setLong(3, database.isExclusive() ? ENDLESS : term.toMillis());
            return inserted(insert);
        }
    }

    /**
     * Follows an incarnation whose lease has ended by a new one, which owns nothing, and is of the same cluster as long
     * as that has not removed it.
     */
    Epoch follow(Epoch ended, Duration term) throws SQLException {
        String sql = """
                INSERT INTO node_incarnation (node, pid, until, address, uid, http, vocabulary, cluster, removed)
                SELECT node, pid, %s + ?, address, uid, http, vocabulary, cluster, removed
                FROM node_incarnation WHERE epoch = ?
                RETURNING epoch
                """.formatted(clock);
        return database.write(Priority.OTHERS, Durability.NOW, connection -> {
            JournalLock.take(connection);
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setLong(1, term.toMillis());
                insert.setLong(2, ended.value());
                return inserted(insert);
            }
        });
    }

    private static Epoch inserted(PreparedStatement insert) throws SQLException {
        try (ResultSet row = insert.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the incarnation before is not known any more");
            }
            return new Epoch(row.getLong(1));
        }
    }

    /**
     * Renews a lease.
     *
     * @return false when it had ended before
     */
    boolean renew(Epoch epoch, Duration term) throws SQLException {
        return prolong(epoch, term.toMillis());
    }

    /**
     * A connection that nothing comes through any more is given up after that time; the pool's own patience is longer
     * than the lease.
     */
    private void hurry(Connection connection) throws SQLException {
        if (!database.isExclusive()) {
            connection.setNetworkTimeout(Runnable::run, STATEMENT_MILLIS);
        }
    }

    void end(Epoch epoch) throws SQLException {
        prolong(epoch, 0);
    }

    private boolean prolong(Epoch epoch, long millis) throws SQLException {
        String sql = "UPDATE node_incarnation SET until = %1$s + ? WHERE epoch = ? AND until > %1$s".formatted(clock);
        return database.write(Priority.OTHERS, Durability.NOW, connection -> {
            hurry(connection);
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, millis);
                update.setLong(2, epoch.value());
                return update.executeUpdate() == 1;
            }
        });
    }
}
