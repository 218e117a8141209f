package org.talkoot.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Two pools of connections to a server that serves many at once: one for what must be durable when it returns and for
 * reading, one for what may be lost with the last moments before a crash of the server.
 */
/* A node that stops in the middle of a transaction (a stalled machine, a cut network) keeps what it has
 * locked, the journal's one lock perhaps, until the server ends the transaction. Nothing here thinks
 * for seconds between two statements, so the server may do that soon. */
final class PostgresConnections implements Connections {

    /** The journal writer and the tail take a connection for a moment, on threads of their own. */
    private static final int OWN_THREADS = 2;

    /** The views of a node, which write a batch now and then. */
    private static final int LATER = 4;

    private static final String STALLED = "SET idle_in_transaction_session_timeout = '5s'";
    private static final String NOT_DURABLE = STALLED + "; SET synchronous_commit = off";

    private final HikariDataSource pool;
    private final HikariDataSource later;

    private PostgresConnections(HikariDataSource pool, HikariDataSource later) {
        this.pool = pool;
        this.later = later;
    }

    static PostgresConnections open(DatabaseSettings settings) {
        probe(settings);
        Schema.migrate(settings, Dialect.POSTGRES);
        HikariConfig pool = pool(settings, "talkoot", STALLED);
        pool.setMaximumPoolSize(settings.connections() + OWN_THREADS);
        pool.setMinimumIdle(2);
        HikariConfig later = pool(settings, "talkoot-later", NOT_DURABLE);
        later.setMaximumPoolSize(LATER);
        later.setMinimumIdle(0);
        later.setInitializationFailTimeout(-1); // a node that runs no view needs none
        return new PostgresConnections(new HikariDataSource(pool), new HikariDataSource(later));
    }

    private static HikariConfig pool(DatabaseSettings settings, String name, String first) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(settings.url());
        config.setDataSourceProperties(settings.properties(Dialect.POSTGRES));
        config.setConnectionInitSql(first);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        return config;
    }

    /** One connection outside the pool, because its error says what is wrong; the pool's do not. */
    private static void probe(DatabaseSettings settings) {
        DriverManager.setLoginTimeout(
                (int) Math.max(1, settings.connectTimeout().toSeconds()));
        try (Connection connection = single(settings)) {
            if (!connection.isValid(5)) {
                throw new SQLException("the connection is not valid");
            }
        } catch (SQLException e) {
            throw DatabaseException.unreachable(settings.shownUrl(), e);
        }
    }

    private static Connection single(DatabaseSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.properties(Dialect.POSTGRES));
    }

    @Override
    public <T> T with(Jdbc<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        }
    }

    /** Everybody writes at once. */
    @Override
    public <T> T write(Priority priority, Durability durability, Jdbc<T> work) throws SQLException {
        try (Connection connection = pool(durability).getConnection()) {
            connection.setAutoCommit(false);
            return Jdbc.committed(connection, work);
        }
    }

    private HikariDataSource pool(Durability durability) {
        return switch (durability) {
            case NOW -> pool;
            case LATER -> later;
        };
    }

    @Override
    public boolean isExclusive() {
        return false;
    }

    @Override
    public void close() {
        later.close();
        pool.close();
    }
}
