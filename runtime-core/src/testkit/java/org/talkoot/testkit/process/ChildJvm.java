package org.talkoot.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A JVM in a process of its own, with the classes of this one. What it says is appended to a file. */
public final class ChildJvm {

    private static final int LAST_LINES = 60;

    private final Process process;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    public static Program of(Class<?> main, String... arguments) {
        return new Program(main, List.of(arguments), List.of(), Map.of(), List.of(), SharedClasses.none());
    }

    /** What is to run, small and quick to start. */
    public record Program(
            Class<?> main,
            List<String> arguments,
            List<String> options,
            Map<String, String> environment,
            List<String> starter,
            SharedClasses classes) {

        /** Options of the JVM, its heap among them. */
        public Program with(String... more) {
            return new Program(main, arguments, List.of(more), environment, starter, classes);
        }

        public Program in(Map<String, String> variables) {
            return new Program(main, arguments, options, variables, starter, classes);
        }

        /** By a command that becomes what it starts, such as {@code ip netns exec NAME}. */
        public Program startedBy(List<String> command) {
            return new Program(main, arguments, options, environment, command, classes);
        }

        /** With classes that others of its kind have read. */
        public Program sharing(SharedClasses shared) {
            return new Program(main, arguments, options, environment, starter, shared);
        }

        public ChildJvm start(Path log) throws IOException {
            List<String> command = new ArrayList<>(starter);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
            command.addAll(classes.options());
            command.addAll(options);
            command.addAll(List.of("-cp", classes.classPath(), main.getName()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new ChildJvm(builder.start(), log);
        }
    }

    public Process process() {
        return process;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: the process gets no chance to do anything. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Fails at once, with the end of the log, when the process ends instead. */
    public void awaitThat(Duration atMost, Callable<Boolean> holds) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() ->
                        assertThat(isAlive()).as("alive; its log:%n%s", log()).isTrue())
                .until(holds);
    }

    /** The end of what it said. */
    public String log() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }
}
