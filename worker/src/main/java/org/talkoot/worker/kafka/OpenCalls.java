package org.talkoot.worker.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * What of one partition was taken and is not committed. Kafka knows one number for each partition, so an offset can be
 * committed when all before it are done. For any thread.
 */
final class OpenCalls {

    /** Taken, in order; true: done. */
    private final NavigableMap<Long, Boolean> taken = new TreeMap<>();

    private final Map<Long, CompletableFuture<Boolean>> waiting = new HashMap<>();
    private boolean forgotten;

    synchronized void begin(long offset) {
        taken.put(offset, false);
    }

    /** Completes when the offset is committed: false, when it is not this worker's any more. */
    synchronized CompletableFuture<Boolean> committed(long offset) {
        return forgotten
                ? CompletableFuture.completedFuture(false)
                : waiting.computeIfAbsent(offset, key -> new CompletableFuture<>());
    }

    /** It is done: what to commit now, if anything. */
    synchronized OptionalLong done(long offset) {
        if (forgotten) {
            return OptionalLong.empty();
        }
        taken.computeIfPresent(offset, (key, before) -> true);
        OptionalLong next = OptionalLong.empty();
        while (!taken.isEmpty() && taken.firstEntry().getValue()) {
            next = OptionalLong.of(taken.pollFirstEntry().getKey() + 1);
        }
        return next;
    }

    /** Everything before that is committed. */
    synchronized void isCommitted(long next) {
        waiting.entrySet()
                .removeIf(entry -> entry.getKey() < next && entry.getValue().complete(true));
    }

    /** The partition is another worker's, or may be. */
    synchronized void forget() {
        forgotten = true;
        waiting.values().forEach(future -> future.complete(false));
        waiting.clear();
        taken.clear();
    }
}
