package org.talkoot.proofs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page in the documentation says what each reference.conf says. */
final class ConfigurationPageTest {

    private static final Path HOME = Path.of("..");
    private static final Path PAGE = HOME.resolve("docs/configuration.md");
    private static final String REGENERATE = "talkoot.regenerate";

    private static final String BEGIN = """
            # Configuration

            All settings, with what holds when nothing is said. They stand in `application.conf` of an application, in the file that `-Dconfig.file=` names, or in system properties
            (`-Dtalkoot.http.port=8081`); the variable of the environment, where there is one, holds when none of these says it. A setting that there is not stops the start, which says the nearest one that there is.
            Times are written `10 seconds`, sizes `1 MiB`. A group of entries with names of your own, such as topics, takes for each entry what the group `...-defaults` beside it says.

            This page is generated from the `reference.conf` of each module.
            """;

    /** Chapters, each from the module at a path. */
    private static final Map<String, String> CHAPTERS = chapters();

    private static Map<String, String> chapters() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Node and HTTP", "gateway");
        all.put("Agents, models and tools", "agents");
        all.put("Database", "persistence");
        all.put("Cluster", "cluster-config");
        all.put("Events in and out, whatever the broker", "bridges");
        all.put("Kafka", "bridges/kafka");
        all.put("NATS", "bridges/nats");
        all.put("RabbitMQ", "bridges/rabbitmq");
        all.put("Redis", "bridges/redis");
        all.put("Pulsar", "bridges/pulsar");
        return all;
    }

    @Test
    void thePageShowsAllSettings() throws IOException {
        String expected = CHAPTERS.entrySet().stream()
                .map(chapter -> chapter(chapter.getKey(), file(chapter.getValue())))
                .collect(Collectors.joining("", BEGIN, ""));
        if (Boolean.getBoolean(REGENERATE)) {
            Files.writeString(PAGE, expected);
        }

        assertThat(PAGE)
                .as("generated: run this test with -D%s=true and look at the difference", REGENERATE)
                .hasContent(expected);
    }

    @Test
    void noModuleIsLeftOut() throws IOException {
        try (var files = Files.find(HOME, 6, (file, its) -> file.endsWith("src/main/resources/reference.conf"))) {
            assertThat(files.map(Path::normalize))
                    .containsExactlyInAnyOrderElementsOf(CHAPTERS.values().stream()
                            .map(module -> file(module).normalize())
                            .toList());
        }
    }

    private static Path file(String module) {
        return HOME.resolve(module).resolve("src/main/resources/reference.conf");
    }

    private static String chapter(String title, Path file) {
        return SettingsOfModule.in(file).stream()
                .map(ConfigurationPageTest::row)
                .collect(Collectors.joining(
                        "", "\n## " + title + "\n\n| setting | default | variable | what |\n|---|---|---|---|\n", ""));
    }

    private static String row(SettingsOfModule.Setting setting) {
        return "| `%s` | %s | %s | %s |%n"
                .formatted(
                        setting.path(), code(setting.standard()), code(setting.variable()), escaped(setting.comment()));
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + escaped(text) + "`";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
