package org.talkoot.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections and threads of a database. */
final class Pools {

    /** The journal writer and the tail take a connection for a moment, on threads of their own. */
    private static final int OWN_THREADS = 2;

    private static final Logger LOGGER = LoggerFactory.getLogger(Pools.class);

    private static final int H2_LOCKED = 90020;

    private Pools() {}

    /** One connection outside the pool, because its error says what is wrong; the pool's do not. */
    static void probe(DatabaseSettings settings, Dialect dialect) {
        String shown = Dialect.withoutParameters(settings.url());
        DriverManager.setLoginTimeout((int) Math.max(1, settings.connectTimeout().toSeconds()));
        try (Connection connection = single(settings, dialect)) {
            if (!connection.isValid(5)) {
                throw new SQLException("the connection is not valid");
            }
        } catch (SQLException e) {
            throw e.getErrorCode() == H2_LOCKED
                    ? DatabaseException.locked(shown, e)
                    : DatabaseException.unreachable(shown, e);
        }
    }

    /** A connection that no pool knows of. */
    static Connection single(DatabaseSettings settings, Dialect dialect) throws SQLException {
        return DriverManager.getConnection(
                dialect.complete(settings.url()), properties(settings, dialect));
    }

    /** Ends an H2 database, which outlives its last connection: writes its file to the end. */
    static void shutdown(DatabaseSettings settings) {
        try (Connection connection =
                        DriverManager.getConnection(
                                settings.url() + ";IFEXISTS=TRUE",
                                properties(settings, Dialect.H2));
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            LOGGER.atWarn().setCause(e).log("H2 did not shut down cleanly");
        }
    }

    static HikariDataSource connections(DatabaseSettings settings, Dialect dialect) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("talkoot");
        config.setJdbcUrl(dialect.complete(settings.url()));
        config.setDataSourceProperties(properties(settings, dialect));
        config.setMaximumPoolSize(settings.connections() + OWN_THREADS);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        return new HikariDataSource(config);
    }

    /** Threads of a fixed number; what waits for them is bounded, one more is refused. */
    static ThreadPoolExecutor threads(DatabaseSettings settings) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        settings.connections(),
                        settings.connections(),
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(settings.maxWaiting()),
                        work ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("talkoot-jdbc-" + number.incrementAndGet())
                                        .unstarted(work));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static Properties properties(DatabaseSettings settings, Dialect dialect) {
        Properties properties = new Properties();
        properties.putAll(dialect.properties());
        if (!settings.user().isEmpty()) {
            properties.setProperty("user", settings.user());
            properties.setProperty("password", settings.password());
        }
        return properties;
    }
}
