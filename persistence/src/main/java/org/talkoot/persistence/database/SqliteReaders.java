package org.talkoot.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.sqlite.SQLiteConnection;

/**
 * The connections that read an embedded database. Each sees what was committed when it began, so the write-ahead log
 * keeps everything since then: a read that takes too long is ended, and whoever empties the log holds back new ones
 * until the last has ended.
 */
final class SqliteReaders implements AutoCloseable {

    /** One read. Ended once, by itself or from outside, never afterwards. */
    private static final class Reading {
        private final SQLiteConnection connection;
        private final long begun = System.nanoTime();
        private boolean over;
        private boolean stopped;

        Reading(SQLiteConnection connection) {
            this.connection = connection;
        }

        synchronized void stopIfOlder(Duration most) throws SQLException {
            if (!over && System.nanoTime() - begun > most.toNanos()) {
                stopped = true;
                connection.getDatabase().interrupt();
            }
        }

        synchronized boolean end() {
            over = true;
            return stopped;
        }
    }

    /** What needs that nobody reads, and whether it succeeded. */
    @FunctionalInterface
    interface Emptying {

        boolean run() throws SQLException;
    }

    private final HikariDataSource pool;
    private final Duration maxRead;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
    private final Set<Reading> running = ConcurrentHashMap.newKeySet(); // bound: the pool

    private SqliteReaders(HikariDataSource pool, Duration maxRead) {
        this.pool = pool;
        this.maxRead = maxRead;
    }

    static SqliteReaders open(String url, DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("talkoot");
        config.setJdbcUrl(url);
        config.setDataSourceProperties(settings.properties(Dialect.SQLITE));
        config.setConnectionInitSql("PRAGMA query_only = ON");
        config.setMaximumPoolSize(settings.connections() + 2); // the tail, and followers behind it
        config.setMinimumIdle(2);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        return new SqliteReaders(
                new HikariDataSource(config), settings.embedded().maxRead());
    }

    <T> T read(Jdbc<T> work) throws SQLException {
        gate.readLock().lock();
        try (Connection connection = pool.getConnection()) {
            return watched(connection, work);
        } finally {
            gate.readLock().unlock();
        }
    }

    private <T> T watched(Connection connection, Jdbc<T> work) throws SQLException {
        Reading reading = new Reading(connection.unwrap(SQLiteConnection.class));
        running.add(reading);
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw reading.end()
                    ? new SQLTimeoutException("A read of the embedded database was ended after " + maxRead, e)
                    : e;
        } finally {
            boolean unused = reading.end();
            running.remove(reading);
        }
    }

    /** Ends every read that takes too long. */
    void stopSlow() throws SQLException {
        for (Reading reading : running) {
            reading.stopIfOlder(maxRead);
        }
    }

    /**
     * Holds back new reads, waits for those that run, which {@link #stopSlow} ends in time, and acts.
     *
     * @return false: they did not end
     */
    boolean whileNobodyReads(Emptying action) throws SQLException, InterruptedException {
        if (!gate.writeLock().tryLock(2 * maxRead.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            return action.run();
        } finally {
            gate.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
