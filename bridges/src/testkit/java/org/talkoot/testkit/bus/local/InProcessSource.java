package org.talkoot.testkit.bus.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/** A way in from an {@link InProcessBus}: one virtual thread that hands over what there is. */
final class InProcessSource implements EventSource {

    private static final Logger LOGGER = LoggerFactory.getLogger(InProcessSource.class);

    /** After a failure it waits so long for each failure in a row, but never longer than this. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final int MAX_PAUSES = 50;

    private final InProcessBus bus;
    private final String group;
    private final Set<String> channels;
    private final int maxInFlight;
    private volatile BridgeHealth health = new BridgeHealth.Flowing();
    private boolean pausing;
    private volatile boolean closed;

    InProcessSource(InProcessBus bus, String group, Set<String> channels, int maxInFlight) {
        this.bus = bus;
        this.group = group;
        this.channels = channels;
        this.maxInFlight = maxInFlight;
    }

    @Override
    public String name() {
        return group;
    }

    @Override
    public void start(Intake intake) {
        List<Cursor> cursors = bus.cursors(group, channels, maxInFlight);
        Thread.ofVirtual().name("bus-" + group).start(() -> run(cursors, intake));
    }

    @Override
    public BridgeHealth health() {
        return health;
    }

    @Override
    public void close() {
        bus.change(() -> closed = true);
    }

    private void run(List<Cursor> cursors, Intake intake) {
        try {
            while (!closed) {
                for (Cursor.Handed handed : bus.await(() -> next(cursors))) {
                    take(handed, intake).whenComplete((receipt, failure) -> settle(handed, failure));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What can be handed over now; null: nothing, and the source is to go on. */
    private @Nullable List<Cursor.Handed> next(List<Cursor> cursors) {
        List<Cursor.Handed> handed = new ArrayList<>();
        if (closed) {
            return handed;
        }
        for (Cursor cursor : cursors) {
            while (!pausing && cursor.canHand()) {
                handed.add(cursor.hand());
            }
        }
        return handed.isEmpty() ? null : handed;
    }

    private static CompletionStage<?> take(Cursor.Handed handed, Intake intake) {
        try {
            return intake.take(handed.delivery());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void settle(Cursor.Handed handed, @Nullable Throwable failure) {
        bus.change(() -> {
            if (failure == null) {
                handed.cursor().completed(handed);
                health = new BridgeHealth.Flowing();
            } else if (handed.cursor().failed(handed)) {
                pauseAfter(failure);
            }
            return handed;
        });
    }

    private void pauseAfter(Throwable failure) {
        int failures = health instanceof BridgeHealth.Stuck stuck ? stuck.failures() + 1 : 1;
        health = new BridgeHealth.Stuck(failures, String.valueOf(failure.getMessage()));
        LOGGER.atWarn()
                .addKeyValue("source", group)
                .addKeyValue("failures", failures)
                .setCause(failure)
                .log("a delivery was not taken, it comes again");
        pausing = true;
        CompletableFuture.delayedExecutor(
                        PAUSE.multipliedBy(Math.min(failures, MAX_PAUSES)).toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> bus.change(() -> pausing = false));
    }
}
