package org.talkoot.gateway.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.StreamId;
import org.talkoot.persistence.view.UnfinishedWork.Entry;

/**
 * Wakes what has work to do and nobody to call it: the entities that the view of unfinished work names as due, at start
 * and regularly after that (ADR 0004, ADR 0013). One in the cluster: what it does is one query now and then, and each
 * more would wake the same again. Waking an entity that is at work does no harm, so a failure or an old view costs
 * time, never correctness.
 */
final class Waker implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Waker.class);

    /** Between two pages: each entity that wakes reads the journal first. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Function<Optional<Entry>, List<Entry>> due;
    private final Consumer<StreamId> wake;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("talkoot-waker").factory());

    private Waker(Function<Optional<Entry>, List<Entry>> due, Consumer<StreamId> wake) {
        this.due = due;
        this.wake = wake;
    }

    /**
     * Wakes from now on, until it is closed.
     *
     * @param due the page after this entry, or the first one; empty after the last
     */
    static Waker start(Duration every, Function<Optional<Entry>, List<Entry>> due, Consumer<StreamId> wake) {
        Waker waker = new Waker(due, wake);
        ScheduledFuture<?> unused =
                waker.timer.scheduleWithFixedDelay(waker::wakeAll, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return waker;
    }

    private void wakeAll() {
        try {
            int count = 0;
            List<Entry> page = due.apply(Optional.empty());
            while (!page.isEmpty()) {
                page.stream().map(Entry::stream).distinct().forEach(wake);
                count += page.size();
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                page = due.apply(Optional.of(page.getLast()));
            }
            if (count > 0) {
                LOGGER.atDebug().addKeyValue("count", count).log("woke unfinished work");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("cannot read unfinished work; will try again");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
