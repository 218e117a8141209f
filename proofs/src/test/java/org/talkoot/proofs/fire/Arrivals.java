package org.talkoot.proofs.fire;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.talkoot.proofs.foreign.Seen;

/** What a stranger's reader sees, and when it saw some of it first. For any thread. */
final class Arrivals implements Consumer<byte[]> {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String type;
    private final String pointer;
    private final LongAdder all = new LongAdder();
    private final Map<String, Instant> first = new ConcurrentHashMap<>();
    private volatile Instant last = Instant.MIN;

    /**
     * @param type of the events that are told apart
     * @param pointer to what tells one from another
     */
    Arrivals(String type, String pointer) {
        this.type = type;
        this.pointer = pointer;
    }

    @Override
    public void accept(byte[] body) {
        Instant now = Instant.now();
        JsonNode event = Seen.json(body);
        all.increment();
        if (event.get("event_type").asText().equals(type)) {
            first.putIfAbsent(event.at(pointer).asText(), now);
        }
        last = now;
    }

    /** Waits for so many different ones. */
    void await(int different) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> first.size() >= different);
    }

    /** All of any type, repeats included. */
    long all() {
        return all.sum();
    }

    Instant last() {
        return last;
    }

    Map<String, Instant> first() {
        return first;
    }
}
