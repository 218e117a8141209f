package org.talkoot.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BenchNode} in a process beside this one, with the same Java and the same options, so that what it costs is
 * apart from what its clients cost. Ends with this process, however that one ends.
 */
public final class NodeProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 300;
    private static final String ENDED = "it has ended";

    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>(); // bound: one answer for each question
    private final long began;
    private @Nullable URI address;
    private double startMillis;

    private NodeProcess(Process process, long began) {
        this.process = process;
        this.began = began;
    }

    /** Starts it and does not wait for it; all calls but {@link #close} wait until it is ready. */
    public static NodeProcess start(Store store, Map<String, ?> settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), NodeMain.class.getName(), store.jdbcUrl()));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        try {
            long began = System.nanoTime();
            NodeProcess node = new NodeProcess(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start(),
                    began);
            Thread.ofVirtual().start(node::listen);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(NodeMain.MARK)) {
                    said.add(line.substring(NodeMain.MARK.length()));
                } else {
                    System.err.println(line);
                }
            }
        } catch (IOException e) {
            System.err.println("cannot hear the node: " + e.getMessage());
        }
        said.add(ENDED);
    }

    /** Where it takes requests. */
    public URI address() {
        URI known = address;
        if (known == null) {
            known = URI.create(answer());
            startMillis = (System.nanoTime() - began) / 1e6;
            address = known;
        }
        return known;
    }

    /** From the start of the process until it took requests; as exact as {@link #address} was asked for early. */
    public double startMillis() {
        address();
        return startMillis;
    }

    /** CPU that it has used so far, its start included. */
    public long cpuNanos() {
        return ProcessCosts.treeCpuNanos(process.pid());
    }

    /** Its heap in use after a full collection, in bytes. */
    public long heapAfterCollection() {
        return ask("heap");
    }

    /** Its resident memory in bytes. */
    public long residentBytes() {
        return ask("rss");
    }

    private long ask(String question) {
        address();
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(question)
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Long.parseLong(answer());
    }

    private String answer() {
        try {
            String answer = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null || answer.equals(ENDED)) {
                throw new IllegalStateException("the node does not answer: " + process.info());
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it has ended in good order. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
