package org.talkoot.persistence.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedded database in WAL mode: one connection that writes, some that read beside it, and the bounds on its
 * write-ahead log.
 */
/* SQLite copies the log into the file as it goes along and begins at its start again when nobody
 * reads from it at that moment. Reads that overlap for ever would put that off for ever, so beyond
 * a size we see to it that there is such a moment. */
final class SqliteConnections implements Connections {

    private static final Logger LOGGER = LoggerFactory.getLogger(SqliteConnections.class);

    private static final long LOOK_EVERY_MILLIS = 200;

    private final SqliteFile file;
    private final SqliteWriter writer;
    private final SqliteReaders readers;
    private final long maxLog;
    private final ScheduledExecutorService keepers = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("talkoot-sqlite-", 0).factory());

    private SqliteConnections(SqliteFile file, SqliteWriter writer, SqliteReaders readers, long maxLog) {
        this.file = file;
        this.writer = writer;
        this.readers = readers;
        this.maxLog = maxLog;
    }

    static SqliteConnections open(DatabaseSettings settings) {
        SqliteFile file = SqliteFile.claim(settings.url());
        try {
            NativeLibrary.load(file.folder());
            SqliteSchema.prepare(file);
            Schema.migrate(settings, Dialect.SQLITE);
            long maxLog = settings.embedded().maxLog();
            Connection connection = DriverManager.getConnection(file.url(), settings.properties(Dialect.SQLITE));
            SqliteConnections connections = new SqliteConnections(
                    file, SqliteWriter.of(connection, maxLog), SqliteReaders.open(file.url(), settings), maxLog);
            connections.keep();
            return connections;
        } catch (SQLException e) {
            file.close();
            throw DatabaseException.unreachable(settings.shownUrl(), e);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private void keep() {
        repeat(readers::stopSlow);
        repeat(this::boundLog);
    }

    /** Work that is done again and again. */
    @FunctionalInterface
    private interface Chore {

        void run() throws SQLException, InterruptedException;
    }

    private void repeat(Chore chore) {
        var unused = keepers.scheduleWithFixedDelay(
                () -> attempt(chore), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void attempt(Chore chore) {
        try {
            chore.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("the write-ahead log is not kept small");
        }
    }

    private void boundLog() throws SQLException, InterruptedException {
        if (file.logBytes() > maxLog && !readers.whileNobodyReads(writer::emptyLog)) {
            LOGGER.atWarn()
                    .addKeyValue("bytes", file.logBytes())
                    .log("another program reads the database, and its write-ahead log grows");
        }
    }

    @Override
    public <T> T with(Jdbc<T> work) throws SQLException {
        return readers.read(work);
    }

    @Override
    public <T> T write(Priority priority, Durability durability, Jdbc<T> work) throws SQLException {
        return writer.write(priority, durability, work);
    }

    @Override
    public boolean isExclusive() {
        return true;
    }

    /** The last connection copies the log into the file and removes it. */
    @Override
    public void close() {
        keepers.shutdownNow();
        readers.close();
        try {
            writer.close();
        } catch (SQLException e) {
            LOGGER.atWarn().setCause(e).log("the database was not closed cleanly");
        }
        file.close();
    }
}
