package org.talkoot.persistence.tail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.Durability;
import org.talkoot.persistence.database.Jdbc;
import org.talkoot.persistence.database.Priority;

/**
 * A follower's access to the database, and its right to run: in a cluster the node whose connection holds the
 * follower's lock. When the node or the connection dies, the lock is free.
 *
 * <p>The commits of a projection need not reach the disk before they return: the offset is in the same transaction, so
 * what a crash of the database takes away is done again.
 */
sealed interface ProjectionSession extends AutoCloseable {

    static ProjectionSession open(Database database, Durability durability) throws SQLException {
        return switch (database.dialect()) {
            case SQLITE -> new OfOneNode(database, durability);
            case POSTGRES -> OfCluster.open(database, durability);
        };
    }

    /** Whether this session may run the follower now. */
    boolean claim(String name) throws SQLException;

    /** Reads; leaves no transaction open. */
    <T> T read(Jdbc<T> work) throws SQLException;

    /** Does one transaction. */
    <T> T write(Jdbc<T> work) throws SQLException;

    /** How far a follower is by the table. */
    default long position(String name) throws SQLException {
        return read(connection -> OffsetTable.load(connection, name));
    }

    @Override
    void close() throws SQLException;

    /** Where one process has the database, nobody else can run anything. */
    record OfOneNode(Database database, Durability durability) implements ProjectionSession {

        @Override
        public boolean claim(String name) {
            return true;
        }

        @Override
        public <T> T read(Jdbc<T> work) throws SQLException {
            return database.with(connection -> {
                connection.setAutoCommit(false);
                return Jdbc.committed(connection, work);
            });
        }

        @Override
        public <T> T write(Jdbc<T> work) throws SQLException {
            return database.write(Priority.OTHERS, durability, work);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** Everything on one connection: who has lost it can no longer write either. */
    record OfCluster(Connection connection) implements ProjectionSession {

        /** First half of the key of every follower's advisory lock; the journal's has one number. */
        private static final int LOCKS = 7406117;

        static OfCluster open(Database database, Durability durability) throws SQLException {
            OfCluster session = new OfCluster(database.lasting());
            try {
                session.prepare(durability);
                return session;
            } catch (SQLException e) {
                session.close();
                throw e;
            }
        }

        private void prepare(Durability durability) throws SQLException {
            run("SET tcp_keepalives_idle = 10;" + " SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
            switch (durability) {
                case NOW -> run("SET synchronous_commit = on");
                case LATER -> run("SET synchronous_commit = off");
            }
            connection.setAutoCommit(false);
        }

        @Override
        public boolean claim(String name) throws SQLException {
            return read(c -> lock(c, name));
        }

        private static boolean lock(Connection connection, String name) throws SQLException {
            try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?, hashtext(?))")) {
                lock.setInt(1, LOCKS);
                lock.setString(2, name);
                try (ResultSet rows = lock.executeQuery()) {
                    rows.next();
                    return rows.getBoolean(1);
                }
            }
        }

        @Override
        public <T> T read(Jdbc<T> work) throws SQLException {
            return Jdbc.committed(connection, work);
        }

        @Override
        public <T> T write(Jdbc<T> work) throws SQLException {
            return Jdbc.committed(connection, work);
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
}
