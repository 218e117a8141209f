package org.talkoot.bridges.async;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.core.bus.BusException;

/**
 * Work that may block, in order for each key and at once for different keys, on virtual threads.
 *
 * <p>Bounded by its callers, who each wait for what they have given. Whoever stops to wait cancels the future it got,
 * or completes it in another way: then the work is not begun, or interrupted where it is, and takes no room. Every
 * future completes, whatever the work throws, and when this is closed. For any thread.
 */
public final class KeyedExecutor implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(KeyedExecutor.class);

    /** Under each key the work that is going on, and behind it what waits. */
    private final Map<String, Deque<Job<?>>> queues = new HashMap<>();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Does {@code work} after everything that was given before under the same key. */
    public <T> CompletableFuture<T> submit(String key, Supplier<T> work) {
        Job<T> job = new Job<>(key, work);
        if (isFirst(job)) {
            beginFrom(job);
        }
        CompletableFuture<T> unused = job.result.whenComplete((done, e) -> abandon(job));
        return job.result;
    }

    private synchronized boolean isFirst(Job<?> job) {
        Deque<Job<?>> queue = queues.computeIfAbsent(job.key, key -> new ArrayDeque<>(2));
        queue.add(job);
        return queue.size() == 1;
    }

    /** Begins this, or if that is no use, the next that waits behind it. */
    private void beginFrom(@Nullable Job<?> first) {
        Job<?> next = first;
        while (next != null && !begins(next)) {
            next = after(next);
        }
    }

    private boolean begins(Job<?> job) {
        try {
            threads.execute(() -> run(job));
            return true;
        } catch (RejectedExecutionException e) {
            job.result.completeExceptionally(new BusException("the node is stopping", e));
            return false;
        }
    }

    private void run(Job<?> job) {
        try {
            job.work();
        } finally {
            beginFrom(after(job));
        }
    }

    private synchronized @Nullable Job<?> after(Job<?> ended) {
        Deque<Job<?>> queue = queues.getOrDefault(ended.key, new ArrayDeque<>());
        queue.remove(ended);
        if (queue.isEmpty()) {
            queues.remove(ended.key);
        }
        return queue.peek();
    }

    /** What waits goes; what is going on stays at the head of its queue until it has ended. */
    private void abandon(Job<?> job) {
        if (!isGone(job)) {
            job.interrupt();
        }
    }

    private synchronized boolean isGone(Job<?> job) {
        Deque<Job<?>> queue = queues.get(job.key);
        return queue == null || (queue.peek() != job && queue.remove(job));
    }

    /** Does something beside all that. Nobody waits for it, so what it throws is logged. */
    public void execute(Runnable work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOGGER.atLevel(threads.isShutdown() ? Level.DEBUG : Level.ERROR)
                        .setCause(e)
                        .log("work in the background has failed");
            }
        });
    }

    /** Interrupts what is going on; whoever waits for that, or for more, hears of a failure. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Something to do, and the future of whoever waits for it. */
    private static final class Job<T> {

        private final String key;
        private final Supplier<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private volatile @Nullable Thread thread;

        Job(String key, Supplier<T> work) {
            this.key = key;
            this.work = work;
        }

        /** An error is for whoever waits, as an exception is: nobody else would hear of it. */
        void work() {
            thread = Thread.currentThread();
            try {
                if (!result.isDone()) {
                    T done = work.get();
                    thread = null;
                    result.complete(done);
                }
            } catch (Throwable e) {
                thread = null;
                result.completeExceptionally(e);
            }
        }

        /** Whoever waits is gone: the thread, which this job has for itself, is to end. */
        void interrupt() {
            Thread working = thread;
            if (working != null) {
                working.interrupt();
            }
        }
    }
}
