package org.talkoot.bridges.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.talkoot.bridges.source.OpenDeliveries;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.core.bus.BridgeHealth;

/**
 * Asks the broker every few seconds how far this node is behind in the partitions it has. Committed offsets are
 * compared with the end of the log, not the consumer's own figures, which stand still while a partition is paused. A
 * topic that is written in transactions shows a lag of one at rest, the mark of the last transaction.
 */
final class LagProbe implements AutoCloseable {

    /** Records of a partition that are not committed as done. */
    static final String LAG = "talkoot.source.lag";

    /** Age of the oldest record that is taken and not completed. */
    static final String OLDEST = "talkoot.source.oldest.unprocessed";

    /** Partitions that wait because the intake refuses a record of theirs. */
    static final String REFUSED = "talkoot.source.refused.partitions";

    private static final Logger LOGGER = LoggerFactory.getLogger(LagProbe.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final ListOffsetsOptions READABLE = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final Clients clients;
    private final String group;
    private final SourceHealth health;
    private final MultiGauge lag;
    private final Map<OpenDeliveries, TopicPartition> assignments = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kafka-lag").factory());
    private @Nullable Admin admin;

    LagProbe(KafkaSettings settings, SourceHealth health, MeterRegistry meters) {
        this.clients = new Clients(settings);
        this.group = settings.source().groupId();
        this.health = health;
        this.lag = MultiGauge.builder(LAG).description("records behind").register(meters);
        Gauge.builder(OLDEST, this, LagProbe::oldestSeconds)
                .baseUnit("seconds")
                .tag("source", KafkaSource.NAME)
                .tag("group", group)
                .register(meters);
        Gauge.builder(REFUSED, this, probe -> probe.stuck().count())
                .tag("source", KafkaSource.NAME)
                .tag("group", group)
                .register(meters);
    }

    /** How the partition does that does worst. */
    BridgeHealth worst() {
        return stuck().max(Comparator.comparingInt(BridgeHealth.Stuck::failures))
                .map(BridgeHealth.class::cast)
                .orElseGet(BridgeHealth.Flowing::new);
    }

    private Stream<BridgeHealth.Stuck> stuck() {
        return assignments.keySet().stream()
                .map(OpenDeliveries::health)
                .filter(BridgeHealth.Stuck.class::isInstance)
                .map(BridgeHealth.Stuck.class::cast);
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(this::probe, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    OpenDeliveries assigned(TopicPartition partition) {
        OpenDeliveries assignment = new OpenDeliveries(partition.toString());
        assignments.put(assignment, partition);
        return assignment;
    }

    void revoked(OpenDeliveries assignment) {
        assignments.remove(assignment);
    }

    @Override
    public void close() {
        if (!timer.isShutdown()) {
            timer.execute(this::forgetAdmin);
            timer.shutdown();
        }
    }

    private void probe() {
        try {
            Map<TopicPartition, Long> behind = behind();
            lag.register(behind.entrySet().stream().map(this::row).toList(), true);
            health.brokerAnswers();
        } catch (RuntimeException e) {
            boolean news = health.brokerFailed(e);
            LOGGER.atLevel(news ? Level.WARN : Level.DEBUG)
                    .addKeyValue("source", group)
                    .addKeyValue("failure", Reason.of(e))
                    .log("the broker does not say how far it is");
            forgetAdmin();
        }
    }

    private MultiGauge.Row<Number> row(Map.Entry<TopicPartition, Long> entry) {
        TopicPartition partition = entry.getKey();
        return MultiGauge.Row.of(
                Tags.of(
                        "source",
                        KafkaSource.NAME,
                        "group",
                        group,
                        "topic",
                        partition.topic(),
                        "partition",
                        Integer.toString(partition.partition())),
                entry.getValue());
    }

    private Map<TopicPartition, Long> behind() {
        Admin asked = admin();
        Map<TopicPartition, OffsetAndMetadata> committed =
                Failures.get(asked.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        List<TopicPartition> mine = List.copyOf(assignments.values());
        Map<TopicPartition, Long> ends = offsets(asked, mine, OffsetSpec.latest());
        Map<TopicPartition, Long> begins = offsets(
                asked, mine.stream().filter(p -> committed.get(p) == null).toList(), OffsetSpec.earliest());
        Map<TopicPartition, Long> behind = new HashMap<>();
        ends.forEach((partition, end) -> {
            OffsetAndMetadata done = committed.get(partition);
            long from = done != null ? done.offset() : begins.getOrDefault(partition, end);
            behind.put(partition, Math.max(0, end - from));
        });
        return behind;
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                Failures.get(admin.listOffsets(asked, READABLE).all());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    private Admin admin() {
        Admin open = admin;
        if (open == null) {
            open = clients.admin();
            admin = open;
        }
        return open;
    }

    private void forgetAdmin() {
        Admin open = admin;
        admin = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    private double oldestSeconds() {
        Instant now = Instant.now();
        return assignments.keySet().stream()
                .map(OpenDeliveries::oldest)
                .flatMap(Optional::stream)
                .mapToDouble(at -> Duration.between(at, now).toMillis() / 1_000.0)
                .max()
                .orElse(0);
    }
}
