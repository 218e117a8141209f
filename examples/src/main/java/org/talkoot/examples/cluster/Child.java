package org.talkoot.examples.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process like this one, with the same class path and options, whose output goes to a file. The key that interrupts
 * this one at a terminal does not reach it: it is told when it is its turn to end.
 */
final class Child {

    private final Process process;
    private final Thread reader;

    private Child(Process process, Thread reader) {
        this.process = process;
        this.reader = reader;
    }

    /** @param heard is told each line that it prints; on a thread of its own */
    static Child start(
            Class<?> main, List<String> args, Map<String, String> environment, Path log, Consumer<String> heard)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        Thread reader = Thread.ofVirtual().start(() -> read(process, log, heard));
        return new Child(process, reader);
    }

    private static void read(Process process, Path log, Consumer<String> heard) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter file = new PrintWriter(
                        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND), true)) {
            String line = lines.readLine();
            while (line != null) {
                file.println(line);
                heard.accept(line);
                line = lines.readLine();
            }
        } catch (IOException e) {
            heard.accept("its output can no longer be read: " + e.getMessage());
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end, and until all that it has said was heard. */
    int awaitEnd() throws InterruptedException {
        int code = process.waitFor();
        reader.join();
        return code;
    }

    /** Asks it to end. */
    void terminate() {
        process.destroy();
    }

    /** Tells it that nothing more comes. */
    void closeInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits, and ends it by force when it takes too long. */
    void awaitEnd(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
