package org.talkoot.bridges.pulsar;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.ConsumerBuilder;
import org.apache.pulsar.client.api.Schema;
import org.apache.pulsar.client.api.SubscriptionInitialPosition;
import org.apache.pulsar.client.api.SubscriptionType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;

/**
 * A way in from Pulsar: a few consumers of one {@code Key_Shared} subscription, on each node. The broker gives each key
 * to one consumer of all nodes, and to another one only when that has acknowledged what it had of the key, or is gone;
 * so the messages of a key are taken in order.
 *
 * <p>A message is acknowledged when the intake has it and all before it of its key. There are no watermarks: the
 * subscription is the only truth about what was taken (ADR 0028 D9).
 */
public final class PulsarSource implements EventSource {

    static final String NAME = "pulsar";

    private static final Logger LOGGER = LoggerFactory.getLogger(PulsarSource.class);

    /** Acknowledgements of so long travel together; the room that a message takes is free when the broker has its. */
    private static final long ACKS_TOGETHER_MILLIS = 10;

    private final PulsarSettings settings;
    private final SharedClient client;
    private final BacklogProbe probe;
    private final List<KeyLane> lanes = new CopyOnWriteArrayList<>();
    private SharedClient.@Nullable Lease lease;

    public PulsarSource(PulsarSettings settings, MeterRegistry meters) {
        this(settings, new SharedClient(settings.broker()), new Admin(settings.broker()), meters);
    }

    PulsarSource(PulsarSettings settings, SharedClient client, Admin admin, MeterRegistry meters) {
        this.settings = settings;
        this.client = client;
        this.probe = new BacklogProbe(settings, admin, meters, () -> lanes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(Intake intake) {
        SharedClient.Lease mine = client.lease();
        lease = mine;
        for (String topic : settings.source().topics()) {
            for (int lane = 0; lane < settings.source().consumers(); lane++) {
                lanes.add(new KeyLane(
                        topic + '#' + lane,
                        consumer(mine, settings.topic(topic)),
                        settings.source().maxInFlight(),
                        intake));
            }
        }
        lanes.forEach(KeyLane::start);
        probe.start();
    }

    private ConsumerBuilder<byte[]> consumer(SharedClient.Lease mine, Topic topic) {
        return mine.client()
                .newConsumer(Schema.BYTES)
                .topic(topic.toString())
                .subscriptionName(settings.source().subscription())
                .subscriptionType(SubscriptionType.Key_Shared)
                .subscriptionInitialPosition(SubscriptionInitialPosition.Earliest)
                .receiverQueueSize(settings.source().maxInFlight())
                .isAckReceiptEnabled(true)
                .acknowledgmentGroupTime(ACKS_TOGETHER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How the lane does that does worst. */
    @Override
    public BridgeHealth health() {
        BridgeHealth broker = probe.broker();
        return broker instanceof BridgeHealth.Stuck
                ? broker
                : lanes.stream()
                        .map(KeyLane::health)
                        .filter(BridgeHealth.Stuck.class::isInstance)
                        .map(BridgeHealth.Stuck.class::cast)
                        .max(Comparator.comparingInt(BridgeHealth.Stuck::failures))
                        .map(BridgeHealth.class::cast)
                        .orElseGet(BridgeHealth.Flowing::new);
    }

    @Override
    public void close() {
        lanes.forEach(KeyLane::beginToClose);
        for (KeyLane lane : lanes) {
            if (!lane.awaitClosed()) {
                LOGGER.atInfo().addKeyValue("source", name()).log("closed before the broker let it go");
            }
        }
        probe.close();
        SharedClient.Lease mine = lease;
        lease = null;
        if (mine != null) {
            mine.close();
        }
    }
}
