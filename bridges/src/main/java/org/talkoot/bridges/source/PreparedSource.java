package org.talkoot.bridges.source;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/**
 * A source that begins when what it needs at its broker is there: a client that asks for a topic or a queue that does
 * not exist fails, or looks for it once in minutes only. A broker that is away is waited for.
 */
public final class PreparedSource implements EventSource {

    private static final Logger LOGGER = LoggerFactory.getLogger(PreparedSource.class);
    private static final long PAUSE_SECONDS = 2;

    private final Runnable preparation;
    private final EventSource source;
    private volatile BridgeHealth beforeStart = new BridgeHealth.Flowing();
    private volatile boolean started;
    private volatile boolean closed;

    /**
     * Of a source that is not started.
     *
     * @param preparation done once, and again while it throws a {@link BusException}; may block
     */
    public PreparedSource(Runnable preparation, EventSource source) {
        this.preparation = preparation;
        this.source = source;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public void start(Intake intake) {
        Thread unused =
                Thread.ofVirtual().name("talkoot-" + name() + "-prepare").start(() -> prepare(intake));
    }

    private void prepare(Intake intake) {
        for (int attempt = 1; !closed; attempt++) {
            try {
                preparation.run();
                begin(intake);
                return;
            } catch (BusException e) {
                beforeStart = new BridgeHealth.Stuck(attempt, String.valueOf(e.getMessage()));
                LOGGER.atLevel(attempt == 1 ? Level.WARN : Level.DEBUG)
                        .addKeyValue("source", name())
                        .addKeyValue("failure", e.getMessage())
                        .log("what it needs at its broker cannot be prepared, trying again");
            }
            try {
                TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized void begin(Intake intake) {
        if (!closed) {
            source.start(intake);
            started = true;
        }
    }

    @Override
    public BridgeHealth health() {
        return started ? source.health() : beforeStart;
    }

    @Override
    public synchronized void close() {
        closed = true;
        source.close();
    }
}
