package org.talkoot.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.persistence.database.DatabaseSettings.Embedded;

/** What the embedded database promises, beside what both do. */
final class SqliteTest {

    private static final String ENDLESS = """
            WITH RECURSIVE n (i) AS (SELECT COUNT(*) FROM journal UNION ALL SELECT i + 1 FROM n)
            SELECT MAX(i) FROM n
            """;

    @TempDir
    Path directory;

    @Test
    void refusesAFolderWithAnH2File() throws IOException {
        Files.writeString(directory.resolve("talkoot.mv.db"), "H:2,block:4,blockSize:1000");

        refused(DatabaseException.OTHER_KIND, "talkoot.mv.db");
        assertThat(directory.resolve("talkoot.db")).doesNotExist();
    }

    @Test
    void refusesAFileThatIsNoDatabaseAndLeavesItAsItIs() throws IOException {
        Files.writeString(directory.resolve("talkoot.db"), "dear diary, today");

        refused(DatabaseException.OTHER_KIND, "talkoot.db");
        assertThat(directory.resolve("talkoot.db")).hasContent("dear diary, today");
    }

    @Test
    void refusesADatabaseOfAnotherApplication() throws SQLException {
        statement("CREATE TABLE diary (day TEXT)");

        refused(DatabaseException.OTHER_KIND, "another application");
    }

    @Test
    void refusesASchemaOfANewerRelease() throws SQLException {
        Database.open(settings()).close();
        statement("INSERT INTO schema_history (installed_rank, version, description, type, script,"
                + " installed_by, execution_time, success)"
                + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 'x', 1, 1)");

        refused(DatabaseException.NEWER, "schema version 99");
    }

    @Test
    void refusesAFolderInWhichItCannotWrite() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> Database.open(TestDatabases.sqlite(file)))
                .returns(DatabaseException.UNUSABLE_FILE, DatabaseException::code)
                .withMessageNotContaining("\n");
    }

    @Test
    void goesOnWithAFileThatACrashLeftEmpty() throws IOException {
        Files.createFile(directory.resolve("talkoot.db"));

        try (Database database = Database.open(settings())) {
            assertThat(database.<Boolean>call(connection -> connection.isValid(1)))
                    .isTrue();
        }
    }

    @Test
    void syncsEachCommitAndWritesAheadInALog() {
        try (Database database = Database.open(settings())) {
            assertThat(database.<String>callWrite(c -> text(c, "PRAGMA synchronous")))
                    .isEqualTo("2");
            assertThat(database.<String>callWrite(c -> text(c, "PRAGMA journal_mode")))
                    .isEqualTo("wal");
        }
    }

    @Test
    void derivedWorkDoesNotWaitForTheDiskAndTheJournalDoesSoAfterwards() throws SQLException {
        try (Database database = Database.open(settings())) {
            Jdbc<String> synchronous = c -> text(c, "PRAGMA synchronous");

            assertThat(database.write(Priority.OTHERS, Durability.LATER, synchronous))
                    .isEqualTo("1");
            assertThat(database.write(Priority.JOURNAL, Durability.NOW, synchronous))
                    .isEqualTo("2");
        }
    }

    @Test
    void whatReadsCannotWrite() {
        try (Database database = Database.open(settings())) {
            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(() -> database.call(c -> change(c, "DELETE FROM journal")))
                    .withMessageContaining("readonly");
        }
    }

    @Test
    void aTransactionThatFailsLeavesNothingBehind() {
        try (Database database = Database.open(settings())) {
            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(() ->
                            database.callWrite(c -> change(c, "DELETE FROM journal_identity") + change(c, "nonsense")));

            assertThat(database.<String>call(c -> text(c, "SELECT COUNT(*) FROM journal_identity")))
                    .isEqualTo("1");
        }
    }

    @Test
    void aReadThatTakesTooLongIsEndedAndTheOneAfterItIsNot() {
        try (Database database = Database.open(bounded(Duration.ofMillis(300), 64L << 20))) {
            assertThatExceptionOfType(SQLTimeoutException.class)
                    .isThrownBy(() -> database.with(c -> text(c, ENDLESS)))
                    .withMessageContaining("PT0.3S");

            assertThat(database.<String>call(c -> text(c, "SELECT 1"))).isEqualTo("1");
        }
    }

    @Test
    void theLogStaysSmallThoughSomebodyReadsForEver() throws SQLException {
        try (Database database = Database.open(bounded(Duration.ofMillis(300), 1 << 20))) {
            CompletableFuture<String> slow = database.submit(c -> text(c, ENDLESS));
            while (!slow.isDone()) {
                write(database);
            }

            await().until(() -> log() <= 1 << 20);
        }
    }

    @Test
    void theLogStaysSmallThoughThereIsAlwaysSomebodyWhoReads() throws SQLException {
        AtomicBoolean enough = new AtomicBoolean();
        try (Database database = Database.open(bounded(Duration.ofSeconds(5), 1 << 20))) {
            List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(CompletableFuture.runAsync(() -> {
                    while (!enough.get()) {
                        database.call(c -> text(c, "SELECT SUM(LENGTH(payload)) FROM" + " snapshot"));
                    }
                }));
            }
            for (int i = 0; i < 500; i++) {
                write(database);
            }

            await().until(() -> log() <= 1 << 20);
            enough.set(true);
            readers.forEach(CompletableFuture::join);
        }
    }

    @Test
    void isOneFileWhenItIsClosed() throws IOException {
        Database.open(settings()).close();

        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("talkoot.db")
                    .doesNotContain("talkoot.db-wal", "talkoot.db-shm");
        }
    }

    private void refused(String code, String what) {
        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> Database.open(settings()))
                .returns(code, DatabaseException::code)
                .withMessageContaining(what)
                .withMessageNotContaining("\n");
    }

    private DatabaseSettings settings() {
        return TestDatabases.sqlite(directory);
    }

    private DatabaseSettings bounded(Duration maxRead, long maxLog) {
        return new DatabaseSettings(
                settings().url(), "", "", 6, 100, Duration.ofSeconds(10), new Embedded(maxRead, maxLog));
    }

    private long log() {
        return directory.resolve("talkoot.db-wal").toFile().length();
    }

    /** Some 64 kB. */
    private static void write(Database database) throws SQLException {
        int unused = database.write(Priority.JOURNAL, Durability.LATER, connection -> {
            try (PreparedStatement save =
                    connection.prepareStatement("INSERT INTO snapshot VALUES ('f', 'e', 1, 1, 1, 0,"
                            + " 't', ?) ON CONFLICT (feed, entity) DO UPDATE"
                            + " SET payload = excluded.payload")) {
                save.setBytes(1, new byte[1 << 16]);
                return save.executeUpdate();
            }
        });
    }

    private void statement(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(settings().url())) {
            int unused = change(connection, sql);
        }
    }

    private static int change(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
