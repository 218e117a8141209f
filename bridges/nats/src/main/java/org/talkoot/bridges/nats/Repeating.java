package org.talkoot.bridges.nats;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.core.bus.BusException;

/** Something that lasts and is begun again, with back-off, when it fails. On a thread of its own, a virtual one. */
final class Repeating implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Repeating.class);

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final int MOST_DOUBLINGS = 5; // 8 seconds

    /** Longer than what is open may take to be completed. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final String name;
    private final SourceHealth health;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean started;
    private int failures;

    /** What lasts. */
    @FunctionalInterface
    interface Work {

        /**
         * Returns when it is told to end.
         *
         * @throws BusException when it is to be begun again
         */
        void run(Repeating told) throws InterruptedException;
    }

    Repeating(String name, SourceHealth health) {
        this.name = name;
        this.health = health;
    }

    /** Begins, once. */
    void start(Work work) {
        started = true;
        Thread unused = Thread.ofVirtual().name("talkoot-" + name).start(() -> loop(work));
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** It works: whatever failed before is over. */
    void flows() {
        failures = 0;
        health.streamFlows();
    }

    /** Whether it is to end, after this time at most. */
    boolean awaitClosing(Duration atMost) throws InterruptedException {
        return closing.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void loop(Work work) {
        try {
            boolean over = isClosing();
            while (!over) {
                over = attempt(work) || awaitClosing(pause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private boolean attempt(Work work) throws InterruptedException {
        try {
            work.run(this);
            return isClosing();
        } catch (BusException e) {
            failed(e);
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("source", name).setCause(e).log("a bug; begins again");
            failed(e);
        }
        return false;
    }

    private void failed(RuntimeException e) {
        health.streamFailed(e);
        LOGGER.atLevel(failures == 0 ? Level.WARN : Level.DEBUG)
                .addKeyValue("source", name)
                .addKeyValue("failure", Reason.of(e))
                .log("begins again");
        failures++;
    }

    private Duration pause() {
        return Duration.ofMillis(FIRST_PAUSE_MILLIS << Math.min(failures, MOST_DOUBLINGS));
    }

    /** Tells it to end and waits for that, for some seconds. */
    @Override
    public void close() {
        closing.countDown();
        if (!started) {
            return;
        }
        try {
            if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.atInfo().addKeyValue("source", name).log("closed before it had ended; what is open comes again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
