package org.talkoot.gateway.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.StreamId;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Wakes what has work to do and nobody to call it: the entities that the view of unfinished work
 * names, at start and regularly after that (ADR 0004). Waking an entity that is at work does no
 * harm, so a failure or an old view costs time, never correctness.
 */
final class Waker implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Waker.class);

    private final Supplier<List<StreamId>> unfinished;
    private final Consumer<StreamId> wake;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("talkoot-waker").factory());

    Waker(Supplier<List<StreamId>> unfinished, Consumer<StreamId> wake) {
        this.unfinished = unfinished;
        this.wake = wake;
    }

    void start(Duration every) {
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(
                        this::wakeAll, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void wakeAll() {
        try {
            List<StreamId> open = unfinished.get();
            open.forEach(wake);
            if (!open.isEmpty()) {
                LOGGER.atDebug().addKeyValue("count", open.size()).log("woke unfinished work");
            }
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("cannot read unfinished work; will try again");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
