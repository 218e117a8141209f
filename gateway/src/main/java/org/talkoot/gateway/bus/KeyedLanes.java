package org.talkoot.gateway.bus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Work that may block, in order for each key and at once for different keys, on virtual threads.
 * Bounded by its callers, who each wait for what they have given. For any thread.
 */
final class KeyedLanes implements AutoCloseable {

    private final ConcurrentMap<String, CompletableFuture<?>> tails = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Does {@code work} after everything that was given before under the same key. */
    <T> CompletableFuture<T> submit(String key, Supplier<T> work) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<?> before = tails.put(key, mine);
        if (before == null) {
            threads.execute(() -> complete(mine, work));
        } else {
            CompletableFuture<Void> unused =
                    before.handle((done, e) -> done)
                            .thenRunAsync(() -> complete(mine, work), threads);
        }
        return mine.whenComplete((done, e) -> tails.remove(key, mine));
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        try {
            result.complete(work.get());
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** Does something beside the lanes. */
    void execute(Runnable work) {
        threads.execute(work);
    }

    /** Interrupts what is going on; its callers hear of a failure. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
