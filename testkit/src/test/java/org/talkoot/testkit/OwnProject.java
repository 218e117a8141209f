package org.talkoot.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.talkoot.node.NewProject;

/**
 * A Maven project that is none of ours: made as by {@code ./talkoot new}, built by a real Maven in a process of its
 * own, with an empty local repository.
 *
 * <p>Its repositories, in this order: the one in which this build has put what it would publish; the local repository
 * of this build, read as if it were a remote one, so that nothing is downloaded twice and nothing of ours is ever
 * written there; Maven Central.
 */
record OwnProject(Path directory) {

    private static final Path STAGING = Path.of(System.getProperty("staging"));
    private static final Path OUTER = Path.of(System.getProperty("outer.repository"));
    private static final String MAVEN = System.getProperty("maven.executable");
    private static final String VERSION = System.getProperty("talkoot.version");
    private static final long PATIENCE_SECONDS = 240;

    /** A line with the name of a file, then its content as a block of code. */
    private static final Pattern FILE =
            Pattern.compile("^`([\\w./-]+)`\\n\\n```\\w+\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** What {@code ./talkoot new} makes. */
    static OwnProject made(Path directory, String name, String... options) throws IOException {
        String[] command = join(
                new String[] {
                    name, "--talkoot", VERSION, "--dir", directory.resolve(name).toString()
                },
                options);
        Path folder = NewProject.make(command);
        Files.writeString(folder.resolve("settings.xml"), settings());
        return new OwnProject(folder);
    }

    /** The files that a page shows, each with its content. */
    static Map<String, String> shownOn(String page) {
        Map<String, String> files = new TreeMap<>();
        for (Matcher found = FILE.matcher(page); found.find(); ) {
            files.put(found.group(1), found.group(2));
        }
        return files;
    }

    /** Runs Maven to its end. */
    Finished maven(String... goals) throws IOException, InterruptedException {
        String[] command = {MAVEN, "-B", "-ntp", "-gs", "settings.xml", "-Dmaven.repo.local=repository"};
        return run(join(command, goals));
    }

    Finished java(String... arguments) throws IOException, InterruptedException {
        return run(join(new String[] {javaExecutable()}, arguments));
    }

    /** Starts a JVM and gives it back. */
    Process start(Path errors, String... arguments) throws IOException {
        return process(join(new String[] {javaExecutable()}, arguments))
                .redirectError(errors.toFile())
                .start();
    }

    /** What a process has said, and the code with which it ended. */
    record Finished(int code, String said) {}

    private Finished run(String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(directory, "said", ".txt");
        Process process = process(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("took too long: " + Files.readString(log));
        }
        return new Finished(process.exitValue(), Files.readString(log));
    }

    private ProcessBuilder process(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        // The options of the outer Maven are not for the inner one.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    private static String javaExecutable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String[] join(String[] first, String[] second) {
        String[] all = new String[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static String settings() {
        return """
        <settings>
          <profiles>
            <profile>
              <id>this-build</id>
              <repositories>%1$s%2$s</repositories>
              <pluginRepositories>%3$s</pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>this-build</activeProfile></activeProfiles>
        </settings>
        """.formatted(
                        repository("repository", "staging", STAGING, true),
                        repository("repository", "outer", OUTER, false),
                        repository("pluginRepository", "outer", OUTER, false));
    }

    private static String repository(String element, String id, Path path, boolean snapshots) {
        return """
        <%1$s><id>%2$s</id><url>%3$s</url>
          <releases><enabled>%4$s</enabled><checksumPolicy>ignore</checksumPolicy></releases>
          <snapshots><enabled>%5$s</enabled></snapshots></%1$s>
        """.formatted(element, id, path.toUri(), !snapshots, snapshots);
    }

    /** The whole text of a file of the project. */
    String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
