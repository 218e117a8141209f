package org.talkoot.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.talkoot.gateway.remote.Workshop.completed;
import static org.talkoot.gateway.remote.Workshop.say;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.Outgoing;
import org.talkoot.testkit.node.LocalNode;

/** Two thousand calls that are away at once hold no thread of the node, and all of them come back. */
final class ManyRemoteCallsIT {

    private static final int CALLS = 2_000;
    private static final int CLIENTS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Logger LOGGER = LoggerFactory.getLogger(ManyRemoteCallsIT.class);

    @TempDir
    Path directory;

    private record Held(int platformThreads, long heapMegabytes) {

        static Held now() {
            System.gc();
            return new Held(
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
        }
    }

    @Test
    void holdsNothingForCallsThatAreAway() {
        OutgoingTap.open();
        try (LocalNode node = LocalNode.start(Workshop.application(), directory, Map.of())) {
            eachOf(IntStream.range(0, 50).boxed().toList(), i -> say(node, "warm-" + i, "patient"));
            await().atMost(PATIENCE).until(() -> OutgoingTap.count("tools.execute.patient") == 50);
            Held before = Held.now();

            eachOf(IntStream.range(0, CALLS).boxed().toList(), i -> say(node, "many-" + i, "patient"));
            await().atMost(PATIENCE).until(() -> OutgoingTap.count("tools.execute.patient") == 50 + CALLS);
            Held away = Held.now();
            LOGGER.info("before: {}; {} calls away: {}", before, CALLS, away);

            eachOf(
                    OutgoingTap.all("tools.execute.patient"),
                    out -> node.post(
                            "/v1/events", completed("r-" + out.position(), OutgoingTap.payload(out), "ok"), 202));
            await().atMost(PATIENCE).until(() -> answered(node));
            LOGGER.info("all back: {}", Held.now());
            assertThat(away.platformThreads()).isLessThan(before.platformThreads() + CLIENTS + 32);
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

    private static <T> void eachOf(List<T> all, java.util.function.Consumer<T> what) {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            all.forEach(one -> clients.execute(() -> what.accept(one)));
        }
    }
}
