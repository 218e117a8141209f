package org.talkoot.proofs.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
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
    private final Optional<String> agent;
    private final List<String> conversations;
    private final Duration every;
    private final Queue<Posted> posted = new ConcurrentLinkedQueue<>();
    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
    private final Map<Integer, LongAdder> refused = new ConcurrentSkipListMap<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients = new ArrayList<>();
    private volatile boolean ceased;

    private Load(Cluster cluster, Optional<String> agent, List<String> conversations, double turnsPerSecond) {
        this.cluster = cluster;
        this.agent = agent;
        this.conversations = conversations;
        this.every = Duration.ofNanos((long) (conversations.size() * 1e9 / turnsPerSecond));
    }

    static Load start(Cluster cluster, List<String> conversations, double turnsPerSecond) {
        return start(cluster, Optional.empty(), conversations, turnsPerSecond);
    }

    /** @param agent for whom all is; empty: for the first of each node */
    static Load start(Cluster cluster, Optional<String> agent, List<String> conversations, double turnsPerSecond) {
        Load load = new Load(cluster, agent, conversations, turnsPerSecond);
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
                refused.computeIfAbsent(status, one -> new LongAdder()).increment();
                entrance.failed();
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        posted.add(new Posted(conversation, text, acknowledged));
    }

    /** Returns the status; 0: there was no answer. */
    private int send(Entrance entrance, String conversation, String text) {
        HttpRequest request = HttpRequest.newBuilder(
                        entrance.uri("/v1/conversations/" + conversation + "/messages?wait=2s"))
                .timeout(WITHOUT_ANSWER)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", text)
                .POST(HttpRequest.BodyPublishers.ofString(body(text)))
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

    private String body(String text) {
        ObjectNode body = JSON.createObjectNode().put("text", text);
        agent.ifPresent(name -> body.put("agent", name));
        return body.toString();
    }

    /** How often which status was the answer to a request that was then repeated; 0: there was none. */
    Map<Integer, Long> refused() {
        Map<Integer, Long> counts = new TreeMap<>();
        refused.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
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
