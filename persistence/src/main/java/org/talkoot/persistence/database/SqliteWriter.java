package org.talkoot.persistence.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The one connection that writes to an embedded database. Transactions take turns, the journal's before others; each
 * begins by taking the right to write and so never fails half-way for want of it.
 */
final class SqliteWriter implements AutoCloseable {

    private final Connection connection;
    private final Turns turns = new Turns();
    private Durability durability = Durability.NOW;

    private SqliteWriter(Connection connection) {
        this.connection = connection;
    }

    /**
     * Takes over a connection.
     *
     * @param maxLog how large the file of the write-ahead log stays after its content was copied
     */
    static SqliteWriter of(Connection connection, long maxLog) throws SQLException {
        SqliteWriter writer = new SqliteWriter(connection);
        writer.run("PRAGMA synchronous = FULL");
        writer.run("PRAGMA cache_size = -32768"); // KiB
        writer.run("PRAGMA wal_autocheckpoint = 1000"); // pages
        writer.run("PRAGMA journal_size_limit = " + maxLog / 4);
        return writer;
    }

    <T> T write(Priority priority, Durability wanted, Jdbc<T> work) throws SQLException {
        turns.begin(priority);
        try {
            begin(wanted);
            return committed(work);
        } finally {
            turns.end();
        }
    }

    /** Without a sync at each commit, nothing is lost but the last commits, and those together. */
    private void begin(Durability wanted) throws SQLException {
        if (wanted != durability) {
            run(
                    switch (wanted) {
                        case NOW -> "PRAGMA synchronous = FULL";
                        case LATER -> "PRAGMA synchronous = NORMAL";
                    });
            durability = wanted;
        }
        run("BEGIN IMMEDIATE");
    }

    private <T> T committed(Jdbc<T> work) throws SQLException {
        try {
            T result = work.on(connection);
            run("COMMIT");
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            undo(e);
            throw e;
        }
    }

    /** Some failures have undone everything already, and then there is nothing to undo. */
    private void undo(Throwable failure) {
        try {
            run("ROLLBACK");
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Copies all of the log into the file and empties it.
     *
     * @return false: somebody reads what is in it
     */
    boolean emptyLog() throws SQLException {
        turns.begin(Priority.JOURNAL);
        try {
            run("PRAGMA busy_timeout = 100"); // all writers of this node wait
            return checkpointed();
        } finally {
            run("PRAGMA busy_timeout = " + Dialect.BUSY_TIMEOUT);
            turns.end();
        }
    }

    private boolean checkpointed() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return row.next() && row.getInt(1) == 0;
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        turns.begin(Priority.OTHERS);
        try {
            connection.close();
        } finally {
            turns.end();
        }
    }
}
