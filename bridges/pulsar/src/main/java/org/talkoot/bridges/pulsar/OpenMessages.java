package org.talkoot.bridges.pulsar;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.PulsarClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.source.OpenDeliveries;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.Receipt;

/**
 * The messages of one consumer that are taken and not acknowledged, and a bound on them.
 *
 * <p>Nothing is given back one by one. A negative acknowledgement comes again later, and what is behind it has then
 * overtaken it; and each delivery counts, so a healthy message would be taken for one that kills its node. What the
 * intake fails is held here, and the lane takes nothing more until that is settled; only the consumer as a whole gives
 * back, by its end, and the broker then delivers in order. Taken by one thread; the rest is for any.
 */
final class OpenMessages {

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenMessages.class);

    /** So often is looked whether there is still a connection, and whether the lane is being closed. */
    private static final int LOOK_MILLIS = 100;

    private final Consumer<byte[]> consumer;
    private final long connectedSince;
    private final int bound;
    private final Semaphore room;
    private final OpenDeliveries deliveries;
    private final AcksOfKeys acks = new AcksOfKeys();
    private final AtomicReference<@Nullable Throwable> unacknowledged = new AtomicReference<>();
    private long count;

    OpenMessages(String lane, Consumer<byte[]> consumer, int bound) {
        this.consumer = consumer;
        this.connectedSince = consumer.getLastDisconnectedTimestamp();
        this.bound = bound;
        this.room = new Semaphore(bound);
        this.deliveries = new OpenDeliveries(lane);
    }

    BridgeHealth health() {
        return deliveries.health();
    }

    Optional<Instant> oldest() {
        return deliveries.oldest();
    }

    /**
     * Takes the next message, if there is one within a moment and room for it.
     *
     * @throws BusException when the connection was lost, or an acknowledgement
     */
    void takeNext(Intake intake) throws PulsarClientException {
        requireUnbroken();
        if (isRefused() || !enter()) {
            return;
        }
        Message<byte[]> message = consumer.receive(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (message == null) {
            room.release();
        } else {
            requireUnbroken(); // it may be one that was open before the connection was lost
            take(message, intake);
        }
    }

    private void take(Message<byte[]> message, Intake intake) {
        Delivery delivery = Messages.delivery(message);
        CompletableFuture<Receipt> taken =
                deliveries.take(count++, delivery, intake).toCompletableFuture();
        var unused = acks.after(delivery.key(), taken)
                .thenCompose(done -> consumer.acknowledgeAsync(message))
                .whenComplete((done, failure) -> {
                    room.release();
                    if (failure != null) {
                        unacknowledged.compareAndSet(null, failure);
                    }
                });
    }

    private boolean isRefused() {
        if (deliveries.health() instanceof BridgeHealth.Flowing) {
            return false;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private boolean enter() {
        try {
            return room.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The client connects again by itself, and what was open comes again while it is still open. */
    private void requireUnbroken() {
        if (!consumer.isConnected() || consumer.getLastDisconnectedTimestamp() != connectedSince) {
            throw new BusException("the connection to Pulsar was lost");
        }
        Throwable failure = unacknowledged.get();
        if (failure != null) {
            throw new BusException("Pulsar did not take an acknowledgement: " + Reason.of(failure), failure);
        }
    }

    /** Waits until all is acknowledged, if that happens in time. */
    void drain(Duration patience) {
        try {
            if (!room.tryAcquire(bound, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.atInfo()
                        .addKeyValue("lane", consumer.getTopic())
                        .log("closed before all was acknowledged; what is not comes again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing of it can be acknowledged any more. */
    void giveUp() {
        deliveries.giveUp();
    }
}
