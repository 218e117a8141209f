package org.talkoot.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A pool of connections to a server that serves many at once. */
final class PostgresConnections implements Connections {

    /**
     * A node that is stopped, or cut off, in the middle of a transaction holds the journal's lock, and with it all
     * other nodes. The server ends such a transaction, whose node sees that it was not committed.
     */
    private static final String NOT_IDLE_FOR_LONG = "SET idle_in_transaction_session_timeout = '5s'";

    /** The journal writer and the tail take a connection for a moment, on threads of their own. */
    private static final int OWN_THREADS = 2;

    private final DatabaseSettings settings;
    private final HikariDataSource pool;

    private PostgresConnections(DatabaseSettings settings, HikariDataSource pool) {
        this.settings = settings;
        this.pool = pool;
    }

    static PostgresConnections open(DatabaseSettings settings) {
        probe(settings);
        Schema.migrate(settings, Dialect.POSTGRES);
        HikariConfig config = new HikariConfig();
        config.setPoolName("talkoot");
        config.setJdbcUrl(settings.url());
        config.setDataSourceProperties(settings.properties(Dialect.POSTGRES));
        config.setMaximumPoolSize(settings.connections() + OWN_THREADS);
        config.setMinimumIdle(2);
        config.setConnectionInitSql(NOT_IDLE_FOR_LONG);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        return new PostgresConnections(settings, new HikariDataSource(config));
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

    /** Everybody writes at once, and the server makes each commit durable. */
    @Override
    public <T> T write(Priority priority, Durability durability, Jdbc<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            return Jdbc.committed(connection, work);
        }
    }

    /** None of the pool's, which is as large as the number of those that take one for a moment. */
    @Override
    public Connection lasting() throws SQLException {
        return single(settings);
    }

    @Override
    public boolean isExclusive() {
        return false;
    }

    @Override
    public void close() {
        pool.close();
    }
}
