package org.talkoot.agents.tool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.talkoot.core.TenantId;
import org.talkoot.core.attachment.AttachmentStore;
import org.talkoot.core.attachment.Attachments;
import org.talkoot.core.model.Deltas;

/**
 * The virtual threads on which tools run, how long they may take, and how far attempts are apart. Knows of each thread
 * until it ends, so that nobody is taken for gone who only does not listen.
 */
final class Attempts {

    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final ToolSettings settings;
    private final Deltas deltas;
    private final AttachmentStore attachments;
    private final InstantSource clock;
    private final Set<Thread> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    Attempts(ToolSettings settings, Deltas deltas, AttachmentStore attachments, InstantSource clock) {
        this.settings = settings;
        this.deltas = deltas;
        this.attachments = attachments;
        this.clock = clock;
    }

    ToolSettings settings() {
        return settings;
    }

    /** Where is shown how far calls are. */
    Deltas deltas() {
        return deltas;
    }

    /** What calls of this tenant read and keep. */
    Attachments attachments(TenantId tenant) {
        return attachments.of(tenant);
    }

    /** When an attempt is interrupted that begins now. */
    Instant deadline(Duration timeout) {
        return clock.instant().plus(timeout);
    }

    void start(Runnable work) {
        if (stopping) {
            throw new RejectedExecutionException("the node stops");
        }
        Thread thread = Thread.ofVirtual().name("talkoot-tool").unstarted(() -> {
            try {
                work.run();
            } finally {
                alive.remove(Thread.currentThread());
            }
        });
        alive.add(thread);
        thread.start();
    }

    /**
     * Does the work on a thread of its own and waits for it: for {@code timeout}, and after an interrupt for a grace.
     *
     * @throws InterruptedException when the node stops: how the work ended is then as unknown as after a crash
     */
    <T> Attempted<T> make(Callable<T> work, Duration timeout) throws InterruptedException {
        CompletableFuture<T> end = new CompletableFuture<>();
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        start(() -> {
            worker.complete(Thread.currentThread());
            try {
                end.complete(Objects.requireNonNull(work.call(), "no result"));
            } catch (Throwable e) { // whatever it is, it is how the work ended
                end.completeExceptionally(e);
            }
        });
        try {
            return ended(end, timeout);
        } catch (TimeoutException e) {
            worker.join().interrupt();
            return afterInterrupt(end);
        }
    }

    private <T> Attempted<T> afterInterrupt(CompletableFuture<T> end) throws InterruptedException {
        try {
            return switch (ended(end, settings.grace())) {
                case Attempted.Threw<T>(ToolFailureException no) -> new Attempted.Threw<>(no);
                case Attempted.Threw<T> gaveUp -> new Attempted.TimedOut<>();
                case Attempted<T> other -> other;
            };
        } catch (TimeoutException e) {
            return new Attempted.Overdue<>(end);
        }
    }

    private <T> Attempted<T> ended(CompletableFuture<T> end, Duration atMost)
            throws InterruptedException, TimeoutException {
        try {
            return new Attempted.Returned<>(end.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            if (stopping) {
                throw new InterruptedException("the node stops");
            }
            return new Attempted.Threw<>(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Waits before the attempt after this one. */
    void pause(int attempt) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(pauseMillis(attempt));
    }

    long pauseMillis(int attempt) {
        long base = settings.retryBackoff().toMillis() << Math.min(attempt - 1, 10);
        long bounded = Math.min(base, LONGEST_PAUSE_MILLIS);
        return bounded / 2 + ThreadLocalRandom.current().nextLong(bounded / 2 + 1);
    }

    /** Interrupts everything; nothing begins any more. */
    void stop() {
        stopping = true;
        alive.forEach(Thread::interrupt);
    }
}
