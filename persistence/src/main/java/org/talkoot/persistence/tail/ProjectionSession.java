package org.talkoot.persistence.tail;

import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.Dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A projection's connection, and its right to run: in a cluster the node whose connection holds the
 * projection's lock. When the node or the connection dies, the lock is free.
 *
 * <p>The commits of a projection need not reach the disk before they return: the offset is in the
 * same transaction, so what a crash of the database takes away is done again.
 */
final class ProjectionSession implements AutoCloseable {

    /** First half of the key of every projection's advisory lock; the journal's has one number. */
    private static final int LOCKS = 7406117;

    private final Connection connection;
    private final Dialect dialect;

    private ProjectionSession(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    static ProjectionSession open(Database database, boolean mayForget) throws SQLException {
        ProjectionSession session = new ProjectionSession(database.lasting(), database.dialect());
        try {
            session.prepare(mayForget);
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    private void prepare(boolean mayForget) throws SQLException {
        if (dialect == Dialect.POSTGRES) {
            run(
                    "SET tcp_keepalives_idle = 10;"
                            + " SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
            if (mayForget) {
                run("SET synchronous_commit = off");
            }
        }
        connection.setAutoCommit(false);
    }

    Connection connection() {
        return connection;
    }

    /** Whether this session may run the projection now. */
    boolean claim(String name) throws SQLException {
        boolean claimed =
                switch (dialect) {
                    case H2 -> true; // one process
                    case POSTGRES -> lock(name);
                };
        connection.commit();
        return claimed;
    }

    /** How far a follower is by the table; leaves no transaction open. */
    long position(String name) throws SQLException {
        long position = OffsetTable.load(connection, name);
        connection.commit();
        return position;
    }

    private boolean lock(String name) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_try_advisory_lock(?, hashtext(?))")) {
            lock.setInt(1, LOCKS);
            lock.setString(2, name);
            try (ResultSet rows = lock.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    /** The lock goes with the connection. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
