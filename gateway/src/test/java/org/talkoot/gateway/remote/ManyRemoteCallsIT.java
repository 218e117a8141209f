package org.talkoot.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.talkoot.gateway.remote.Workshop.completed;
import static org.talkoot.gateway.remote.Workshop.say;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.testkit.node.LocalNode;

/**
 * Two thousand calls that are away at once, for 3 seconds, or 30 with {@code -Dcalls.full=true}, hold no thread and no
 * connection of the node and next to no memory, and all of them come back.
 */
final class ManyRemoteCallsIT {

    private static final int CALLS = 2_000;
    private static final int CLIENTS = 16;
    private static final Duration HOLD = Duration.ofSeconds(Boolean.getBoolean("calls.full") ? 30 : 3);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What is remembered of one call while it is away is a fraction of that. */
    private static final int MOST_KILOBYTES = 64;

    @TempDir
    Path directory;

    /**
     * What the process holds; virtual threads are in the dump of all threads alone, descriptors are files and sockets.
     */
    private record Held(int platformThreads, long allThreads, long descriptors, long heapMegabytes) {

        static Held now(Path directory) throws IOException {
            System.gc();
            Path dump = directory.resolve("threads-" + System.nanoTime());
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            try (Stream<String> lines = Files.lines(dump)) {
                return new Held(
                        ManagementFactory.getThreadMXBean().getThreadCount(),
                        lines.filter(line -> line.startsWith("#")).count(),
                        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                                .getOpenFileDescriptorCount(),
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
            }
        }
    }

    @Test
    void holdsNothingForCallsThatAreAway() throws IOException {
        OutgoingTap.open();
        try (LocalNode node = LocalNode.start(Workshop.application(), directory, Map.of())) {
            eachOf(IntStream.range(0, 50).boxed().toList(), i -> say(node, "warm-" + i, "patient"));
            await().atMost(PATIENCE).until(() -> OutgoingTap.count("tools.execute.patient") == 50);
            Held before = Held.now(directory);

            eachOf(IntStream.range(0, CALLS).boxed().toList(), i -> say(node, "many-" + i, "patient"));
            await().atMost(PATIENCE).until(() -> OutgoingTap.count("tools.execute.patient") == 50 + CALLS);
            String metric = "talkoot_tool_calls_away{tool=\"patient\"} %.1f".formatted(50.0 + CALLS);
            await().atMost(PATIENCE).until(() -> node.text("/metrics").contains(metric));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .during(HOLD)
                    .until(() -> node.text("/metrics").contains(metric));
            Held away = Held.now(directory);
            System.out.printf("50 calls away: %s%n%d calls away: %s%n", before, 50 + CALLS, away);

            eachOf(
                    OutgoingTap.all("tools.execute.patient"),
                    out -> node.post(
                            "/v1/events", completed("r-" + out.position(), OutgoingTap.payload(out), "ok"), 202));
            await().atMost(PATIENCE).until(() -> answered(node));
            System.out.printf("all back: %s%n", Held.now(directory));
            assertThat(away.allThreads()).isLessThan(before.allThreads() + CALLS / 10);
            assertThat(away.descriptors()).isLessThan(before.descriptors() + CALLS / 10);
            assertThat(away.heapMegabytes()).isLessThan(before.heapMegabytes() + CALLS * MOST_KILOBYTES / 1_024);
            assertThat(OutgoingTap.all("tools.execute.patient").stream()
                            .map(Outgoing::key)
                            .distinct())
                    .hasSize(50 + CALLS);
        } finally {
            OutgoingTap.shut();
        }
    }

    private static boolean answered(LocalNode node) {
        return OutgoingTap.count("agent-results") >= 50 + CALLS;
    }

    private static <T> void eachOf(List<T> all, Consumer<T> what) {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            all.forEach(one -> clients.execute(() -> what.accept(one)));
        }
    }
}
