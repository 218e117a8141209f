package org.talkoot.bridges.nats;

import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.talkoot.bridges.nats.settings.LaneSpec;
import org.talkoot.bridges.nats.settings.NatsSettings;
import org.talkoot.core.bus.BusException;
import org.talkoot.core.bus.Watermarks;

/**
 * The durable consumer of a lane: made when it is missing, compared when it is there, and made anew when it has
 * acknowledged what the journal does not have. Blocks.
 */
final class LaneConsumer {

    private static final Logger LOGGER = LoggerFactory.getLogger(LaneConsumer.class);

    private final NatsSettings.In source;
    private final LaneSpec lane;
    private final Watermarks watermarks;

    LaneConsumer(NatsSettings.In source, LaneSpec lane, Watermarks watermarks) {
        this.source = source;
        this.lane = lane;
        this.watermarks = watermarks;
    }

    String name() {
        return source.name() + '-' + lane.name();
    }

    /**
     * A consumer that stands where the journal does.
     *
     * @param log the name of the lane in the journal: a stream that is made anew under the same name is another one
     * @param next the first record that the journal does not have; what comes before is only acknowledged
     * @param ackWait after which the server gives a record to somebody else
     */
    record Ready(ConsumerInfo consumer, String log, long next, Duration ackWait) {}

    /** Sees to it that the consumer is there and stands where it should. */
    Ready ready(JetStreamManagement management) {
        StreamInfo stream = stream(management);
        Instant created = stream.getCreateTime().toInstant();
        String log = "nats:%s:%s/%s".formatted(name(), lane.stream(), created);
        OptionalLong watermark = watermarks.next(log);
        Optional<ConsumerInfo> found = found(management);
        Beginning beginning = Beginning.of(lane.name(), known(management, stream, watermark, found));
        say(beginning);
        ConsumerInfo consumer = switch (beginning.consumer()) {
            case Beginning.Consumer.Kept kept -> found.orElseThrow();
            case Beginning.Consumer.Made made -> made(management, stream, made.from(), found.isPresent());
        };
        return new Ready(consumer, log, watermark.orElse(0), ackWait(consumer));
    }

    private StreamInfo stream(JetStreamManagement management) {
        try {
            return Failures.get(() -> management.getStreamInfo(lane.stream()));
        } catch (BusException e) {
            throw Failures.is(Failures.NO_STREAM, e)
                    ? new BusException("there is no stream '%s'".formatted(lane.stream()), e)
                    : e;
        }
    }

    /** As it is now. */
    Optional<ConsumerInfo> found(JetStreamManagement management) {
        try {
            return Optional.of(Failures.get(() -> management.getConsumerInfo(lane.stream(), name())));
        } catch (BusException e) {
            if (Failures.is(Failures.NO_CONSUMER, e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Beginning.Known known(
            JetStreamManagement management,
            StreamInfo stream,
            OptionalLong watermark,
            Optional<ConsumerInfo> consumer) {
        StreamState state = stream.getStreamState();
        OptionalLong unacknowledged = consumer.map(
                        c -> OptionalLong.of(c.getAckFloor().getStreamSequence() + 1))
                .orElse(OptionalLong.empty());
        return new Beginning.Known(
                watermark,
                unacknowledged,
                forgotten(management, watermark, unacknowledged),
                new Beginning.Records(
                        Math.max(1, state.getFirstSequence()),
                        state.getLastSequence() + 1,
                        keeps(stream),
                        !lane.takesAll()));
    }

    private static boolean keeps(StreamInfo stream) {
        return stream.getConfiguration().getRetentionPolicy() == RetentionPolicy.Limits;
    }

    /** The first record of the lane between the watermark and what is acknowledged. */
    private OptionalLong forgotten(
            JetStreamManagement management, OptionalLong watermark, OptionalLong unacknowledged) {
        if (watermark.isEmpty() || unacknowledged.orElse(0) <= watermark.getAsLong()) {
            return OptionalLong.empty();
        }
        try {
            MessageInfo next = Failures.get(
                    () -> management.getNextMessage(lane.stream(), watermark.getAsLong(), lane.subjects()));
            return next.getSeq() < unacknowledged.getAsLong() ? OptionalLong.of(next.getSeq()) : OptionalLong.empty();
        } catch (BusException e) {
            if (Failures.is(Failures.NO_MESSAGE, e)) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    private ConsumerInfo made(JetStreamManagement management, StreamInfo stream, long from, boolean anew) {
        if (anew) {
            boolean unused = Failures.get(() -> management.deleteConsumer(lane.stream(), name()));
        }
        ConsumerConfiguration.Builder wanted = ConsumerConfiguration.builder()
                .durable(name())
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(source.ackWait())
                // What comes too often the intake buries, by its count (talkoot.bus.max-deliveries).
                .maxDeliver(-1)
                .maxAckPending(source.maxInFlight());
        if (!lane.takesAll()) {
            wanted.filterSubject(lane.filter());
        }
        if (keeps(stream) && from > 1) {
            wanted.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(from);
        }
        return Failures.get(() -> management.addOrUpdateConsumer(lane.stream(), wanted.build()));
    }

    /** What of a consumer that is there is not as declared, if anything matters. */
    Optional<String> difference(ConsumerInfo consumer) {
        ConsumerConfiguration found = consumer.getConsumerConfiguration();
        String filter = found.getFilterSubject() == null ? "" : found.getFilterSubject();
        String declared = shape(
                lane.takesAll() ? "" : lane.filter(),
                AckPolicy.Explicit,
                source.ackWait().toMillis(),
                source.maxInFlight(),
                -1);
        String there = shape(
                filter.equals(">") ? "" : filter,
                found.getAckPolicy(),
                ackWait(consumer).toMillis(),
                found.getMaxAckPending(),
                found.getMaxDeliver());
        return declared.equals(there)
                ? Optional.empty()
                : Optional.of("consumer %s has %s, but %s is declared".formatted(name(), there, declared));
    }

    /** After which the server gives a record to somebody else. */
    Duration ackWait(ConsumerInfo consumer) {
        Duration found = consumer.getConsumerConfiguration().getAckWait();
        return found == null ? source.ackWait() : found;
    }

    private static String shape(String filter, AckPolicy policy, long ackWaitMillis, long pending, long deliver) {
        return "filter '%s', ack policy %s, ack wait %d ms, max ack pending %d, max deliver %d"
                .formatted(filter, policy, ackWaitMillis, pending, deliver);
    }

    private static void say(Beginning beginning) {
        beginning.sentence().ifPresent(sentence -> {
            switch (beginning.word()) {
                case NOTHING -> {}
                case NOTICE -> LOGGER.atInfo().log(sentence);
                case WARNING -> LOGGER.atWarn().log(sentence);
                case LOSS -> LOGGER.atError().log(sentence);
            }
        });
    }
}
