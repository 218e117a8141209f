package org.talkoot.bridges.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
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
import org.slf4j.event.Level;
import org.talkoot.bridges.rabbitmq.server.Failures;
import org.talkoot.bridges.rabbitmq.server.Link;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;

/**
 * Asks the server every few seconds how much waits in the lanes that this node takes. A server that has stopped
 * answering is noticed by that too.
 */
final class LagProbe {

    /** Messages of a lane that are not acknowledged. The name is that of all brokers, and so are the tags. */
    static final String LAG = "talkoot.source.lag";

    /** Age of the oldest message that is taken and not completed. */
    static final String OLDEST = "talkoot.source.oldest.unprocessed";

    /** Lanes that wait because the intake refuses a message of theirs. */
    static final String REFUSED = "talkoot.source.refused.partitions";

    private static final String SOURCE = "rabbitmq";
    private static final Logger LOGGER = LoggerFactory.getLogger(LagProbe.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Link link;
    private final String exchange;
    private final MultiGauge lag;
    private final SourceHealth health = new SourceHealth();
    private final Set<RabbitmqLane> lanes = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService timer;

    LagProbe(Link link, RabbitmqSettings.In settings, MeterRegistry meters) {
        this.link = link;
        this.exchange = settings.exchange();
        this.lag = MultiGauge.builder(LAG).description("records behind").register(meters);
        Gauge.builder(OLDEST, this, LagProbe::oldestSeconds)
                .baseUnit("seconds")
                .tag("source", SOURCE)
                .tag("group", exchange)
                .register(meters);
        Gauge.builder(REFUSED, this, LagProbe::refused)
                .tag("source", SOURCE)
                .tag("group", exchange)
                .register(meters);
    }

    /** This node takes a lane from now on. */
    synchronized void begins(RabbitmqLane lane) {
        lanes.add(lane);
        if (timer == null) {
            link.enter(this);
            timer = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("rabbitmq-lag").factory());
            var unused = timer.scheduleWithFixedDelay(this::probe, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    synchronized void ends(RabbitmqLane lane) {
        lanes.remove(lane);
        if (lanes.isEmpty() && timer != null) {
            timer.shutdown();
            timer = null;
            link.leave(this);
        }
    }

    /** Whether the server answers. */
    BridgeHealth health() {
        return health.current();
    }

    private void probe() {
        try {
            lag.register(rows(), true);
            health.brokerAnswers();
        } catch (BusException e) {
            boolean news = health.brokerFailed(e);
            LOGGER.atLevel(news ? Level.WARN : Level.DEBUG)
                    .addKeyValue("source", SOURCE)
                    .addKeyValue("failure", e.getMessage())
                    .log("the server does not say how much waits");
        }
    }

    private List<MultiGauge.Row<?>> rows() {
        Channel channel = link.channel(this);
        try {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            for (RabbitmqLane lane : lanes) {
                Optional<LaneSession> ours = lane.current().filter(LaneSession::isChosen);
                if (ours.isPresent()) {
                    int waiting = channel.queueDeclarePassive(lane.queue()).getMessageCount();
                    rows.add(row(lane, waiting + ours.get().unacknowledged()));
                }
            }
            return rows;
        } catch (IOException | ShutdownSignalException e) {
            throw new BusException(Failures.reason(e), e);
        } finally {
            Link.end(channel);
        }
    }

    private MultiGauge.Row<?> row(RabbitmqLane lane, int behind) {
        return MultiGauge.Row.of(
                Tags.of(
                        "source",
                        SOURCE,
                        "group",
                        exchange,
                        "topic",
                        lane.queue(),
                        "partition",
                        Integer.toString(lane.number())),
                behind);
    }

    private double oldestSeconds() {
        Instant now = Instant.now();
        return lanes.stream()
                .map(RabbitmqLane::oldest)
                .flatMap(Optional::stream)
                .mapToDouble(at -> Duration.between(at, now).toMillis() / 1_000.0)
                .max()
                .orElse(0);
    }

    private double refused() {
        return lanes.stream()
                .map(RabbitmqLane::taken)
                .filter(BridgeHealth.Stuck.class::isInstance)
                .count();
    }
}
