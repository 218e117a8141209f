package org.talkoot.bridges.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Work that is going on, by what it is: whoever asks for the same waits for the same. Thread-safe. */
public final class SingleFlight<K, V> {

    private final ConcurrentMap<K, CompletableFuture<V>> open = new ConcurrentHashMap<>();

    /** Begins the work, unless it has begun and not ended. {@code begin} must not block. */
    public CompletableFuture<V> of(K key, Supplier<CompletableFuture<V>> begin) {
        CompletableFuture<V> one = open.computeIfAbsent(key, unused -> begin.get());
        return one.whenComplete((done, e) -> open.remove(key, one));
    }
}
