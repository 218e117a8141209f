package org.talkoot.persistence.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** Databases for tests: an SQLite file of one's own, or a database on one Postgres for all tests. */
public final class TestDatabases {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabases() {}

    public static DatabaseSettings sqlite(Path directory) {
        return DatabaseSettings.of(
                "jdbc:sqlite:" + directory.resolve("talkoot.db").toAbsolutePath());
    }

    /** A new, empty database on the server of this JVM. */
    public static DatabaseSettings postgres() {
        String name = "test" + NUMBER.incrementAndGet();
        try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return DatabaseSettings.of(Server.RUNNING.getJdbcUrl("postgres", name));
    }

    /** Makes its schema what it was after that migration, as an older node has left it. */
    public static void migrate(DatabaseSettings settings, String version) throws SQLException {
        Dialect dialect = Dialect.of(settings.url());
        if (dialect == Dialect.SQLITE) {
            try (SqliteFile file = SqliteFile.claim(settings.url())) {
                SqliteSchema.prepare(file);
            }
        }
        var unused = Flyway.configure()
                .dataSource(settings.url(), null, null)
                .locations(dialect.migrations())
                .table("schema_history")
                .target(version)
                .load()
                .migrate();
    }

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void close(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
