package org.talkoot.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That it builds and answers is shown by OwnProjectIT. */
final class NewProjectTest {

    @TempDir
    private Path directory;

    @Test
    void makesAnAgentItsTestAndWhatBuildsThem() throws IOException {
        Path folder = make("claims-desk", "--package", "org.acme.desk");

        assertThat(files(folder))
                .containsExactly(
                        ".dockerignore",
                        ".github/workflows/build.yml",
                        ".gitignore",
                        "Dockerfile",
                        "README.md",
                        "evals/claims-desk.yaml",
                        "pom.xml",
                        "src/main/java/org/acme/desk/ClaimsDesk.java",
                        "src/main/resources/application.conf",
                        "src/test/java/org/acme/desk/ClaimsDeskEvalTest.java",
                        "src/test/java/org/acme/desk/ClaimsDeskTest.java");
        assertThat(folder.resolve("src/main/java/org/acme/desk/ClaimsDesk.java"))
                .content()
                .startsWith("package org.acme.desk;")
                .contains("public final class ClaimsDesk {", "\"claims-desk\"");
    }

    @Test
    void leavesNoPlaceholder() throws IOException {
        Path folder = make("claims-desk");

        for (String file : files(folder)) {
            assertThat(folder.resolve(file)).content().doesNotContainPattern("@[a-z]+@");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Desk", "9lives", "claims desk", "claims_desk", "-x", "x-", "../x", "a/b", "conversation", "é"})
    void refusesWhatCannotNameAnAgentAndAFolder(String name) {
        assertThatThrownBy(() -> make(name)).isInstanceOf(NewProject.Refused.class);
        assertThat(directory).isEmptyDirectory();
    }

    /** Of the JDK; of what the agent and its test import; of what is nested in the agent. */
    @ParameterizedTest
    @ValueSource(strings = {"string", "scenario", "times", "agent-definition", "eval-command"})
    void refusesANameWhoseClassIsThereAlready(String name) {
        assertThatThrownBy(() -> make(name)).hasMessageContaining("there is one already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.class", "com..x", "com/x", "Com.Example", ""})
    void refusesWhatIsNoPackage(String inPackage) {
        assertThatThrownBy(() -> make("desk", "--package=" + inPackage))
                .hasMessageContaining("no name of a Java package");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void touchesNoFolderThatExists() throws IOException {
        Path mine = Files.writeString(
                Files.createDirectory(directory.resolve("desk")).resolve("pom.xml"), "mine");

        assertThatThrownBy(() -> make("desk")).hasMessageContaining("desk exists already");
        assertThat(files(directory)).containsExactly("desk/pom.xml");
        assertThat(mine).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource({
        "--prot x, there is no option '--prot'; there are --package and --dir",
        "a b, one NAME is enough; 'b' is another",
        "a --package, --package needs a value",
        "--package org.acme, NAME is missing: new NAME [--package P] [--dir D]"
    })
    void saysWhatIsWrongWithACommand(String command, String why) {
        assertThatThrownBy(() -> NewProject.make(("--talkoot 1 " + command).split(" ")))
                .hasMessage(why);
    }

    private Path make(String name, String... options) throws IOException {
        return NewProject.make(Stream.concat(
                        Stream.of(
                                name,
                                "--talkoot",
                                "1",
                                "--dir",
                                directory.resolve("desk").toString()),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
