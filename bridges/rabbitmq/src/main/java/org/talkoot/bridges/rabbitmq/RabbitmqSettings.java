package org.talkoot.bridges.rabbitmq;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.talkoot.bridges.rabbitmq.server.ServerSettings;
import org.talkoot.bridges.rabbitmq.topology.LaneKeys;
import org.talkoot.bridges.rabbitmq.topology.Specification;
import org.talkoot.bridges.wire.WireFormat;
import org.talkoot.core.bus.EventInbox;

/**
 * How this installation uses RabbitMQ. Keys under {@code talkoot.rabbitmq} in reference.conf.
 *
 * @param specification what should be there
 */
record RabbitmqSettings(ServerSettings server, In source, Asked questions, Out sink, Specification specification) {

    /** More than a virtual host of one installation is asked to have. */
    private static final int MOST_LANES = 256;

    /**
     * What comes in.
     *
     * @param exchange with lanes behind it; empty: there is none
     * @param queues further ones
     * @param prefetch most messages of a queue that are taken and not acknowledged: after a crash so many come again,
     *     and an inbox must recognise all of them
     */
    record In(String exchange, int lanes, List<String> queues, int prefetch) {

        In {
            queues = List.copyOf(queues);
            if (lanes < 1 || lanes > MOST_LANES) {
                throw new IllegalArgumentException(
                        "talkoot.rabbitmq.source.lanes must be 1 to %d, not %d".formatted(MOST_LANES, lanes));
            }
            if (prefetch < 1 || prefetch > EventInbox.DEDUPLICATION_WINDOW) {
                throw new IllegalArgumentException("talkoot.rabbitmq.source.prefetch must be 1 to %d, not %d"
                        .formatted(EventInbox.DEDUPLICATION_WINDOW, prefetch));
            }
        }

        /** All queues that are taken. */
        List<String> all() {
            Stream<String> behind = exchange.isBlank()
                    ? Stream.empty()
                    : IntStream.range(0, lanes).mapToObj(lane -> LaneKeys.queue(exchange, lane));
            return Stream.concat(behind, queues.stream()).distinct().toList();
        }
    }

    /**
     * What is asked and answered.
     *
     * @param queue empty: nothing
     * @param timeout for an answer
     * @param prefetch questions that a node has at a time
     */
    record Asked(String queue, Duration timeout, int prefetch) {

        private static final int MOST = 10_000;

        Asked {
            if (!timeout.isPositive()) {
                throw new IllegalArgumentException(
                        "talkoot.rabbitmq.questions.timeout must be longer than nothing, not " + timeout);
            }
            if (prefetch < 1 || prefetch > MOST) {
                throw new IllegalArgumentException(
                        "talkoot.rabbitmq.questions.prefetch must be 1 to %d, not %d".formatted(MOST, prefetch));
            }
        }

        boolean isEnabled() {
            return !queue.isBlank();
        }
    }

    /**
     * What goes out.
     *
     * @param name under which the journal keeps how far it is
     * @param maxEventBytes a larger event leaves without its payload
     * @param patience for the server's confirms of one write
     */
    record Out(String name, WireFormat wireFormat, int maxEventBytes, Duration patience) {

        /** Room for the envelope of an event whose payload stays behind. */
        static final int SMALLEST = 4_096;

        Out {
            if (!name.matches("[a-z][a-z0-9-]*")) {
                throw new IllegalArgumentException(
                        "talkoot.rabbitmq.sink.name must be in kebab-case, not '%s'".formatted(name));
            }
            if (maxEventBytes < SMALLEST) {
                throw new IllegalArgumentException(
                        "talkoot.rabbitmq.sink.max-event-bytes must be at least " + SMALLEST);
            }
            if (!patience.isPositive()) {
                throw new IllegalArgumentException(
                        "talkoot.rabbitmq.sink.confirm-timeout must be longer than nothing, not " + patience);
            }
        }
    }

    /**
     * Reads {@code talkoot.rabbitmq}.
     *
     * @throws IllegalArgumentException when a value cannot be, in one sentence
     */
    static RabbitmqSettings from(Config root) {
        Config rabbitmq = root.getConfig("talkoot.rabbitmq");
        Config source = rabbitmq.getConfig("source");
        Config questions = rabbitmq.getConfig("questions");
        Config sink = rabbitmq.getConfig("sink");
        In in = new In(
                source.getString("exchange"),
                source.getInt("lanes"),
                source.getStringList("queues"),
                source.getInt("prefetch"));
        return new RabbitmqSettings(
                ServerSettings.from(rabbitmq),
                in,
                new Asked(questions.getString("queue"), questions.getDuration("timeout"), questions.getInt("prefetch")),
                new Out(
                        sink.getString("name"),
                        WireFormat.of(sink.getString("wire-format")),
                        (int) Math.min(Integer.MAX_VALUE, sink.getBytes("max-event-bytes")),
                        sink.getDuration("confirm-timeout")),
                Specification.from(rabbitmq, in.exchange(), in.lanes()));
    }
}
