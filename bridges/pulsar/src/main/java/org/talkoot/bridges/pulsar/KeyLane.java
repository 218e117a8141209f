package org.talkoot.bridges.pulsar;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.ConsumerBuilder;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Intake;

/**
 * One consumer of the subscription, with the keys that the broker gives it, on a thread of its own. When it loses its
 * connection it is closed and another is made, with back-off: what was open belongs to nobody then, and comes again, to
 * this node or to another.
 */
final class KeyLane {

    private static final Logger LOGGER = LoggerFactory.getLogger(KeyLane.class);

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final int MOST_DOUBLINGS = 6; // 16 seconds

    /** What has worked for so long begins again at once. */
    private static final long LONG_ENOUGH_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What is in flight may still be completed and acknowledged when the lane is closed. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    /** To leave the subscription, when the broker answers. */
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final String name;
    private final ConsumerBuilder<byte[]> builder;
    private final int maxInFlight;
    private final Intake intake;
    private final SourceHealth health = new SourceHealth();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable OpenMessages current;

    /** @param name of its topic and its number, for logs and threads */
    KeyLane(String name, ConsumerBuilder<byte[]> builder, int maxInFlight, Intake intake) {
        this.name = name;
        this.builder = builder;
        this.maxInFlight = maxInFlight;
        this.intake = intake;
        this.thread = Thread.ofVirtual().name("talkoot-pulsar-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Whether it has a consumer, and whether the intake takes what it is given. */
    BridgeHealth health() {
        BridgeHealth stream = health.current();
        return stream instanceof BridgeHealth.Stuck ? stream : refusal();
    }

    /** Whether the intake takes what it is given. */
    BridgeHealth refusal() {
        OpenMessages open = current;
        return open == null ? new BridgeHealth.Flowing() : open.health();
    }

    /** When the message came to the broker that waits longest. */
    Optional<Instant> oldest() {
        return Optional.ofNullable(current).flatMap(OpenMessages::oldest);
    }

    private void run() {
        int failures = 0;
        while (!isClosing()) {
            long begun = System.nanoTime();
            try {
                consume();
            } catch (PulsarClientException | BusException e) {
                failed(e);
                failures = System.nanoTime() - begun > LONG_ENOUGH_NANOS ? 0 : failures + 1;
                pause(FIRST_PAUSE_MILLIS << Math.min(failures, MOST_DOUBLINGS));
            }
        }
    }

    private void consume() throws PulsarClientException {
        try (Consumer<byte[]> consumer = builder.clone().subscribe()) {
            OpenMessages open = new OpenMessages(name, consumer, maxInFlight);
            current = open;
            health.streamFlows();
            try {
                while (!isClosing()) {
                    open.takeNext(intake);
                }
                open.drain(DRAIN);
            } finally {
                open.giveUp();
                current = null;
            }
        }
    }

    private void failed(Exception failure) {
        if (isClosing()) {
            return; // nobody is here any more who could wait for it
        }
        boolean news = health.current() instanceof BridgeHealth.Flowing;
        health.streamFailed(failure);
        LOGGER.atLevel(news ? Level.WARN : Level.DEBUG)
                .addKeyValue("lane", name)
                .addKeyValue("failure", Reason.of(failure))
                .log("begins again");
    }

    private void pause(long millis) {
        try {
            boolean unused = closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Takes nothing more, and begins to let go. */
    void beginToClose() {
        closing.countDown();
    }

    /** Whether it has let go in time. */
    boolean awaitClosed() {
        try {
            return !thread.isAlive() || thread.join(DRAIN.plus(LEAVE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
