package org.talkoot.proofs.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of Talkoot, under fire: 200 conversations at once over HTTP, the node killed with SIGKILL at 25 random
 * moments. Afterwards every acknowledged message has exactly one answer, in order; no {@code AT_MOST_ONCE} tool ran
 * twice for one call; no {@code IDEMPOTENT} tool saw two keys for one call; and the event streams that were read all
 * along have no gap and no repeat.
 */
@Tag("heavy")
abstract class CrashProofSuite {

    private static final int CONVERSATIONS = 200;

    /** Three for every build; {@code -Dcrash.kills=25} for the whole proof. */
    private static final int KILLS = Integer.getInteger("crash.kills", 3);

    private static final int STREAMS = 10;

    @TempDir
    Path directory;

    /** What the node is told about its database. */
    abstract Map<String, String> environment();

    @Test
    void nothingAcknowledgedIsLostAndNothingIsDoneTwice() throws Exception {
        try (NodeProcess node = new NodeProcess(directory, environment());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            node.awaitReady();
            Fire fire = new Fire(node);
            List<EventStream> streams = streams(node);
            List<Future<List<String>>> posting = new ArrayList<>();
            for (int i = 0; i < CONVERSATIONS; i++) {
                String conversation = "c" + i;
                posting.add(executor.submit(() -> fire.postUntilCeased(conversation)));
            }
            try {
                fire.killRepeatedly();
            } catch (Throwable failed) {
                executor.shutdownNow(); // or all would go on for ever, and the failure be told to nobody
                throw failed;
            }
            List<List<String>> posted = new ArrayList<>();
            for (Future<List<String>> each : posting) {
                posted.add(each.get());
            }
            Client client = new Client(node);
            for (int i = 0; i < CONVERSATIONS; i++) {
                assertEachIsAnsweredOnceInOrder(client, "c" + i, posted.get(i));
            }
            assertToolsRanAsDeclared();
            for (int i = 0; i < STREAMS; i++) {
                assertStreamIsComplete(client, "c" + i, streams.get(i));
                streams.get(i).close();
            }
            report(posted);
            assertThat(node.stop()).as("time to stop").isLessThan(Duration.ofSeconds(10));
        }
    }

    private static List<EventStream> streams(NodeProcess node) {
        return IntStream.range(0, STREAMS)
                .mapToObj(i -> new EventStream(node, "c" + i))
                .toList();
    }

    private void report(List<List<String>> posted) throws IOException {
        System.out.printf(
                "crash proof: %d kills, %d conversations, %d messages acknowledged and answered"
                        + " once, %d tool invocations%n",
                KILLS,
                CONVERSATIONS,
                posted.stream().mapToInt(List::size).sum(),
                new CallLog(directory).read().size());
    }

    private static void assertEachIsAnsweredOnceInOrder(Client client, String conversation, List<String> posted)
            throws Exception {
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> said(client.messages(conversation), "assistant").size(),
                        answers -> answers >= posted.size());
        assertThat(said(client.messages(conversation), "assistant"))
                .as("answers in %s", conversation)
                .containsExactlyElementsOf(
                        posted.stream().map(text -> "done: " + text).toList());
        assertThat(said(client.messages(conversation), "user"))
                .as("messages in %s", conversation)
                .containsExactlyElementsOf(posted);
    }

    private static List<String> said(List<JsonNode> messages, String role) {
        return messages.stream()
                .filter(message -> message.get("role").asText().equals(role))
                .map(message -> message.get("text").asText())
                .toList();
    }

    private void assertToolsRanAsDeclared() throws IOException {
        List<CallLog.Entry> calls = new CallLog(directory).read();
        assertThat(calls.stream()
                        .filter(call -> call.tool().equals("pay"))
                        .collect(Collectors.groupingBy(CallLog.Entry::subject, Collectors.counting())))
                .as("invocations of the AT_MOST_ONCE tool for each message")
                .allSatisfy((subject, count) -> assertThat(count).isEqualTo(1));
        assertThat(calls.stream()
                        .filter(call -> call.tool().equals("note"))
                        .collect(Collectors.groupingBy(
                                CallLog.Entry::subject, Collectors.mapping(CallLog.Entry::key, Collectors.toSet()))))
                .as("keys of the IDEMPOTENT tool for each message")
                .allSatisfy((subject, keys) -> assertThat(keys).hasSize(1));
    }

    private static void assertStreamIsComplete(Client client, String conversation, EventStream stream)
            throws Exception {
        List<Long> journalled = client.events(conversation).stream()
                .map(event -> event.get("sequence").asLong())
                .toList();
        await().atMost(Duration.ofMinutes(1)).until(() -> stream.sequences().size() >= journalled.size());
        assertThat(stream.sequences()).as("stream of %s", conversation).isEqualTo(journalled);
    }

    /** The kills, and the clients that go on all the while. */
    private static final class Fire {

        private final NodeProcess node;
        private volatile boolean ceased;

        Fire(NodeProcess node) {
            this.node = node;
        }

        /** Chance is the point here: the kill comes when it comes. */
        private static void pause(int from, int to) {
            LockSupport.parkNanos(Duration.ofMillis(ThreadLocalRandom.current().nextInt(from, to))
                    .toNanos());
        }

        /** A node lives for about as long as it took to start, or a slow machine would do nothing but start it. */
        void killRepeatedly() throws IOException, InterruptedException {
            int longest = 1_500;
            for (int i = 0; i < KILLS; i++) {
                pause(30, longest);
                node.kill();
                long began = System.nanoTime();
                node.restart();
                if (i % 5 != 0) { // sometimes it is killed while it starts
                    node.awaitReady();
                    long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
                    longest = Math.max(1_500, (int) took);
                }
            }
            node.awaitReady();
            ceased = true;
        }

        List<String> postUntilCeased(String conversation) throws InterruptedException {
            Client client = new Client(node);
            List<String> posted = new ArrayList<>();
            while (!ceased) {
                String text = conversation + "-" + posted.size();
                client.post(conversation, text, text);
                posted.add(text);
                pause(0, 500);
            }
            return posted;
        }
    }
}
