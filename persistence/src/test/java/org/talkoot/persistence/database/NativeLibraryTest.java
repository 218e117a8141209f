package org.talkoot.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where SQLite's native library is run from, each time in a process of its own. */
final class NativeLibraryTest {

    @TempDir
    Path directory;

    /** Opens a database and says how that went. */
    static final class Opens {

        private Opens() {}

        public static void main(String[] args) {
            try (Database database = Database.open(TestDatabases.sqlite(Path.of(args[0])))) {
                System.out.println(database.dialect() + " from " + System.getProperty(NativeLibrary.FOLDER));
            } catch (DatabaseException e) {
                System.out.println(e.code() + " " + e.getMessage());
            }
        }
    }

    @Test
    void runsFromTheDataFolderThoughNothingRunsFromTheSystemsTemporaryFolder() throws Exception {
        assertThat(open("-Djava.io.tmpdir=" + unusable("tmp")))
                .containsExactly("SQLITE from " + directory.resolve("native"));
    }

    @Test
    void removesWhatAKilledProcessLeftBehind() throws Exception {
        Path left = Files.createDirectories(directory.resolve("native")).resolve("left.so");
        Files.writeString(left, "x");

        assertThat(open()).hasSize(1);
        assertThat(left).doesNotExist();
    }

    @Test
    void runsFromTheSystemsTemporaryFolderWhereNothingRunsFromTheDataFolder() throws Exception {
        unusable("native");
        Path tmp = Files.createDirectory(directory.resolve("tmp"));

        assertThat(open("-Djava.io.tmpdir=" + tmp)).last().isEqualTo("SQLITE from " + tmp);
    }

    @Test
    void saysInOneLineWhatToDoWhenItRunsFromNowhere() throws Exception {
        unusable("native");

        assertThat(open("-Djava.io.tmpdir=" + unusable("tmp")))
                .last()
                .asString()
                .startsWith(DatabaseException.NO_NATIVE_LIBRARY)
                .contains("-Dorg.sqlite.tmpdir=FOLDER");
    }

    /** A file where a folder should be. */
    private Path unusable(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "");
    }

    private List<String> open(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of(options));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Opens.class.getName(), directory.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> said = lines.lines().toList();
            process.waitFor();
            return said;
        }
    }
}
