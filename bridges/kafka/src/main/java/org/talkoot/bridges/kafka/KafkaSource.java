package org.talkoot.bridges.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.kafka.CommitterSettings;
import org.apache.pekko.kafka.ConsumerMessage.CommittableMessage;
import org.apache.pekko.kafka.ConsumerMessage.CommittableOffset;
import org.apache.pekko.kafka.ConsumerSettings;
import org.apache.pekko.kafka.Subscriptions;
import org.apache.pekko.kafka.javadsl.Committer;
import org.apache.pekko.kafka.javadsl.Consumer;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.RestartSettings;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.RestartSource;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.source.OpenDeliveries;
import org.talkoot.bridges.source.Reason;
import org.talkoot.bridges.source.SourceHealth;
import org.talkoot.core.bus.BridgeHealth;
import org.talkoot.core.bus.Delivery;
import org.talkoot.core.bus.EventSource;
import org.talkoot.core.bus.Intake;
import org.talkoot.core.bus.Place;
import org.talkoot.core.bus.Watermarks;

/**
 * A way in from Kafka. Each partition is a stream of its own: its records are handed over in order, a bounded number of
 * them at a time, and its offset is committed when the intake has completed everything before it. While the intake
 * completes nothing, the partition is paused and the others go on.
 *
 * <p>Before an offset is committed, the journal's watermark of the partition says the same, and that is where the
 * partition is begun again: see {@link Beginning}.
 *
 * <p>A record that the intake fails is handed over again by its {@link OpenDeliveries}, and the other partitions go on.
 * A broker that is away, a rebalance that goes wrong, a watermark that does not move: the stream is made again with
 * back-off and begins with what was committed last.
 */
public final class KafkaSource implements EventSource {

    static final String NAME = "kafka";

    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaSource.class);

    private static final RestartSettings BACK_OFF =
            RestartSettings.create(Duration.ofMillis(500), Duration.ofSeconds(15), 0.2);

    /** A partition beyond these would not be read; a node never has so many. */
    private static final int MAX_PARTITIONS = 10_000;

    private static final Duration LONGEST_UNCOMMITTED = Duration.ofMillis(100);

    /** What is in flight may still be completed and committed when the source is closed. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    /** A consumer that leaves its group says so, for others to take over at once. */
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final KafkaSettings settings;
    private final Watermarks watermarks;
    private final SourceHealth health = new SourceHealth();
    private final LagProbe probe;
    private volatile Consumer.@Nullable Control control;
    private volatile boolean closing;
    private @Nullable Pair<UniqueKillSwitch, CompletionStage<Done>> running;

    public KafkaSource(ActorSystem<?> system, KafkaSettings settings, Watermarks watermarks, MeterRegistry meters) {
        this.system = system;
        this.settings = settings;
        this.watermarks = watermarks;
        this.probe = new LagProbe(settings, health, meters);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(Intake intake) {
        running = RestartSource.onFailuresWithBackoff(BACK_OFF, () -> stream(intake))
                .viaMat(KillSwitches.single(), Keep.right())
                .toMat(Sink.ignore(), Keep.both())
                .run(system);
        probe.start();
    }

    @Override
    public BridgeHealth health() {
        BridgeHealth ofAll = health.current();
        return ofAll instanceof BridgeHealth.Stuck ? ofAll : probe.worst();
    }

    private Source<Done, NotUsed> stream(Intake intake) {
        if (closing) {
            return Source.empty();
        }
        AssignedPartitions assigned = new AssignedPartitions(settings, watermarks);
        return Consumer.committablePartitionedSource(
                        consumer(),
                        Subscriptions.topics(settings.source().topics()).withPartitionAssignmentHandler(assigned))
                .mapMaterializedValue(this::remember)
                .flatMapMerge(
                        MAX_PARTITIONS,
                        part -> partition(new Log(part.first(), assigned.log(part.first())), part.second(), intake))
                .watchTermination((unused, done) -> {
                    done.whenComplete((ok, failure) -> ended(failure));
                    return unused;
                });
    }

    private NotUsed remember(Consumer.Control latest) {
        control = latest;
        return NotUsed.getInstance();
    }

    private void ended(@Nullable Throwable failure) {
        if (failure != null) {
            health.streamFailed(failure);
            LOGGER.atWarn().addKeyValue("source", name()).setCause(failure).log("begins again");
        }
    }

    /*
     * Of max-in-flight, one half are handed over, a quarter wait for the watermark to move together,
     * and for a quarter it is moving: this is how the sum keeps its bound. What is committed is no
     * part of it; it is behind the watermark already.
     */
    private Source<Done, NotUsed> partition(
            Log log, Source<CommittableMessage<byte[], byte[]>, NotUsed> records, Intake intake) {
        OpenDeliveries assignment = probe.assigned(log.partition());
        health.streamFlows();
        int bound = settings.source().maxInFlight();
        return records.mapAsync(bound / 2, message -> take(assignment, message, intake))
                .groupedWithin(bound / 4, LONGEST_UNCOMMITTED)
                .mapAsync(1, taken -> durable(log, taken.getLast()))
                .via(Committer.flow(committer()))
                .watchTermination((unused, done) -> {
                    done.whenComplete((ok, failure) -> ended(assignment));
                    return unused;
                });
    }

    /** A partition, and its name in the journal. */
    private record Log(TopicPartition partition, String name) {}

    private CompletionStage<CommittableOffset> durable(Log log, CommittableOffset last) {
        return watermarks
                .advance(log.name(), last.partitionOffset().offset() + 1)
                .thenApply(done -> last);
    }

    private void ended(OpenDeliveries assignment) {
        probe.revoked(assignment);
        assignment.giveUp();
    }

    private CompletionStage<CommittableOffset> take(
            OpenDeliveries assignment, CommittableMessage<byte[], byte[]> message, Intake intake) {
        health.streamFlows();
        ConsumerRecord<byte[], byte[]> record = message.record();
        return assignment
                .take(record.offset(), delivery(record), intake)
                .thenApply(receipt -> message.committableOffset());
    }

    private static Delivery delivery(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        byte[] key = record.key();
        byte[] body = record.value();
        return new Delivery(
                Place.at("kafka:%s/%d".formatted(record.topic(), record.partition()), record.offset()),
                key == null ? null : text(key),
                body == null ? new byte[0] : body,
                headers,
                Instant.ofEpochMilli(record.timestamp()));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    private ConsumerSettings<byte[], byte[]> consumer() {
        return ConsumerSettings.create(system, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .withProperties(new Clients(settings).group())
                .withStopTimeout(Duration.ZERO)
                .withCloseTimeout(LEAVE);
    }

    /** What comes is one offset for many records already. */
    private CommitterSettings committer() {
        return CommitterSettings.create(system)
                .withMaxBatch(1)
                .withMaxInterval(LONGEST_UNCOMMITTED)
                .withParallelism(1);
    }

    @Override
    public void close() {
        closing = true;
        Pair<UniqueKillSwitch, CompletionStage<Done>> stream = running;
        Consumer.Control latest = control;
        running = null;
        if (stream != null && latest != null) {
            await(latest.drainAndShutdown(stream.second(), Runnable::run), DRAIN, "drain");
            stream.first().shutdown();
            await(latest.isShutdown(), LEAVE, "leave its group");
        } else if (stream != null) {
            stream.first().shutdown();
        }
        probe.close();
    }

    private void await(CompletionStage<?> stage, Duration patience, String what) {
        try {
            stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.atInfo()
                    .addKeyValue("source", name())
                    .addKeyValue("reason", Reason.of(e))
                    .log("closed before it could {}; what is not committed comes again", what);
        }
    }
}
