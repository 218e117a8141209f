package org.talkoot.testkit.pulsar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The jars of the broker, as the build found them: places in a local repository of Maven. */
final class BrokerJars {

    private static final String LIST = "broker-classpath";

    private BrokerJars() {}

    /** As a class path. */
    static String classPath() {
        Path repository = repository();
        List<Path> jars = list().lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(repository::resolve)
                .toList();
        jars.stream().filter(jar -> !Files.exists(jar)).findFirst().ifPresent(missing -> {
            throw new IllegalStateException(
                    "%s is missing: get the broker with 'mvn dependency:get -Dartifact=org.apache.pulsar:pulsar-broker:4.0.7', or say with -Dmaven.repo.local where it is"
                            .formatted(missing));
        });
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path repository() {
        String said = System.getProperty("maven.repo.local", "");
        return said.isBlank() ? Path.of(System.getProperty("user.home"), ".m2", "repository") : Path.of(said);
    }

    private static String list() {
        try (InputStream in = BrokerJars.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException(LIST + " is missing: it is made when the module is built");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
