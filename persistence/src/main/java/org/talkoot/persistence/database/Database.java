package org.talkoot.persistence.database;

import com.zaxxer.hikari.HikariDataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The database of a node: opened once, its schema up to date, closed last.
 *
 * <p>Work runs on a bounded number of threads of its own ({@link #submit}, {@link #call}), so that
 * neither a Pekko dispatcher nor a caller that may be interrupted ever touches a connection: an
 * interrupt during a read closes the whole file of an embedded H2. The few parts with a thread of
 * their own (journal writer, tail, projections) take connections themselves.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Database.class);

    private final DatabaseSettings settings;
    private final Dialect dialect;
    private final HikariDataSource pool;
    private final ThreadPoolExecutor threads;
    private final ReentrantLock turns = new ReentrantLock();

    private Database(DatabaseSettings settings, Dialect dialect, HikariDataSource pool) {
        this.settings = settings;
        this.dialect = dialect;
        this.pool = pool;
        this.threads = Pools.threads(settings);
    }

    /**
     * Connects and migrates.
     *
     * @throws DatabaseException with one sentence for the operator: bad URL, no server, file locked
     */
    public static Database open(DatabaseSettings settings) {
        Dialect dialect = Dialect.of(settings.url());
        Pools.probe(settings, dialect);
        HikariDataSource pool = Pools.connections(settings, dialect);
        try {
            Schema.migrate(pool, dialect, Dialect.withoutParameters(settings.url()));
            return new Database(settings, dialect, pool);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    public Dialect dialect() {
        return dialect;
    }

    /** A connection in auto-commit mode; closing it gives it back. For threads of this module. */
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /**
     * A connection for whoever keeps it: it is none of the pool's, which is as large as the number
     * of those that take one for a moment. Closing it closes it.
     */
    public Connection lasting() throws SQLException {
        return Pools.single(settings, dialect);
    }

    /** Does {@code work} on one of the database's threads. */
    public <T> CompletableFuture<T> submit(Jdbc<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(result, work));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(DatabaseException.busy(settings.maxWaiting(), e));
        }
        return result;
    }

    /** Does {@code work} on one of the database's threads. */
    public CompletableFuture<Void> execute(Jdbc.Action work) {
        return submit(
                        connection -> {
                            work.on(connection);
                            return true;
                        })
                .thenAccept(done -> {});
    }

    /**
     * Does {@code work} on one of the database's threads and waits for it, even when interrupted:
     * what was asked of a database happens or not, but is known.
     */
    public <T> T call(Jdbc<T> work) {
        try {
            return submit(work).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Work that may throw what JDBC throws. */
    @FunctionalInterface
    public interface Turn<T> {
        T take() throws SQLException;
    }

    /**
     * Runs a transaction when it may. On Postgres that is at once. On H2 transactions take turns:
     * what is written to the file at one commit then never holds a part of another transaction,
     * which H2 would have to take back after a {@code kill -9} and does not always.
     */
    public <T> T inTurn(Turn<T> transaction) throws SQLException {
        if (dialect != Dialect.H2) {
            return transaction.take();
        }
        turns.lock();
        try {
            return transaction.take();
        } finally {
            turns.unlock();
        }
    }

    private <T> void complete(CompletableFuture<T> result, Jdbc<T> work) {
        try (Connection connection = connection()) {
            result.complete(inTurn(() -> work.on(connection)));
        } catch (SQLException e) {
            result.completeExceptionally(DatabaseException.failed(e));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    /** Waits for what has begun, then closes all connections; H2 writes its file to the end. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                LOGGER.atWarn().log("statements still run at close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.close();
        if (dialect == Dialect.H2) {
            Pools.shutdown(settings);
        }
    }
}
