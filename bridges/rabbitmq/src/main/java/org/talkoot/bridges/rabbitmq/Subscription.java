package org.talkoot.bridges.rabbitmq;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.bridges.rabbitmq.server.Failures;
import org.talkoot.bridges.rabbitmq.server.Failures.Closed;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;

/**
 * One queue that is consumed for as long as this is open: whenever a session is over, for whatever reason, the next one
 * begins, ever more rarely while none does. It waits for no other queue, and none waits for it.
 */
final class Subscription {

    private static final Logger LOGGER = LoggerFactory.getLogger(Subscription.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final int MOST_DOUBLINGS = 5; // 8 seconds

    private final String queue;
    private final Topology topology;
    private final Supplier<Session> sessions;
    private final SourceHealth health = new SourceHealth();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Session session;
    private volatile BridgeHealth.@Nullable Stuck late;

    /**
     * Not begun yet.
     *
     * @param topology what has to be there before a session begins
     * @param sessions begins one; blocks, and throws a {@link BusException} when that cannot be
     */
    Subscription(String queue, Topology topology, Supplier<Session> sessions) {
        this.queue = queue;
        this.topology = topology;
        this.sessions = sessions;
        this.thread = Thread.ofVirtual().name("rabbitmq-" + queue).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /**
     * Whether it consumes. After the server took something back because it had waited too long, that is in doubt for as
     * long as something waits again.
     */
    BridgeHealth health() {
        BridgeHealth.Stuck before = late;
        Session latest = session;
        if (before == null || latest == null) {
            return health.current();
        }
        if (latest.works()) {
            late = null;
        }
        return latest.isBusy() && !latest.works() ? before : health.current();
    }

    private void run() {
        for (int failures = 0; !isClosing(); failures++) {
            try {
                Session begun = begin();
                failures = 0;
                failed(begun.ended().join(), failures);
            } catch (BusException e) {
                failed(e, failures);
            }
            if (pause(failures)) {
                return;
            }
        }
    }

    private Session begin() {
        topology.prepareOnce();
        Session begun = sessions.get();
        session = begun;
        if (isClosing()) {
            begun.close();
        } else {
            health.streamFlows();
        }
        return begun;
    }

    private void failed(Throwable failure, int before) {
        if (isClosing()) {
            return;
        }
        Optional<Closed> closed = Failures.closed(failure);
        if (closed.filter(Closed::isMissing).isPresent()) {
            topology.again();
        }
        boolean tookBack = closed.filter(Closed::isConsumerTimeout).isPresent();
        String sentence = tookBack ? tookBack(failure) : "queue %s: %s".formatted(queue, Failures.reason(failure));
        health.streamFailed(new BusException(sentence, failure));
        if (tookBack) {
            late = oneMore(late, sentence);
        }
        LOGGER.atLevel(before == 0 ? Level.WARN : Level.DEBUG)
                .addKeyValue("queue", queue)
                .addKeyValue("failure", sentence)
                .log("is not consumed, trying again");
    }

    private static BridgeHealth.Stuck oneMore(BridgeHealth.@Nullable Stuck former, String sentence) {
        return new BridgeHealth.Stuck(former == null ? 1 : former.failures() + 1, sentence);
    }

    private String tookBack(Throwable failure) {
        return ("queue %s: something waited in this node for longer than the server's consumer_timeout, so the server"
                        + " closed the channel and gives it out again (%s)")
                .formatted(queue, Failures.reason(failure));
    }

    /** Whether it was ended meanwhile. */
    private boolean pause(int before) {
        long most = FIRST_PAUSE.toMillis() << Math.min(before, MOST_DOUBLINGS);
        long millis = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Blocks for as long as a session needs to close. */
    void close() {
        closing.countDown();
        Session latest = session;
        if (latest != null) {
            latest.close();
        }
    }
}
