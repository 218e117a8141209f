package org.talkoot.benchmarks.load;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** A fresh database for one benchmark, on this machine, durable as in production. */
public sealed interface Store extends AutoCloseable {

    String jdbcUrl();

    /** Bytes that the database takes on disk, indexes included. */
    long bytes();

    /** CPU time that the database's own processes have used. Zero where it lives in this process. */
    long cpuNanos();

    @Override
    void close();

    static Store open(String kind) {
        return switch (kind) {
            case "postgres" -> Postgres.start();
            case "sqlite" -> Sqlite.create();
            default -> throw new IllegalArgumentException("--db is sqlite or postgres, not " + kind);
        };
    }

    /** A Postgres server of our own, with its default durability: every commit is fsynced. */
    record Postgres(EmbeddedPostgres server, long pid) implements Store {

        static Postgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("shared_buffers", "256MB")
                        .setServerConfig("max_connections", "100")
                        .start();
                return new Postgres(server, postmaster(server));
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("Postgres does not start", e);
            }
        }

        private static long postmaster(EmbeddedPostgres server) throws SQLException, IOException {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("show data_directory")) {
                rows.next();
                Path pidFile = Path.of(rows.getString(1), "postmaster.pid");
                return Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            }
        }

        @Override
        public String jdbcUrl() {
            return server.getJdbcUrl("postgres", "postgres");
        }

        @Override
        public long bytes() {
            try (Connection connection = DriverManager.getConnection(jdbcUrl());
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select sum(pg_total_relation_size(c.oid)) from pg_class c"
                            + " join pg_namespace n on n.oid = c.relnamespace"
                            + " where n.nspname = 'public' and c.relkind = 'r'")) {
                rows.next();
                return rows.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException("cannot measure the database", e);
            }
        }

        @Override
        public long cpuNanos() {
            return ProcessCosts.treeCpuNanos(pid);
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The embedded database, in a file. */
    record Sqlite(Path directory) implements Store {

        static Sqlite create() {
            try {
                return new Sqlite(Files.createTempDirectory("talkoot-bench"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String jdbcUrl() {
            return "jdbc:sqlite:" + directory.resolve("bench.db");
        }

        @Override
        public long bytes() {
            try (Stream<Path> files = Files.list(directory)) {
                return files.mapToLong(file -> file.toFile().length()).sum();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long cpuNanos() {
            return 0;
        }

        @Override
        public void close() {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted((a, b) -> b.compareTo(a))
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
