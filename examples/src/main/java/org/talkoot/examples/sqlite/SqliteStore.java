package org.talkoot.examples.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An SQLite file of an application, synced at each commit so that it survives {@code kill -9} and power loss. One
 * connection, used on one platform thread: a virtual thread that calls into native code would hold its carrier. For any
 * thread; calls take turns and are not interrupted.
 */
public final class SqliteStore implements AutoCloseable {

    /** Work on the connection. */
    @FunctionalInterface
    public interface Work<T> {

        T on(Connection connection) throws SQLException;
    }

    private final Connection connection;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("example-store-", 0).factory());

    private SqliteStore(Connection connection) {
        this.connection = connection;
    }

    /** Opens a file, or makes it, and runs some statements. */
    public static SqliteStore open(Path file, String... statements) {
        String url = "jdbc:sqlite:" + file.toAbsolutePath();
        return connect(url + "?journal_mode=WAL&synchronous=FULL", statements);
    }

    /** A store that is gone with the process, for tests. */
    public static SqliteStore inMemory(String... statements) {
        return connect("jdbc:sqlite::memory:", statements);
    }

    private static SqliteStore connect(String url, String... statements) {
        try {
            SqliteStore store = new SqliteStore(DriverManager.getConnection(url));
            store.call(connection -> {
                try (Statement statement = connection.createStatement()) {
                    for (String sql : statements) {
                        statement.executeUpdate(sql);
                    }
                    return statements.length;
                }
            });
            return store;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot open " + url, e);
        }
    }

    /** Does the work when it is its turn, and waits for it. */
    public <T> T call(Work<T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> done(work), thread).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
    }

    private <T> T done(Work<T> work) {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws SQLException {
        thread.close();
        connection.close();
    }
}
