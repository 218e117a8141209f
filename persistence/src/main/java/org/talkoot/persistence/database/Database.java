package org.talkoot.persistence.database;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of a node: opened once, its schema up to date, closed last.
 *
 * <p>Work runs on a bounded number of platform threads of its own ({@link #submit}, {@link #call} for reading,
 * {@link #submitWrite}, {@link #callWrite} for writing), so that neither a Pekko dispatcher nor a virtual thread is
 * ever held up inside of a driver. The few parts with a platform thread of their own (journal writer, tail,
 * projections) use {@link #with} and {@link #write}.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Database.class);

    private final DatabaseSettings settings;
    private final Dialect dialect;
    private final Connections connections;
    private final ThreadPoolExecutor threads;

    private Database(DatabaseSettings settings, Dialect dialect, Connections connections) {
        this.settings = settings;
        this.dialect = dialect;
        this.connections = connections;
        this.threads = threads(settings);
    }

    /**
     * Connects and migrates.
     *
     * @throws DatabaseException with one sentence for the operator: bad URL, no server, a folder that another process
     *     uses, a file of another kind or of a newer release
     */
    public static Database open(DatabaseSettings settings) {
        Dialect dialect = Dialect.of(settings.url());
        Connections connections = switch (dialect) {
            case SQLITE -> SqliteConnections.open(settings);
            case POSTGRES -> PostgresConnections.open(settings);
        };
        return new Database(settings, dialect, connections);
    }

    public Dialect dialect() {
        return dialect;
    }

    /**
     * Whether it is proven that no other process uses this database, now or until it is closed: who finds something
     * there that has an owner, and owns it not himself, knows that the owner is dead.
     */
    public boolean isExclusive() {
        return connections.isExclusive();
    }

    /**
     * Does {@code work} on a connection in auto-commit mode, on the thread that calls: one of this module's. On SQLite
     * the connection reads only, and for no longer than the settings say.
     */
    public <T> T with(Jdbc<T> work) throws SQLException {
        return connections.with(work);
    }

    /**
     * Does {@code work} as one transaction, committed when this returns and undone when it throws, on the thread that
     * calls: one of this module's. On SQLite it waits for its turn and is not to wait for anything else; the priority
     * matters only there.
     */
    public <T> T write(Priority priority, Durability durability, Jdbc<T> work) throws SQLException {
        return connections.write(priority, durability, work);
    }

    /** Does what costs time but needs no connection on one of the database's threads. */
    public <T> CompletableFuture<T> compute(Supplier<T> work) {
        return onThread(work::get);
    }

    /** Does {@code work}, which reads, on one of the database's threads. */
    public <T> CompletableFuture<T> submit(Jdbc<T> work) {
        return onThread(() -> connections.with(work));
    }

    /** Does {@code work} as one durable transaction on one of the database's threads. */
    public <T> CompletableFuture<T> submitWrite(Jdbc<T> work) {
        return onThread(() -> connections.write(Priority.OTHERS, Durability.NOW, work));
    }

    /** Does {@code work} as one durable transaction on one of the database's threads. */
    public CompletableFuture<Void> execute(Jdbc.Action work) {
        return submitWrite(connection -> {
                    work.on(connection);
                    return true;
                })
                .thenAccept(done -> {});
    }

    /** Does {@code work}, which reads, on one of the database's threads and waits for it, even when interrupted. */
    public <T> T call(Jdbc<T> work) {
        return await(submit(work));
    }

    /**
     * Does {@code work} as one durable transaction on one of the database's threads and waits for it, even when
     * interrupted: what was asked of a database happens or not, but is known.
     */
    public <T> T callWrite(Jdbc<T> work) {
        return await(submitWrite(work));
    }

    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Work that has its connection and may throw what JDBC throws. */
    @FunctionalInterface
    private interface Connected<T> {

        T get() throws SQLException;
    }

    private <T> CompletableFuture<T> onThread(Connected<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(result, work));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(DatabaseException.busy(settings.maxWaiting(), e));
        }
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, Connected<T> work) {
        try {
            result.complete(work.get());
        } catch (SQLException e) {
            result.completeExceptionally(DatabaseException.failed(e));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    /** Threads of a fixed number; what waits for them is bounded, one more is refused. */
    private static ThreadPoolExecutor threads(DatabaseSettings settings) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                settings.connections(),
                settings.connections(),
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.maxWaiting()),
                work -> Thread.ofPlatform()
                        .daemon()
                        .name("talkoot-jdbc-" + number.incrementAndGet())
                        .unstarted(work));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Waits for what has begun, then closes all connections. */
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
        connections.close();
    }
}
