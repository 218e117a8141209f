package org.talkoot.proofs.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.talkoot.proofs.chaos.History.Posted;
import org.talkoot.proofs.crash.Entrance;

/**
 * Conversations at a steady rate, each with a client that repeats a request under the same key, on one node after the
 * other, until its turn has ended. A turn counts from when it was meant to begin, not from when the client got round to
 * it.
 */
final class Load implements AutoCloseable {

    /**
     * A turn.
     *
     * @param meant when it was to begin, as {@link System#nanoTime}
     * @param answered the same
     */
    record Turn(long meant, long answered) {

        Duration took() {
            return Duration.ofNanos(answered - meant);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration WITHOUT_ANSWER = Duration.ofSeconds(4);

    private final Cluster cluster;
    private final List<String> conversations;
    private final Duration every;
    private final Queue<Posted> posted = new ConcurrentLinkedQueue<>();
    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients = new ArrayList<>();
    private volatile boolean ceased;

    private Load(Cluster cluster, List<String> conversations, double turnsPerSecond) {
        this.cluster = cluster;
        this.conversations = conversations;
        this.every = Duration.ofNanos((long) (conversations.size() * 1e9 / turnsPerSecond));
    }

    static Load start(Cluster cluster, List<String> conversations, double turnsPerSecond) {
        Load load = new Load(cluster, conversations, turnsPerSecond);
        long began = System.nanoTime();
        for (int i = 0; i < conversations.size(); i++) {
            String conversation = conversations.get(i);
            long first = began + load.every.toNanos() * i / conversations.size();
            load.clients.add(load.executor.submit(() -> load.talk(conversation, first)));
        }
        return load;
    }

    private void talk(String conversation, long first) {
        Entrance entrance = cluster.entrance();
        long meant = first;
        for (int i = 0; !ceased; i++) {
            while (System.nanoTime() < meant && !ceased) {
                LockSupport.parkNanos(Math.min(
                        meant - System.nanoTime(), Duration.ofMillis(500).toNanos()));
            }
            if (!ceased) {
                turn(entrance, conversation, conversation + "-" + i, meant);
            }
            meant += every.toNanos();
        }
    }

    private void turn(Entrance entrance, String conversation, String text, long meant) {
        boolean acknowledged = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            int status = send(entrance, conversation, text);
            acknowledged |= status == 200 || status == 202;
            if (status == 200) {
                turns.add(new Turn(meant, System.nanoTime()));
                break;
            } else if (status != 202) {
                entrance.failed();
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        posted.add(new Posted(conversation, text, acknowledged));
    }

    /** Returns the status; 0: there was no answer. */
    private static int send(Entrance entrance, String conversation, String text) {
        HttpRequest request = HttpRequest.newBuilder(
                        entrance.uri("/v1/conversations/" + conversation + "/messages?wait=2s"))
                .timeout(WITHOUT_ANSWER)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", text)
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.createObjectNode().put("text", text).toString()))
                .build();
        try {
            return entrance.http()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Begins no turn any more, and waits for those that are open. */
    void cease() throws InterruptedException, ExecutionException {
        ceased = true;
        for (Future<?> client : clients) {
            client.get();
        }
    }

    List<String> conversations() {
        return conversations;
    }

    /** Those of one conversation in the order in which they were posted. */
    List<Posted> posted() {
        return List.copyOf(posted);
    }

    List<Turn> turns() {
        return List.copyOf(turns);
    }

    @Override
    public void close() {
        ceased = true;
        executor.shutdownNow();
    }
}
