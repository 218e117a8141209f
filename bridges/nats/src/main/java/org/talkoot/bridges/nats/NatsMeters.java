package org.talkoot.bridges.nats;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.bridges.source.OpenDeliveries;
import org.talkoot.bridges.source.Reason;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;

/** Asks the server every few seconds how far this node is behind in the lanes it takes. */
final class NatsMeters {

    /** Records of a lane that are not acknowledged. */
    static final String LAG = "talkoot.source.lag";

    /** Age of the oldest record that is taken and not completed. */
    static final String OLDEST = "talkoot.source.oldest.unprocessed";

    /** Lanes that wait because the intake refuses a record of theirs. */
    static final String REFUSED = "talkoot.source.refused.partitions";

    private static final String SOURCE = "nats";
    private static final Logger LOGGER = LoggerFactory.getLogger(NatsMeters.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Link link;
    private final String group;
    private final MultiGauge lag;
    private final Set<NatsLane> lanes = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService timer;

    NatsMeters(Link link, NatsSettings.In source, MeterRegistry meters) {
        this.link = link;
        this.group = source.name();
        this.lag = MultiGauge.builder(LAG).description("records behind").register(meters);
        Gauge.builder(OLDEST, this, NatsMeters::oldestSeconds)
                .baseUnit("seconds")
                .tag("source", SOURCE)
                .tag("group", group)
                .register(meters);
        Gauge.builder(REFUSED, this, NatsMeters::refused)
                .tag("source", SOURCE)
                .tag("group", group)
                .register(meters);
    }

    synchronized void add(NatsLane lane) {
        lanes.add(lane);
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("nats-lag").factory());
            var unused = timer.scheduleWithFixedDelay(this::probe, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    synchronized void remove(NatsLane lane) {
        lanes.remove(lane);
        if (lanes.isEmpty() && timer != null) {
            timer.shutdown();
            timer = null;
        }
    }

    /** A server that does not answer is a lane's business, which says so in its health. */
    private void probe() {
        List<MultiGauge.Row<Number>> rows = new ArrayList<>();
        try (Link.Use use = link.open()) {
            JetStreamManagement management = use.management();
            for (NatsLane lane : lanes) {
                lane.consumer().found(management).ifPresent(found -> rows.add(row(lane, found)));
            }
            lag.register(rows, true);
        } catch (BusException e) {
            LOGGER.atDebug().addKeyValue("failure", Reason.of(e)).log("the server does not say how far it is");
        }
    }

    private MultiGauge.Row<Number> row(NatsLane lane, ConsumerInfo consumer) {
        return MultiGauge.Row.of(
                Tags.of(
                        "source",
                        SOURCE,
                        "group",
                        group,
                        "topic",
                        lane.spec().stream(),
                        "partition",
                        lane.spec().name()),
                consumer.getNumPending() + consumer.getNumAckPending());
    }

    private double refused() {
        return lanes.stream()
                .filter(lane -> lane.deliveries().health() instanceof BridgeHealth.Stuck)
                .count();
    }

    private double oldestSeconds() {
        Instant now = Instant.now();
        return lanes.stream()
                .map(NatsLane::deliveries)
                .map(OpenDeliveries::oldest)
                .flatMap(Optional::stream)
                .mapToDouble(at -> Duration.between(at, now).toMillis() / 1_000.0)
                .max()
                .orElse(0);
    }
}
