package org.talkoot.bridges.kafka;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/**
 * A source that begins when its topics are there: a consumer of a topic that does not exist would look for it once in
 * minutes only. A broker that is away is waited for.
 */
final class PreparedSource implements EventSource {

    private static final Logger LOGGER = LoggerFactory.getLogger(PreparedSource.class);
    private static final long PAUSE_SECONDS = 2;

    private final KafkaTopology topology;
    private final EventSource source;
    private volatile BridgeHealth beforeStart = new BridgeHealth.Flowing();
    private volatile boolean started;
    private volatile boolean closed;

    PreparedSource(KafkaTopology topology, EventSource source) {
        this.topology = topology;
        this.source = source;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public void start(Intake intake) {
        Thread unused = Thread.ofVirtual().name("talkoot-kafka-topics").start(() -> prepare(intake));
    }

    private void prepare(Intake intake) {
        for (int attempt = 1; !closed; attempt++) {
            try {
                topology.prepareOnce();
                begin(intake);
                return;
            } catch (BusException e) {
                beforeStart = new BridgeHealth.Stuck(attempt, String.valueOf(e.getMessage()));
                LOGGER.atLevel(attempt == 1 ? Level.WARN : Level.DEBUG)
                        .addKeyValue("source", name())
                        .addKeyValue("failure", e.getMessage())
                        .log("topics cannot be prepared, trying again");
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
