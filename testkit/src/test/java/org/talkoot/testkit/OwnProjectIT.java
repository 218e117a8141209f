package org.talkoot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.testkit.OwnProject.Finished;

/**
 * What a new user does: a project by {@code ./talkoot new}, built from what this build publishes, tested and started.
 * And what docs/your-own-project.md shows is such a project.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class OwnProjectIT {

    private static final Path PAGE = Path.of(System.getProperty("docs"), "your-own-project.md");
    private static final String QUESTION = "{\"text\": \"What time is it in Europe/Helsinki?\"}";
    private static final String KAFKA =
            "<dependency><groupId>org.talkoot</groupId><artifactId>talkoot-kafka</artifactId></dependency>";
    private static final String OURS = "-" + System.getProperty("talkoot.version") + ".jar";
    private static final Pattern READY = Pattern.compile("Talkoot is ready at (http://\\S+)");

    @TempDir
    static Path directory;

    private static OwnProject project;

    @BeforeAll
    static void write() throws IOException {
        project = OwnProject.made(directory, "claims-desk", "--package", "org.acme.desk");
    }

    @Test
    @Order(0)
    void isWhatThePageShows() throws IOException {
        Map<String, String> shown = OwnProject.shownOn(Files.readString(PAGE));
        OwnProject greeter = OwnProject.made(directory, "greeter");

        assertThat(shown)
                .hasSize(3)
                .allSatisfy((file, content) ->
                        assertThat(greeter.read(file)).as(file).isEqualTo(content));
    }

    @Test
    @Order(1)
    void isBuiltAndTestedByMaven() throws IOException, InterruptedException {
        Finished build = project.maven("package");

        assertThat(build.said()).contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");
        assertThat(build.code()).isZero();
    }

    /** The poms that are published lead to the jars that this build was tested with, and to no others. */
    @Test
    @Order(2)
    void hasOnItsClassPathWhatThisBuildHas() throws IOException {
        Set<String> here = Stream.of(
                        System.getProperty("surefire.test.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .collect(Collectors.toSet());

        try (Stream<Path> jars = Files.list(project.directory().resolve("target/lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()).filter(jar -> !jar.contains(OURS)))
                    .isNotEmpty()
                    .allSatisfy(jar -> assertThat(here).contains(jar));
        }
    }

    @Test
    @Order(3)
    void answersOverHttpAndWritesNothingThatNobodyAskedFor() throws IOException, InterruptedException {
        Path errors = project.directory().resolve("errors.txt");
        Process node = project.start(errors, "-jar", "target/claims-desk.jar", "--port", "0", "--data", "data");
        try (BufferedReader out = node.inputReader()) {
            String announcement = out.readLine();

            assertThat(answer(address(announcement))).containsPattern("\"answer\":\\{\"text\":\"[^\"]*\\d\\d:\\d\\d");
        } finally {
            node.destroy();
            node.waitFor();
        }

        assertThat(Files.readString(errors).lines())
                .filteredOn(line -> !line.startsWith("WARNING: "))
                .isEmpty();
    }

    @Test
    @Order(4)
    void saysInOneLineWhatIsWrongWithAStart() throws IOException, InterruptedException {
        Finished start = project.java("-Dtalkoot.http.prot=1", "-jar", "target/claims-desk.jar", "--port", "0");

        assertThat(start)
                .isEqualTo(new Finished(
                        2,
                        "talkoot: there is no setting 'talkoot.http.prot' (system"
                                + " properties); did you mean 'talkoot.http.port'?\n"));
    }

    @Test
    @Order(5)
    void saysWhatToAddWhenItIsToldOfABrokerThatItHasNoBridgeTo() throws IOException, InterruptedException {
        Finished start = project.java(
                "-Dtalkoot.kafka.bootstrap-servers=kafka:9092", "-jar", "target/claims-desk.jar", "--port", "0");

        assertThat(start)
                .isEqualTo(new Finished(
                        2,
                        "talkoot: talkoot.kafka (system properties) is set, but the bridge to kafka is not on the class"
                                + " path; add org.talkoot:talkoot-kafka\n"));
    }

    @Test
    @Order(6)
    void mayImportTheBomInsteadOfNamingVersionsAndAddABridge() throws IOException, InterruptedException {
        String block = Files.readString(PAGE).split("<dependencyManagement>", 2)[1];
        String bom = block.substring(0, block.indexOf("</dependencyManagement>"));
        String pom = project.read("pom.xml")
                .replaceAll("(<artifactId>talkoot-\\w+</artifactId>)\\s*<version>.*</version>", "$1")
                .replaceFirst("<dependencies>", "<dependencies>" + KAFKA)
                .replace("</properties>", "</properties><dependencyManagement>" + bom + "</dependencyManagement>");
        Files.writeString(project.directory().resolve("with-bom.xml"), pom);

        Finished build = project.maven("-f", "with-bom.xml", "test-compile");

        assertThat(build.code()).as(build.said()).isZero();
    }

    private static String address(String announcement) {
        Matcher ready = READY.matcher(announcement);
        assertThat(ready.find()).as(announcement).isTrue();
        return ready.group(1);
    }

    private static String answer(String address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/conversations/c1/messages?wait=30s"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        }
    }
}
