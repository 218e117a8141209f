package org.talkoot.bridges.nats;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.nats.settings.LaneSpec;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.source.OpenDeliveries;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.Watermarks;

/**
 * A lane of JetStream as a way in: the records of a consumer are handed over in order, a bounded number of them at a
 * time, and each is acknowledged when the intake has completed it and everything before it. To be run by one node at a
 * time; should two do so, nothing is lost and both are slow, and say why.
 *
 * <p>Before a record is acknowledged, the journal's watermark of the lane says the same: see {@link Beginning}.
 *
 * <p>A record that the intake fails is handed over again by {@link OpenDeliveries}, and its lane waits behind it. While
 * the intake holds a record, the server is told so, and gives it to nobody else. A server that is away, a lost
 * connection, a watermark that does not move: the lane is begun again with back-off.
 */
public final class NatsLane implements EventSource {

    private static final Logger LOGGER = LoggerFactory.getLogger(NatsLane.class);

    private final Link link;
    private final NatsSettings.In source;
    private final LaneSpec lane;
    private final Watermarks watermarks;
    private final LaneConsumer consumer;
    private final NatsMeters meters;
    private final SourceHealth health = new SourceHealth();
    private final AtomicBoolean compared = new AtomicBoolean();
    private final Repeating running;
    private volatile OpenDeliveries current;

    NatsLane(Link link, NatsSettings.In source, LaneSpec lane, Watermarks watermarks, NatsMeters meters) {
        this.link = link;
        this.source = source;
        this.lane = lane;
        this.watermarks = watermarks;
        this.consumer = new LaneConsumer(source, lane, watermarks);
        this.meters = meters;
        this.running = new Repeating(name(), health);
        this.current = new OpenDeliveries(lane.name());
    }

    @Override
    public String name() {
        return "nats-" + lane.name();
    }

    @Override
    public void start(Intake intake) {
        meters.add(this);
        running.start(told -> run(told, intake));
    }

    private void run(Repeating told, Intake intake) throws InterruptedException {
        OpenDeliveries deliveries = new OpenDeliveries(lane.name());
        current = deliveries;
        try (Link.Use use = link.open()) {
            LaneConsumer.Ready ready = consumer.ready(use.management());
            compare(ready);
            LaneSession.Parts parts = new LaneSession.Parts(
                    use,
                    ready,
                    new Unacknowledged(ready.log(), watermarks, source.maxInFlight()),
                    new Pulls(use, lane.stream(), consumer.name()),
                    source.maxInFlight());
            try (LaneSession session = new LaneSession(parts, deliveries, new Deliveries(source.subjects()), intake)) {
                session.begin(consumer);
                told.flows();
                session.flow(told::isClosing);
            }
        }
    }

    private void compare(LaneConsumer.Ready ready) {
        if (compared.compareAndSet(false, true)) {
            consumer.difference(ready.consumer())
                    .ifPresent(difference -> LOGGER.atWarn().log(difference));
        }
    }

    LaneSpec spec() {
        return lane;
    }

    /** What is taken and not completed. */
    OpenDeliveries deliveries() {
        return current;
    }

    LaneConsumer consumer() {
        return consumer;
    }

    @Override
    public BridgeHealth health() {
        BridgeHealth ofAll = health.current();
        return ofAll instanceof BridgeHealth.Stuck ? ofAll : current.health();
    }

    @Override
    public void close() {
        running.close();
        meters.remove(this);
    }
}
