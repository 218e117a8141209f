package org.talkoot.bridges.redis;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.bridges.source.OpenDeliveries;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.BusException;

/**
 * Asks Redis every few seconds how far this node is behind in the streams it takes, and shows it under the names that
 * all brokers' sources have. A stream has one part, so {@code partition} is 0. For any thread.
 */
final class LagProbe {

    /** Entries that are not acknowledged, handed out or not. */
    static final String LAG = "talkoot.source.lag";

    /** Age of the oldest entry that is taken and not completed. */
    static final String OLDEST = "talkoot.source.oldest.unprocessed";

    /** Streams that wait because the intake refuses an entry of theirs. */
    static final String REFUSED = "talkoot.source.refused.partitions";

    private static final String SOURCE = "redis";
    private static final Logger LOGGER = LoggerFactory.getLogger(LagProbe.class);

    private final Connections connections;
    private final String group;
    private final MultiGauge lag;
    private final Map<OpenDeliveries, Lane> lanes = new ConcurrentHashMap<>();

    private record Lane(String stream, SourceHealth health) {}

    LagProbe(Connections connections, String group, MeterRegistry meters) {
        this.connections = connections;
        this.group = group;
        this.lag = MultiGauge.builder(LAG).description("records behind").register(meters);
        Gauge.builder(OLDEST, this, LagProbe::oldestSeconds)
                .baseUnit("seconds")
                .tag("source", SOURCE)
                .tag("group", group)
                .register(meters);
        Gauge.builder(REFUSED, this, LagProbe::refused)
                .tag("source", SOURCE)
                .tag("group", group)
                .register(meters);
    }

    /** This node takes a stream from now on. */
    void begins(String stream, OpenDeliveries deliveries, SourceHealth health) {
        lanes.put(deliveries, new Lane(stream, health));
    }

    void ends(OpenDeliveries deliveries) {
        lanes.remove(deliveries);
    }

    /** Asks once; blocks. */
    void probe() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            try {
                behind(lane.stream()).ifPresent(entries -> rows.add(row(lane.stream(), entries)));
                lane.health().brokerAnswers();
            } catch (BusException e) {
                boolean news = lane.health().brokerFailed(e);
                LOGGER.atLevel(news ? Level.WARN : Level.DEBUG)
                        .addKeyValue("stream", lane.stream())
                        .addKeyValue("failure", Reason.of(e))
                        .log("Redis does not say how far it is");
            }
        }
        lag.register(rows, true);
    }

    private OptionalLong behind(String stream) {
        Optional<GroupState> ours = GroupState.of(connections.shared(), stream).stream()
                .filter(state -> state.name().equals(group))
                .findFirst();
        return ours.isPresent() && ours.get().lag().isPresent()
                ? OptionalLong.of(ours.get().lag().getAsLong() + ours.get().pending())
                : OptionalLong.empty();
    }

    private MultiGauge.Row<?> row(String stream, long entries) {
        return MultiGauge.Row.of(Tags.of("source", SOURCE, "group", group, "topic", stream, "partition", "0"), entries);
    }

    private double oldestSeconds() {
        Instant now = Instant.now();
        return lanes.keySet().stream()
                .map(OpenDeliveries::oldest)
                .flatMap(Optional::stream)
                .mapToDouble(at -> Duration.between(at, now).toMillis() / 1_000.0)
                .max()
                .orElse(0);
    }

    private double refused() {
        return lanes.keySet().stream()
                .filter(deliveries -> deliveries.health() instanceof BridgeHealth.Stuck)
                .count();
    }
}
