package org.talkoot.bridges.pulsar;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * When each delivery may be acknowledged: when the intake has it and all before it of the same key. What is not
 * acknowledged comes again in order, so a crash never shows a later one without the one before. Those of other keys
 * wait for nobody. Called by one thread.
 */
final class AcksOfKeys {

    private final ConcurrentMap<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /**
     * The next of this key.
     *
     * @param key null: no order is asked for
     * @return completes when it may be acknowledged; fails when it or one before it fails
     */
    CompletableFuture<Void> after(@Nullable String key, CompletableFuture<?> taken) {
        CompletableFuture<Void> done = taken.thenRun(() -> {});
        if (key == null) {
            return done;
        }
        CompletableFuture<Void> before = last.get(key);
        CompletableFuture<Void> both = before == null ? done : before.thenCompose(ok -> done);
        last.put(key, both);
        var unused = both.whenComplete((ok, failure) -> last.remove(key, both));
        return both;
    }

    /** Keys of which something waits. */
    int open() {
        return last.size();
    }
}
