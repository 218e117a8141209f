package org.talkoot.bridges.source;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.Receipt;

/**
 * One lane of a source (a partition, a queue, a stream) for as long as this node has it, and its deliveries that are
 * taken and not completed. One that the intake fails is handed over again, ever more rarely. Meanwhile nothing behind
 * it is acknowledged, so the lane comes to rest at its bound, and the others go on: nothing of it is given back to the
 * broker, where what is behind could overtake it. For any thread.
 */
public final class OpenDeliveries {

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenDeliveries.class);

    private static final BridgeHealth FLOWING = new BridgeHealth.Flowing();

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final int MOST_DOUBLINGS = 6; // 16 seconds

    private final String lane;
    private final ConcurrentSkipListMap<Long, Taken> open = new ConcurrentSkipListMap<>();
    private final Set<Long> refused = new HashSet<>();
    private volatile BridgeHealth health = FLOWING;
    private volatile boolean givenUp;

    private record Taken(Instant at, Future<Receipt> receipt) {}

    /** Of a lane that is named so in log and health. */
    public OpenDeliveries(String lane) {
        this.lane = lane;
    }

    /** Whether the intake takes what it is given. */
    public BridgeHealth health() {
        return health;
    }

    /**
     * Hands a delivery to the intake.
     *
     * @param offset grows with each delivery of the lane
     * @return completes when the intake has completed, and fails only when this is given up
     */
    public CompletionStage<Receipt> take(long offset, Delivery delivery, Intake intake) {
        CompletableFuture<Receipt> taken = new CompletableFuture<>();
        attempt(new Handed(offset, delivery, intake, taken), 0);
        return taken;
    }

    /** A delivery, and what completes when the intake has it. */
    private record Handed(long offset, Delivery delivery, Intake intake, CompletableFuture<Receipt> taken) {}

    private void attempt(Handed record, int before) {
        CompletableFuture<Receipt> asked = hand(record);
        var unused = asked.whenComplete((receipt, failure) -> {
            if (failure == null) {
                completed(record.offset());
                record.taken().complete(receipt);
            } else {
                failed(record.offset(), failure);
                later(before, () -> again(record, before + 1));
            }
        });
    }

    /** After the end nothing is handed over any more: its turn could come because what is before it was cancelled. */
    private synchronized CompletableFuture<Receipt> hand(Handed record) {
        if (givenUp) {
            return CompletableFuture.failedFuture(new CancellationException(lane + " is given up"));
        }
        CompletableFuture<Receipt> asked = ask(record.delivery(), record.intake());
        open.put(record.offset(), new Taken(record.delivery().at(Instant.now()), asked));
        return asked;
    }

    private void again(Handed record, int before) {
        if (givenUp) {
            record.taken().completeExceptionally(new CancellationException(lane + " is given up"));
        } else {
            attempt(record, before);
        }
    }

    private static CompletableFuture<Receipt> ask(Delivery delivery, Intake intake) {
        try {
            return intake.take(delivery).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Twice as long each time. */
    private static void later(int before, Runnable what) {
        long pause = FIRST_PAUSE_MILLIS << Math.min(before, MOST_DOUBLINGS);
        CompletableFuture.delayedExecutor(
                        pause, TimeUnit.MILLISECONDS, task -> Thread.ofVirtual().start(task))
                .execute(what);
    }

    private synchronized void completed(long offset) {
        open.remove(offset);
        if (refused.remove(offset) && refused.isEmpty()) {
            health = FLOWING;
        }
    }

    private synchronized void failed(long offset, Throwable failure) {
        if (givenUp) {
            return;
        }
        refused.add(offset);
        int before = health instanceof BridgeHealth.Stuck stuck ? stuck.failures() : 0;
        String reason = "%s: %s".formatted(lane, Reason.of(failure));
        health = new BridgeHealth.Stuck(before + 1, reason);
        if (before == 0) {
            LOGGER.atWarn()
                    .addKeyValue("lane", lane)
                    .addKeyValue("offset", offset)
                    .setCause(failure)
                    .log("the intake refuses a delivery; its lane waits, the others go on");
        }
    }

    /** When the delivery came to the broker that waits longest. */
    public Optional<Instant> oldest() {
        return Optional.ofNullable(open.firstEntry())
                .map(first -> first.getValue().at());
    }

    /**
     * Nothing of it can be acknowledged any more: what is open comes again, to somebody. The last is cancelled first:
     * the intake begins the next of a conversation when one ends, and that one would overtake what comes again.
     */
    public void giveUp() {
        List<Taken> latestFirst;
        synchronized (this) {
            givenUp = true;
            latestFirst = List.copyOf(open.descendingMap().values());
        }
        latestFirst.forEach(taken -> taken.receipt().cancel(true));
    }
}
