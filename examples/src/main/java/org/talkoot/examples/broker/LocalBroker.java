package org.talkoot.examples.broker;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A broker of this machine as a process of its own, which ends when its standard input does: with whoever started it,
 * however that one ends. What it keeps stands in its folder and is there again at the next start.
 */
final class LocalBroker implements AutoCloseable {

    /** The first start of a broker on the JVM takes a while. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration TO_END = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 50;

    /**
     * Runs a command, and ends it when the standard input ends. It is a group of processes of its own, which a key that
     * interrupts at a terminal does not reach: the node is to end first.
     */
    private static final String UNTIL_INPUT_ENDS =
            "trap '' INT; set -m; \"$@\" </dev/null & broker=$!; cat >/dev/null; kill $broker; wait $broker";

    private final Process process;

    private LocalBroker(Process process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it can be reached.
     *
     * @throws IOException when it does not come up; the message says where its log is
     */
    static LocalBroker start(Start how, int port, Path folder) throws IOException, InterruptedException {
        File log = folder.resolve("broker.log").toFile();
        for (List<String> before : how.before()) {
            run(before, how.environment(), log);
        }
        LocalBroker broker = new LocalBroker(
                process(untilInputEnds(how.command()), how.environment(), log).start());
        if (!broker.answers(port)) {
            broker.close();
            throw new IOException("it does not start; its log is " + log);
        }
        return broker;
    }

    private static List<String> untilInputEnds(List<String> command) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", UNTIL_INPUT_ENDS, "sh"));
        all.addAll(command);
        return all;
    }

    private static ProcessBuilder process(List<String> command, Map<String, String> environment, File log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(environment);
        return builder;
    }

    private static void run(List<String> command, Map<String, String> environment, File log)
            throws IOException, InterruptedException {
        Process process = process(command, environment, log).start();
        if (process.waitFor() != 0) {
            throw new IOException("'%s' has failed; see %s".formatted(String.join(" ", command), log));
        }
    }

    private boolean answers(int port) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), POLL_MILLIS);
                return true;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS); // not yet
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
