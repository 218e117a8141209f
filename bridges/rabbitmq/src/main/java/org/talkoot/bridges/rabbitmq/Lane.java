package org.talkoot.bridges.rabbitmq;

import com.rabbitmq.client.Channel;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.Intake;

/** A queue that this node consumes, through all the channels that it takes. */
final class Lane {

    private static final BridgeHealth FLOWING = new BridgeHealth.Flowing();

    private final String queue;
    private final Subscription subscription;
    private volatile @Nullable LaneSession session;

    Lane(String queue, int prefetch, Supplier<Channel> channels, Intake intake) {
        this.queue = queue;
        Returned returned = new Returned();
        this.subscription = new Subscription(queue, () -> {
            LaneSession begun = LaneSession.begin(queue, channels.get(), prefetch, intake, returned);
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
