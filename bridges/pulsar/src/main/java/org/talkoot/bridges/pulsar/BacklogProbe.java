package org.talkoot.bridges.pulsar;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;

/**
 * Asks the broker every few seconds how far the subscription is behind. That is one number for all nodes, which each of
 * them shows: of several nodes the largest counts, not the sum.
 */
final class BacklogProbe implements AutoCloseable {

    /** Messages that are not acknowledged. */
    static final String LAG = "talkoot.source.lag";

    /** Age of the oldest message that is taken and not completed. */
    static final String OLDEST = "talkoot.source.oldest.unprocessed";

    /** Lanes that wait because the intake refuses a message of theirs. */
    static final String REFUSED = "talkoot.source.refused.partitions";

    private static final Logger LOGGER = LoggerFactory.getLogger(BacklogProbe.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final PulsarSettings settings;
    private final Admin admin;
    private final Supplier<List<KeyLane>> lanes;
    private final SourceHealth health = new SourceHealth();
    private final MultiGauge lag;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pulsar-lag").factory());

    BacklogProbe(PulsarSettings settings, Admin admin, MeterRegistry meters, Supplier<List<KeyLane>> lanes) {
        this.settings = settings;
        this.admin = admin;
        this.lanes = lanes;
        this.lag = MultiGauge.builder(LAG).description("messages behind").register(meters);
        Gauge.builder(OLDEST, this, BacklogProbe::oldestSeconds)
                .baseUnit("seconds")
                .tags(tags())
                .register(meters);
        Gauge.builder(REFUSED, this, BacklogProbe::refused).tags(tags()).register(meters);
    }

    private Tags tags() {
        return Tags.of("source", PulsarSource.NAME, "group", settings.source().subscription());
    }

    /** Whether the broker says how far it is. */
    BridgeHealth broker() {
        return health.current();
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(this::probe, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void probe() {
        try {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            settings.source().topics().forEach(topic -> rows.addAll(behind(settings.topic(topic))));
            lag.register(rows, true);
            health.brokerAnswers();
        } catch (BusException e) {
            boolean news = health.brokerFailed(e);
            LOGGER.atLevel(news ? Level.WARN : Level.DEBUG)
                    .addKeyValue("source", settings.source().subscription())
                    .addKeyValue("failure", Reason.of(e))
                    .log("the broker does not say how far it is");
        }
    }

    private List<MultiGauge.Row<?>> behind(Topic topic) {
        Optional<JsonNode> partitioned = admin.get(topic.path() + "/partitioned-stats?getPreciseBacklog=true")
                .filter(stats -> !stats.path("partitions").isEmpty());
        if (partitioned.isEmpty()) {
            return admin.get(topic.path() + "/stats?getPreciseBacklog=true").stream()
                    .<MultiGauge.Row<?>>map(stats -> row(topic, "0", stats))
                    .toList();
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        partitioned.get().path("partitions").properties().forEach(partition -> {
            String number = partition.getKey().replaceAll(".*-partition-", "");
            rows.add(row(topic, number, partition.getValue()));
        });
        return rows;
    }

    private MultiGauge.Row<?> row(Topic topic, String partition, JsonNode stats) {
        long backlog = stats.path("subscriptions")
                .path(settings.source().subscription())
                .path("msgBacklog")
                .asLong(0);
        return MultiGauge.Row.of(tags().and("topic", topic.name(), "partition", partition), backlog);
    }

    private double refused() {
        return lanes.get().stream()
                .filter(lane -> lane.refusal() instanceof BridgeHealth.Stuck)
                .count();
    }

    private double oldestSeconds() {
        Instant now = Instant.now();
        return lanes.get().stream()
                .map(KeyLane::oldest)
                .flatMap(Optional::stream)
                .mapToDouble(at -> Duration.between(at, now).toMillis() / 1_000.0)
                .max()
                .orElse(0);
    }
}
