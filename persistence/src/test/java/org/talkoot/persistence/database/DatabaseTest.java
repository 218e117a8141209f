package org.talkoot.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.persistence.codec.EventCodec;
import org.talkoot.persistence.database.DatabaseSettings.Embedded;
import org.talkoot.persistence.journal.JournalReader;

final class DatabaseTest {

    @TempDir
    Path directory;

    @Test
    void opensTheSameFileAgain() {
        for (int i = 0; i < 3; i++) {
            try (Database database = Database.open(TestDatabases.sqlite(directory))) {
                assertThat(database.dialect()).isEqualTo(Dialect.SQLITE);
                assertThat(database.<Boolean>call(connection -> connection.isValid(1)))
                        .isTrue();
            }
        }
    }

    @Test
    void aJournalIsTheSameWhenItIsOpenedAgainAndAnotherInAnotherPlace(@TempDir Path elsewhere) {
        String identity = identity(directory);

        assertThat(identity).isNotBlank();
        assertThat(identity(directory)).isEqualTo(identity);
        assertThat(identity(elsewhere)).isNotEqualTo(identity);
    }

    private static String identity(Path directory) {
        try (Database database = Database.open(TestDatabases.sqlite(directory))) {
            return new JournalReader(database, EventCodec.standard()).identity();
        }
    }

    @Test
    void saysThatAUrlIsOfNoDatabaseItKnows() {
        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> Database.open(DatabaseSettings.of("jdbc:mysql://host/db?password=s3cret")))
                .returns(DatabaseException.UNSUPPORTED_URL, DatabaseException::code)
                .withMessageContaining("jdbc:mysql://host/db")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void saysThatTheServerCannotBeReached() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + unused + "/talkoot";

        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> Database.open(DatabaseSettings.of(url)))
                .returns(DatabaseException.UNREACHABLE, DatabaseException::code)
                .withMessageContaining(url);
    }

    @Test
    void saysWhichProcessHasTheFile() throws Exception {
        Process holder = ownJava(Holder.class, directory.toString());
        try (var opened = holder.inputReader()) {
            assertThat(opened.readLine()).isEqualTo("open");

            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(() -> Database.open(TestDatabases.sqlite(directory)))
                    .returns(DatabaseException.LOCKED, DatabaseException::code)
                    .withMessageContaining("Another process (%d)".formatted(holder.pid()))
                    .withMessageNotContaining("\n");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        Database.open(TestDatabases.sqlite(directory)).close();
    }

    @Test
    void isTheOnlyOneInItsOwnProcessToo() {
        try (Database database = Database.open(TestDatabases.sqlite(directory))) {
            assertThat(database.isExclusive()).isTrue();
            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(() -> Database.open(TestDatabases.sqlite(directory)))
                    .returns(DatabaseException.LOCKED, DatabaseException::code);
        }
    }

    private static Process ownJava(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Opens the file and keeps it until it is killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] args) throws IOException {
            Database database = Database.open(TestDatabases.sqlite(Path.of(args[0])));
            System.out.println("open");
            int unused = System.in.read();
            database.close();
        }
    }

    @Test
    void refusesStatementsBeyondItsBoundVisibly() throws Exception {
        DatabaseSettings one = new DatabaseSettings(
                TestDatabases.sqlite(directory).url(), "", "", 1, 2, Duration.ofSeconds(1), Embedded.DEFAULT);
        try (Database database = Database.open(one)) {
            CountDownLatch goOn = new CountDownLatch(1);
            List<CompletableFuture<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                work.add(database.submit(connection -> {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                }));
            }
            goOn.countDown();

            assertThat(work.get(3))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .extracting(e -> ((DatabaseException) e).code())
                    .isEqualTo(DatabaseException.BUSY);
            assertThat(work.get(2)).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void keepsWorkingAfterAFailedStatement() throws Exception {
        try (Database database = Database.open(TestDatabases.sqlite(directory))) {
            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(() -> database.call(c -> c.createStatement().execute("SELECT 1 FROM nowhere")))
                    .returns(DatabaseException.FAILED, DatabaseException::code);

            assertThat(database.<Boolean>call(c -> c.createStatement().execute("SELECT 1")))
                    .isTrue();
        }
    }

    @Test
    void readsItsDefaultsFromReferenceConf() {
        DatabaseSettings settings =
                DatabaseSettings.from(ConfigFactory.defaultReference().getConfig("talkoot.persistence.database"));

        assertThat(settings).isEqualTo(DatabaseSettings.of(""));
    }

    @Test
    void readsEveryKey() {
        DatabaseSettings settings = DatabaseSettings.from(ConfigFactory.parseString("""
                                url = "jdbc:postgresql://db/x", user = ann, password = secret
                                connections = 3, max-waiting = 7, connect-timeout = 2s
                                embedded { max-read = 3s, max-log = 1MiB }
                                """));

        assertThat(settings)
                .isEqualTo(new DatabaseSettings(
                        "jdbc:postgresql://db/x",
                        "ann",
                        "secret",
                        3,
                        7,
                        Duration.ofSeconds(2),
                        new Embedded(Duration.ofSeconds(3), 1 << 20)));
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new Embedded(Duration.ZERO, 1 << 20));
    }

    private static DatabaseSettings settings(int connections, Duration timeout) {
        return new DatabaseSettings("jdbc:sqlite:x.db", "", "", connections, 1, timeout, Embedded.DEFAULT);
    }
}
