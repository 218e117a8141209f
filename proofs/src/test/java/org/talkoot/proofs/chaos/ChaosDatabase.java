package org.talkoot.proofs.chaos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.talkoot.persistence.database.Database;
import org.talkoot.persistence.database.DatabaseSettings;

/** A Postgres that the namespaces reach, that can be killed and started again, and that has a {@link Witness}. */
final class ChaosDatabase implements AutoCloseable {

    private final Path directory;
    private final String host;
    private EmbeddedPostgres server;

    private ChaosDatabase(Path directory, String host) throws IOException {
        this.directory = directory;
        this.host = host;
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("hba.conf"), """
                local all all trust
                host all all all trust
                """);
        this.server = start(0);
    }

    static ChaosDatabase start(Path directory, String host) throws IOException, SQLException {
        ChaosDatabase database = new ChaosDatabase(directory, host);
        Database.open(DatabaseSettings.of(database.url())).close();
        Witness.install(database.url());
        return database;
    }

    /** One whose tables its first node makes, of whatever build; it has no witness yet. */
    static ChaosDatabase empty(Path directory, String host) throws IOException {
        return new ChaosDatabase(directory, host);
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                // one that was killed under load reads its log first
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("listen_addresses", "*")
                .setServerConfig("hba_file", directory.resolve("hba.conf").toString())
                .setServerConfig("max_connections", "200")
                // what was committed outlives the process; the builder itself is content with less
                .setServerConfig("synchronous_commit", "on")
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    String url() {
        return "jdbc:postgresql://%s:%d/postgres?user=postgres".formatted(host, server.getPort());
    }

    /** SIGKILL for the server and all that works for it; what it had not committed is gone. */
    void kill() throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid"))
                .getFirst()
                .strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
        all.addFirst(postmaster);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            each.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    /** With the data and at the address of before. */
    void startAgain() throws IOException {
        int port = server.getPort();
        server.close();
        server = start(port);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
