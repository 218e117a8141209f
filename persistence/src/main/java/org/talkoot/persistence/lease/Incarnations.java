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
        String sql = "INSERT INTO node_incarnation (node, until) VALUES (?, " + until + ") RETURNING epoch";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, node);
            insert.setLong(2, database.isExclusive() ? ENDLESS : term.toMillis());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Epoch(row.getLong(1));
            }
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

    void end(Epoch epoch) throws SQLException {
        prolong(epoch, 0);
    }

    private boolean prolong(Epoch epoch, long millis) throws SQLException {
        String sql = "UPDATE node_incarnation SET until = %1$s + ? WHERE epoch = ? AND until > %1$s".formatted(clock);
        return database.write(Priority.OTHERS, Durability.NOW, connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, millis);
                update.setLong(2, epoch.value());
                return update.executeUpdate() == 1;
            }
        });
    }
}
