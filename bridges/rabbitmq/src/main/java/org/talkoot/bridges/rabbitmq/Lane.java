package org.talkoot.bridges.rabbitmq;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.talkoot.bridges.rabbitmq.topology.Topology;
import org.talkoot.core.bus.BridgeHealth;

/** A queue that this node consumes, through all the channels that it takes. */
final class Lane {

    private static final BridgeHealth FLOWING = new BridgeHealth.Flowing();

    private final String queue;
    private final Subscription subscription;
    private volatile @Nullable LaneSession session;

    /** @param sessions begins one; blocks */
    Lane(String queue, Topology topology, Supplier<LaneSession> sessions) {
        this.queue = queue;
        this.subscription = new Subscription(queue, topology, () -> {
            LaneSession begun = sessions.get();
            session = begun;
            return begun;
        });
    }

    String queue() {
        return queue;
    }

    void start() {
        subscription.start();
    }

    /** Whether it is consumed. */
    BridgeHealth subscribed() {
        return subscription.health();
    }

    /** Whether the intake takes what comes of it. */
    BridgeHealth taken() {
        return current().map(latest -> latest.open().health()).orElse(FLOWING);
    }

    /** That of now, while it lasts. */
    Optional<LaneSession> current() {
        return Optional.ofNullable(session).filter(latest -> !latest.ended().isDone());
    }

    /** When the message came to the server that waits longest here. */
    Optional<Instant> oldest() {
        return current().flatMap(latest -> latest.open().oldest());
    }

    void close() {
        subscription.close();
    }
}
