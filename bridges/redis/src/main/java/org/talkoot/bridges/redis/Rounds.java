package org.talkoot.bridges.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done at Redis every so often, from when it is first needed until the node ends. */
final class Rounds implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Rounds.class);
    private static final Duration PROBE_EVERY = Duration.ofSeconds(5);

    private final LagProbe probe;
    private final Trimming trimming;
    private final Duration trimEvery;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("redis-rounds").factory());

    Rounds(LagProbe probe, Trimming trimming, Duration trimEvery) {
        this.probe = probe;
        this.trimming = trimming;
        this.trimEvery = trimEvery;
    }

    /** May be called again. */
    void begin() {
        if (begun.compareAndSet(false, true)) {
            every(PROBE_EVERY, "how far the streams are is not known", probe::probe);
            every(trimEvery, "streams are not trimmed", () -> trimming.trim(Instant.now()));
        }
    }

    private void every(Duration time, String otherwise, Runnable round) {
        var unused = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        round.run();
                    } catch (RuntimeException e) {
                        // the next round comes all the same
                        LOGGER.atWarn().setCause(e).log(otherwise);
                    }
                },
                0,
                time.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
